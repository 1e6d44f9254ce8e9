import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { type StaffBrowser, signedIn, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { somebody, turnoOf } from '../support/people.ts'
import { certificate } from '../support/story.ts'
import { filledIn } from './filledIn.ts'

let test_: TestApp
let admin: StaffBrowser
beforeAll(async () => {
  test_ = await startTestApp()
  const person = { name: 'Ada', email: 'ada@iess.example' }
  admin = await signedIn(test_, await worker(test_, person, [{ role: 'admin', agencyId: null }]))
})
afterAll(() => test_.stop())

const at = `/admin/tramites/${certificate}/datos`
const fresh = '/admin/tramites/nuevo'
const row = async (id: string) => {
  const { database, stores } = test_.services
  return stores.procedures.one(database.read, id)
}
const form = async (path: string) => filledIn((await admin.get(path)).text)

const texts = ['name', 'summary', 'audience', 'result', 'cost', 'channel']
const both = (name: string, text: string) => ({
  [`${name}-es`]: text,
  [`${name}-en`]: `${text}, en`,
})

describe('what one becomes', () => {
  test('is a new version, and who has a turno keeps the one it was booked under', async () => {
    const { database, stores, turnos } = test_.services
    const turnoId = await turnoOf(test_.services, somebody(1), '2026-12-11T15:00:00.000Z')
    const before = await row(certificate)
    const typed = {
      ...(await form(at)),
      ...both('requirements-0-title', 'Pasaporte con más de seis meses'),
    }
    const preview = await admin.post(at, typed)
    expect(preview.status).toBe(200)
    expect((await row(certificate))?.version).toBe(before?.version)
    const hidden = filledIn(preview.text)
    for (const _ of [1, 2]) {
      expect((await admin.post(at, { ...hidden, step: 'save' })).status).toBe(303)
    }
    const after = await row(certificate)
    expect(after?.version).toBe((before?.version ?? 0) + 1)
    const [first] = after?.details.requirements ?? []
    expect(first?.title.es).toBe('Pasaporte con más de seis meses')
    // What visits refer to stays.
    expect(first?.code).toBe(before?.details.requirements[0]?.code)

    const turno = await turnos.byId(turnoId)
    expect(turno?.procedure.details).toEqual(before?.details)
    expect(turno?.procedure.version).toBe(before?.version)
    const later = await turnos.byId(
      await turnoOf(test_.services, somebody(2), '2026-12-11T15:20:00.000Z'),
    )
    expect(later?.procedure.details).toEqual(after?.details)
    const recorded = await stores.audit.ofSubject(database.read, `procedure:${certificate}`)
    expect(recorded.map(({ action }) => action)).toEqual(['procedure-changed'])
  })

  test('without one of its languages is refused, with all that was typed', async () => {
    const typed = { ...(await form(at)), 'summary-en': '', 'cost-es': 'Gratis del todo' }
    const answer = await admin.post(at, { ...typed, step: 'save' })
    const $ = load(answer.text)
    expect([answer.status, $('#summary-en-error').length, $('#cost-es').val()]).toEqual([
      422,
      1,
      'Gratis del todo',
    ])
  })

  test('has one row more when asked, and one less when it was emptied', async () => {
    const typed = await form(at)
    const count = Number(typed['requirements-count'])
    const more = await admin.post(at, { ...typed, more: 'requirements' })
    expect(filledIn(more.text)['requirements-count']).toBe(String(count + 1))
    const emptied = Object.fromEntries(
      Object.entries(typed).map(([name, value]) => [
        name,
        /^requirements-1-(title|detail)/.test(name) ? '' : value,
      ]),
    )
    const before = await row(certificate)
    expect((await admin.post(at, { ...emptied, step: 'save' })).status).toBe(303)
    expect((await row(certificate))?.details.requirements).toEqual(
      before?.details.requirements.filter((_, place) => place !== 1),
    )
  })
})

test('a third one needs no code: it is on the portal as soon as an agenda serves it', async () => {
  const typed = {
    ...(await form(fresh)),
    slug: 'historia-laboral',
    ...Object.assign({}, ...texts.map((name) => both(name, `Historia laboral: ${name}`))),
    ...both('requirements-0-title', 'Documento de identidad'),
    ...both('requirements-0-detail', 'El original.'),
    'accepted-cedula': 'accepted',
    'accepted-passport': 'accepted',
    'accepted-foreign-code': 'refused',
  }
  for (const _ of [1, 2]) {
    const saved = await admin.post(fresh, { ...typed, step: 'save' })
    expect([saved.status, saved.headers.location]).toEqual([
      303,
      '/admin/tramites/historia-laboral?aviso=guardado',
    ])
  }
  expect((await admin.post(fresh, { ...typed, 'name-es': 'Otro', step: 'save' })).status).toBe(422)
  const portal = async () => (await admin.get('/')).text
  expect(await portal()).not.toContain('Historia laboral: name')
  const { database, stores } = test_.services
  await database.transaction((tx) =>
    stores.changes.write(tx, {
      kind: 'agenda',
      agencyId: 'guayaquil-centro',
      id: 'guayaquil-centro--historia-laboral',
      to: {
        poolId: 'guayaquil-centro',
        procedureId: 'historia-laboral',
        slotMinutes: 20,
        release: { kind: 'rolling', leadMinutes: 0, horizonDays: 30 },
        keptSeats: 0,
        active: true,
      },
    }),
  )
  expect(await portal()).toContain('Historia laboral: name')
  const turnoId = await turnoOf(
    test_.services,
    somebody(3),
    '2026-12-11T16:00:00.000Z',
    'guayaquil-centro--historia-laboral',
  )
  const turno = await test_.services.turnos.byId(turnoId)
  expect(turno?.procedure.details.requirements.map(({ code }) => code)).toEqual([
    'documento-de-identidad',
  ])
})
