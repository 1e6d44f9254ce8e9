import { staffMember } from '../attendance/ground.ts'
import { certified } from '../attendance/pages/room.ts'
import type { TestApp } from '../support/app.ts'
import { certificate } from '../support/story.ts'
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
  const { arrivalId, visitId, certificateId } = await certified(test_, agencyId, staffId)
  const desk = {
    arrival: arrivalId,
    visit: visitId,
    certificate: certificateId,
    kiosk: kiosk?.id ?? '',
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
  return { agency: agencyId, ...desk, ...hours }
}
