import { load } from 'cheerio'
import type { RoleGrant } from '../../../src/staff/roles.ts'
import { type StaffBrowser, signedIn, type Worker, worker } from '../../staff/people.ts'
import type { TestApp } from '../../support/app.ts'
import { certificate } from '../../support/story.ts'
import { centre } from '../ground.ts'

/** An agency with two windows in use, and people who work there. */
export type Room = {
  test_: TestApp
  /** A browser in which one with these roles is signed in. */
  signed(name: string, ...roles: RoleGrant['role'][]): Promise<StaffBrowser>
  worker(name: string, roles: RoleGrant[]): Promise<Worker>
}

export const ayoraAgency = 'puerto-ayora'

/** Numbers the windows of the story's agencies. */
export async function openRoom(test_: TestApp): Promise<Room> {
  const { database, stores } = test_.services
  await database.transaction(async (tx) => {
    await stores.windows.number(tx, centre, 3)
    await stores.windows.number(tx, ayoraAgency, 1)
  })
  const employ = (name: string, roles: RoleGrant[]) =>
    worker(test_, { name, email: `${name.toLowerCase()}@iess.example` }, roles)
  return {
    test_,
    worker: employ,
    async signed(name, ...roles) {
      const grants = roles.map((role) => ({ role, agencyId: centre }))
      return signedIn(test_, await employ(name, grants))
    },
  }
}

/** Somebody without a turno who gave name and document; answers the arrival's id. */
export async function walkedIn(
  { services }: TestApp,
  agencyId: string,
  nonce: string,
): Promise<string> {
  const done = await services.attendance.walkIn(agencyId, {
    nonce,
    procedureId: certificate,
    priority: null,
    language: 'es',
    personal: {
      name: { givenNames: 'Łukasz', surnames: 'Żółć' },
      document: { kind: 'passport', country: 'POL', number: 'EK1234567' },
    },
    actor: 'kiosk',
  })
  if (!done.ok) throw new Error(done.reason)
  return done.arrival.id
}

/** A visit at window 1 of an agency that ended in a certificate. */
export async function certified(test_: TestApp, agencyId: string, staffId: string) {
  const { attendance } = test_.services
  const arrivalId = await walkedIn(test_, agencyId, `certified-${agencyId}`)
  const clerk = { staffId, windowId: `${agencyId}-1` }
  await attendance.windows.open(clerk)
  const call = await attendance.calls.next(clerk)
  if (!call.ok) throw new Error(call.reason)
  const started = await attendance.visits.start(clerk, call.call.id)
  if (!started.ok) throw new Error(started.reason)
  const visit = await attendance.visits.byId(started.visitId)
  const checks = (visit?.checklist ?? []).map(({ code }) => ({ code, state: 'present' as const }))
  const found = { checks, thirdParty: false, notes: '' }
  const done = await attendance.outcomes.record(clerk, started.visitId, { kind: 'issued' }, found)
  if (!done.ok || done.certificateId === null) throw new Error('No certificate')
  await attendance.windows.close(clerk)
  return { arrivalId, visitId: started.visitId, certificateId: done.certificateId }
}

/** The fields of a page's form as a browser would send them, by where it goes. */
export function formTo(html: string, action: string): Record<string, string> {
  const $ = load(html)
  const form = $(`form[action="${action}"]`).first()
  if (form.length === 0) throw new Error(`No form to ${action}`)
  return Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]))
}
