import { walkAtDesk } from '../attendance/desk/walk.ts'
import { staffMember } from '../attendance/ground.ts'
import { certified } from '../attendance/pages/room.ts'
import type { TestApp } from '../support/app.ts'
import { somebody, turnoOf } from '../support/people.ts'
import { ayora, certificate, guayaquil } from '../support/story.ts'
import { worker } from './people.ts'

/** What a path's parameters stand for at one agency: records that belong to it. */
export type Records = Record<string, string>

/** Parameters of records that belong to the whole institution. */
export const ofTheInstitution: readonly string[] = ['holiday']

/**
 * One record of each kind at an agency, by the name that paths give its parameter. A route with a
 * parameter that is not here fails the matrix: add how to make such a record.
 */
export async function recordsAt(test_: TestApp, agencyId: string): Promise<Records> {
  const { database, stores } = test_.services
  await database.transaction((tx) => stores.windows.number(tx, agencyId, 1))
  const staffId = await staffMember(test_.services)
  const { kiosks } = test_.services.attendance
  const opener = { name: 'Olga', email: `olga@${agencyId}.example` }
  await kiosks.open(agencyId, (await worker(test_, opener, [])).id, 'a form')
  const [kiosk] = await kiosks.ofAgency(agencyId)
  const draft = await walkAtDesk(test_.services, somebody(900), agencyId)
  const agenda = `${agencyId}--${certificate}`
  const other = somebody(agencyId.length)
  const turno = await turnoOf(test_.services, other, '2026-12-14T15:00:00.000Z', agenda)
  const { arrivalId, visitId, certificateId } = await certified(test_, agencyId, staffId)
  const desk = {
    arrival: arrivalId,
    visit: visitId,
    certificate: certificateId,
    kiosk: kiosk?.id ?? '',
    draft,
    turno,
    window: `${agencyId}-1`,
  }
  // Hours and capacity: who opens one that is not there yet begins it.
  const hours = {
    closure: `closure-${agencyId}`,
    date: '2026-12-01',
    week: 'siempre',
    pool: agencyId,
    procedure: certificate,
    change: '1',
    holiday: '2026-12-25 national Navidad',
  }
  const moved = await relocated(test_, agencyId)
  const clerk = { name: 'Inés', email: `ines@${agencyId}.example` }
  const { id: person } = await worker(test_, clerk, [{ role: 'window', agencyId }])
  return { agency: agencyId, person, ...desk, ...hours, ...moved }
}

/** A closure of an agency under a turno, and the hour proposed for it. */
async function relocated({ services }: TestApp, agencyId: string) {
  const { database, relocations, stores } = services
  const agendaId = agencyId === 'puerto-ayora' ? ayora : guayaquil
  const turnoId = await turnoOf(
    services,
    somebody(agencyId.length * 100),
    '2026-12-10T15:00:00.000Z',
    agendaId,
  )
  const reason = { es: 'Mantenimiento', en: 'Maintenance' }
  const changeId = await database.transaction(async (tx) => {
    const span = { from: '2026-12-10T06:00:00.000Z', to: '2026-12-11T05:00:00.000Z' }
    await stores.agencies.close(tx, { id: `closed-${agencyId}`, agencyId, ...span, reason })
    const cause = {
      agencyId,
      kind: 'closure',
      source: 'closure',
      reason,
      actor: 'operator',
    } as const
    return relocations.open(tx, cause, [turnoId])
  })
  await relocations.follow(agencyId)
  const relocation = await relocations.openOf(turnoId)
  return { cause: changeId ?? '', relocation: relocation?.id ?? '', agenda: agendaId }
}
