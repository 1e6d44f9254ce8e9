import type { Request } from 'express'
import type { FieldError } from '../../web/pageModel.ts'
import type { Pages } from '../../web/pages.ts'
import { longest, shortest } from '../passwordRules.ts'

/** What is wrong with a chosen password, at its field, in the page's language. */
export function passwordMistake(pages: Pages, request: Request, withFactor: boolean) {
  return (field: string, reason: 'short' | 'long' | 'guessable' | 'again'): FieldError[] => {
    const count = reason === 'long' ? longest : withFactor ? shortest.withFactor : shortest.alone
    return [{ field, message: pages.text(request, `staff:errors.password-${reason}`, { count }) }]
  }
}
