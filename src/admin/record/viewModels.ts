import type { Moment, Option } from '../../web/pageModel.ts'
import type { AdminFrame, WithErrors } from '../viewModels.ts'
import type { ShownFact } from './shownDetail.ts'

/** `admin/record`: who did what when to which, before and after. */
export type RecordView = AdminFrame &
  WithErrors & {
    filter: { accion: string; agencia: string; desde: string; hasta: string }
    /** Filters that are set by a link in a row: whose doings, and what was done to one thing. */
    only: readonly { label: string; removeUrl: string }[]
    hidden: readonly { name: string; value: string }[]
    actions: readonly Option[]
    agencies: readonly Option[]
    rows: readonly {
      at: Moment
      who: { name: string; url: string }
      action: string
      subject: { text: string; url: string }
      agency: string | null
      facts: readonly ShownFact[]
      /** Where it stands in its chain. */
      place: string
    }[]
    csvUrl: string
    nextUrl: string | null
    firstUrl: string | null
  }
