import type { FieldError, Option } from '../web/pageModel.ts'

/** One field of a form, for `admin/field`; `kind` says what is drawn. */
export type FormField = {
  kind: 'text' | 'number' | 'date' | 'area' | 'select'
  id: string
  label: string
  hint: string | null
  value: string
  error: string | null
  /** Of a select. */
  options: readonly Option[]
  /** It may be left empty. */
  optional: boolean
}

export type FieldGroup = { title: string; fields: readonly FormField[] }

/** The message of the first error of a field; null where it is in order. */
export function errorOf(errors: readonly FieldError[], field: string): string | null {
  return errors.find((one) => one.field === field)?.message ?? null
}
