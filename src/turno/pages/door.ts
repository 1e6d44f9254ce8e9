import type { Request, RequestHandler, Response } from 'express'
import { parseReference } from '../../keys/reference.ts'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import type { Turno } from '../turno.ts'

export type TurnoHandler = (request: Request, response: Response, turno: Turno) => Promise<void>

/** The address of a turno's page, or of what hangs on it: `turnoUrl(turno, 'cancelacion')`. */
export function turnoUrl({ reference }: Pick<Turno, 'reference'>, tail = ''): string {
  return tail === '' ? `/turnos/${reference}` : `/turnos/${reference}/${tail}`
}

/** Who may come in: the browser that was given the turno. */
export function createDoor({ turnoAccess, turnos }: Services) {
  async function find(request: Request, reference: string): Promise<Turno | null> {
    const id = turnoAccess.turnoIdFor(request, reference)
    if (id === null) return null
    const turno = await turnos.byId(id)
    return turno?.reference === reference && turnoAccess.allows(request, turno) ? turno : null
  }

  return {
    /**
     * A page of one turno, at `/turnos/:reference/<tail>`. A browser without it is led to "Mi turno",
     * and in the same way whether there is such a turno or not; a reference written otherwise, to
     * its own spelling.
     */
    page(tail: string, handle: TurnoHandler): RequestHandler {
      return async (request, response) => {
        const written: unknown = request.params.reference
        const parsed = parseReference(typeof written === 'string' ? written : '')
        if (!parsed.ok) return seeOther(response, '/mi-turno')
        if (parsed.reference !== written) return seeOther(response, turnoUrl(parsed, tail))
        const turno = await find(request, parsed.reference)
        if (!turno) return seeOther(response, '/mi-turno')
        await handle(request, response, turno)
      }
    },
  }
}

export type Door = ReturnType<typeof createDoor>
