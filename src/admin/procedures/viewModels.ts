import type { FieldGroup, FormField } from '../fields.ts'
import type { AdminFrame, WithErrors } from '../viewModels.ts'

/** `admin/procedures`: what one can get a turno for. */
export type ProcedureListView = AdminFrame & {
  sets: boolean
  rows: readonly {
    url: string
    name: string
    slug: string
    version: number
    agendas: number
    active: boolean
  }[]
}

/** `admin/procedure`: one of them as it is now. */
export type ProcedureShowView = AdminFrame & {
  name: string
  active: boolean
  agendas: number
  version: number
  /** How many turnos have not been served yet. */
  ahead: number
  facts: readonly { label: string; value: string }[]
  publicUrl: string
  editUrl: string | null
}

/** `admin/procedureForm`. Each row of a list has its fields, and the code it is known by. */
export type ProcedureFormView = AdminFrame &
  WithErrors & {
    title: string
    backUrl: string
    backText: string
    action: string
    seen: string
    groups: readonly FieldGroup[]
    lists: readonly {
      name: string
      title: string
      hint: string
      count: number
      rows: readonly {
        number: number
        code: { name: string; value: string }
        fields: readonly FormField[]
      }[]
      /** Whether one more row may be added. */
      more: boolean
    }[]
  }
