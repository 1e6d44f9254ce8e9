import type { Request } from 'express'
import type { KeyedHash } from '../keys/keyedHash.ts'
import { field, fieldsOf } from '../web/form.ts'

/**
 * A change in the administration goes through three requests to the same address:
 *
 * 1. The form is sent (`step` empty): what was typed is read; mistakes answer 422 with the form.
 * 2. The answer is a page that says what will happen, and carries all that was typed in hidden fields.
 *    "Guardar" sends them again with `step=save`, "Volver a editar" with `step=edit`.
 * 3. On `save` everything is read and checked again, and written. What was seen is compared with what
 *    is: where somebody changed the thing meanwhile, the person sees step 2 once more.
 *
 * So it works without JavaScript, keeps nothing on the server, and saving twice is saving once.
 */
export type Step = 'preview' | 'edit' | 'save'

const ownNames = new Set(['_csrf', 'step', 'seen', 'csv'])

/** Which of the three this request is. */
export function stepOf(request: Request): Step {
  const step = field(request, 'step')
  return step === 'save' || step === 'edit' ? step : 'preview'
}

/** All that the form sent, to be sent again; `seen` marks what the person was shown. */
export function hiddenFields(request: Request, seen: string): { name: string; value: string }[] {
  const typed = fieldsOf(request).filter(({ name }) => !ownNames.has(name))
  return [...typed, { name: 'seen', value: seen }]
}

/** A mark of how something stands: equal for equal values, and says nothing of them. */
export function markOf(hash: KeyedHash, standing: unknown): string {
  return hash('admin-seen', JSON.stringify(standing))
}

/** Whether the person was shown something else than what is now. False on the first look. */
export function changedMeanwhile(request: Request, mark: string): boolean {
  const seen = field(request, 'seen')
  return seen !== '' && seen !== mark
}
