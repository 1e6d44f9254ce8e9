import type { RequestHandler } from 'express'
import { folded } from '../../attendance/foldedText.ts'
import type { Services } from '../../services.ts'
import { agenciesWith, knownStaff } from '../../staff/access.ts'
import { parameter } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import { listPages, offsetOf, pageSize } from '../list.ts'
import { agencyUrl } from '../sections.ts'
import type { AgencyListView } from './viewModels.ts'

/** The agencies that somebody may see: all of them, or those they supervise. */
export function listPage({ adminPages, catalogue, database, stores }: Services): RequestHandler {
  return async (request, response) => {
    const staff = knownStaff(request)
    const seen = agenciesWith(staff, ['admin', 'supervisor', 'auditor'])
    const mine = (await stores.agencyList.all(database.read)).filter(
      ({ id }) => seen === 'all' || seen.includes(id),
    )
    const q = parameter(request, 'q').trim().slice(0, 100)
    const province = parameter(request, 'provincia')
    const found = mine.filter(
      (one) =>
        (province === '' || one.provinceCode === province) &&
        folded(`${one.name} ${one.code} ${one.canton}`).includes(folded(q)),
    )
    const offset = offsetOf(request)
    const shown = found.slice(offset, offset + pageSize)
    const counts = await stores.agencyList.counts(
      database.read,
      shown.map(({ id }) => id),
    )
    const view: Own<AgencyListView> = {
      many: mine.length > 5,
      sets: staff.roles.some(({ role }) => role === 'admin'),
      filter: { q, province },
      provinces: (await catalogue.provinces()).map(({ code, name }) => ({
        value: code,
        label: name,
      })),
      rows: shown.map(({ id, code, name, kind, canton, active, province: provinceName }) => ({
        url: agencyUrl(id),
        code,
        name,
        mall: kind === 'mall',
        province: provinceName,
        canton,
        active,
        windows: counts.get(id)?.windows ?? 0,
        agendas: counts.get(id)?.agendas ?? 0,
      })),
      pages: listPages(request, { offset, shown: shown.length, total: found.length }),
    }
    await adminPages.send(request, response, 'admin/agencies', view)
  }
}
