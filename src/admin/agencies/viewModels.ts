import type { Option } from '../../web/pageModel.ts'
import type { AdminFrame, AgencyTop, ListPages } from '../viewModels.ts'

/** `admin/agencies`: the agencies that this person may see. `many`: there is something to search in. */
export type AgencyListView = AdminFrame & {
  many: boolean
  filter: { q: string; province: string }
  provinces: readonly Option[]
  rows: readonly {
    url: string
    code: string
    name: string
    mall: boolean
    province: string
    canton: string
    windows: number
    agendas: number
    active: boolean
  }[]
  pages: ListPages
}

/** `admin/agency`: what is set of one agency. */
export type AgencyShowView = AdminFrame & {
  agency: AgencyTop
  facts: {
    kind: 'centre' | 'mall'
    province: string
    canton: string
    address: string
    zone: string
    phone: string | null
  }
}
