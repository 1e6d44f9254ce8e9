import type { Request, Response } from 'express'
import type { Services } from '../../services.ts'
import { field } from '../../web/form.ts'
import { networkOf } from '../../web/limits.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { mine } from './mine.ts'
import { tooOften } from './signInPage.ts'

/** A page's form that is refused: what to say, and the status to say it with. */
export type Refusal = { errors: FieldError[]; status: number }

/** Asks for the password in the field `current` once more; null when it is right. */
export async function passwordAgain(
  services: Services,
  request: Request,
  response: Response,
): Promise<Refusal | null> {
  const { pages, staff } = services
  const { id, email } = mine(request).staff
  const from = {
    network: networkOf(request),
    device: staff.devices.known(request, staff.accountKey(email)),
  }
  const result = await staff.signIn.again(id, field(request, 'current'), from)
  if (result.ok) return null
  if (result.reason === 'too-often') {
    const message = tooOften(services, request, response, result.retryAt)
    return { errors: [{ field: 'current', message }], status: 429 }
  }
  const message = pages.text(request, 'staff:errors.current-wrong')
  return { errors: [{ field: 'current', message }], status: 422 }
}
