import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { type StaffBrowser, signedIn, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, somebody, turnoOf } from '../support/people.ts'
import { ayora, certificate } from '../support/story.ts'
import { filledIn } from './filledIn.ts'

let test_: TestApp
let admin: StaffBrowser
beforeAll(async () => {
  test_ = await startTestApp()
  const person = { name: 'Ada', email: 'ada@iess.example' }
  admin = await signedIn(test_, await worker(test_, person, [{ role: 'admin', agencyId: null }]))
})
afterAll(() => test_.stop())

const at = '/admin/agencias/guayaquil-centro'

const formOf = async (path: string) => filledIn((await admin.get(path)).text)
const settings = async () => {
  const { database, stores } = test_.services
  const known = await stores.agencySettings.one(database.read, 'guayaquil-centro')
  return known?.settings
}
const recorded = async (action: string) => {
  const { database, stores } = test_.services
  const rows = await stores.audit.ofSubject(database.read, 'agency:guayaquil-centro')
  return rows.filter((row) => row.action === action)
}

describe('other settings of an agency', () => {
  test('are shown before they are saved, and are on record with what was before', async () => {
    const typed = { ...(await formOf(`${at}/datos`)), graceMinutes: '25', phone: '04 111 2222' }
    const before = await settings()
    const preview = await admin.post(`${at}/datos`, typed)
    expect(preview.status).toBe(200)
    expect(load(preview.text)('.changes__one')).toHaveLength(2)
    expect(await settings()).toEqual(before)
    const hidden = filledIn(preview.text)
    const saved = await admin.post(`${at}/datos`, { ...hidden, step: 'save' })
    expect([saved.status, saved.headers.location]).toEqual([303, `${at}?aviso=guardado`])
    expect(await settings()).toMatchObject({ graceMinutes: 25, phone: '04 111 2222' })
    const [row] = await recorded('agency-changed')
    expect(row?.detail).toEqual({
      before: { graceMinutes: before?.graceMinutes, phone: before?.phone },
      after: { graceMinutes: 25, phone: '04 111 2222' },
    })
    // The same once more, by a second tab or after a lost answer.
    expect((await admin.post(`${at}/datos`, { ...hidden, step: 'save' })).status).toBe(303)
    expect(await recorded('agency-changed')).toHaveLength(1)
  })

  test('changed by somebody else meanwhile are shown again, not written over', async () => {
    const mine = { ...(await formOf(`${at}/datos`)), walkInQuota: '7' }
    const theirs = { ...(await formOf(`${at}/datos`)), walkInQuota: '9', step: 'save' }
    expect((await admin.post(`${at}/datos`, theirs)).status).toBe(303)
    const answer = await admin.post(`${at}/datos`, { ...mine, step: 'save' })
    expect(answer.status).toBe(200)
    expect(load(answer.text)('.notice--care')).toHaveLength(1)
    expect((await settings())?.walkInQuota).toBe(9)
  })

  test('go back to the form with all that was typed', async () => {
    const typed = { ...(await formOf(`${at}/datos`)), name: 'Otra', step: 'edit' }
    const answer = await admin.post(`${at}/datos`, typed)
    expect(load(answer.text)('#name').val()).toBe('Otra')
  })

  test('windows that more people get, and the numbers that clerks see', async () => {
    const typed = { ...(await formOf(`${at}/datos`)), windows: '5', step: 'save' }
    expect((await admin.post(`${at}/datos`, typed)).status).toBe(303)
    const { database, stores } = test_.services
    const windows = await stores.windows.ofAgency(database.read, 'guayaquil-centro')
    expect(windows.filter(({ active }) => active)).toHaveLength(5)
  })
})

test('an agency with turnos ahead is not taken out of use: they are named, and nothing is written', async () => {
  await turnoOf(test_.services, somebody(1), '2026-12-11T15:00:00.000Z')
  for (const change of [{ active: 'no' }, { activeTo: '2026-12-10' }, { windows: '0' }]) {
    const typed = { ...(await formOf(`${at}/datos`)), ...change, step: 'save' }
    const answer = await admin.post(`${at}/datos`, typed)
    const $ = load(answer.text)
    expect([answer.status, $('.happens__one--stop li').length]).toEqual([200, 1])
    expect($('button[value=save]')).toHaveLength(0)
  }
  expect(await settings()).toMatchObject({ active: true, activeTo: null, windows: 5 })
  const zone = { ...(await formOf(`${at}/datos`)), zone: 'Pacific/Galapagos', step: 'save' }
  const refused = load((await admin.post(`${at}/datos`, zone)).text)
  expect(refused('.happens__one--stop').text()).toContain(
    'La zona se cambia cuando no quede ninguno',
  )
  expect(refused('button[value=save]')).toHaveLength(0)
  expect((await settings())?.zone).toBe('America/Guayaquil')
})

test('a first day ahead gives no hours before it, and is taken back as it came', async () => {
  const { database, stores } = test_.services
  const path = '/admin/agencias/cuenca-centro/datos'
  const agenda = (await stores.agencies.agendas(database.read, certificate)).find(
    ({ agency }) => agency.id === 'cuenca-centro',
  )
  const closuresOn = async (day: string) => {
    if (!agenda) throw new Error('No agenda')
    return (await stores.agencies.calendar(database.read, agenda, day, day)).closures.length
  }
  const typed = { ...(await formOf(path)), activeFrom: '2026-12-15', step: 'save' }
  expect((await admin.post(path, typed)).status).toBe(303)
  expect([await closuresOn('2026-12-14'), await closuresOn('2026-12-15')]).toEqual([1, 0])
  const back = { ...(await formOf(path)), activeFrom: '', step: 'save' }
  expect((await admin.post(path, back)).status).toBe(303)
  expect(await closuresOn('2026-12-14')).toBe(0)
})

test('a new agency has its windows; its code is taken once, and saving it twice is saving it once', async () => {
  const path = '/admin/agencias/nueva'
  const typed = {
    ...(await formOf(path)),
    code: 'manta',
    name: 'Manta',
    provinceCode: '09',
    canton: 'Manta',
    address: 'Malecón',
    windows: '2',
    step: 'save',
  }
  for (const _ of [1, 2]) {
    const answer = await admin.post(path, typed)
    expect([answer.status, answer.headers.location]).toEqual([
      303,
      '/admin/agencias/manta?aviso=guardado',
    ])
  }
  const { database, stores } = test_.services
  expect(await stores.windows.ofAgency(database.read, 'manta')).toHaveLength(2)
  expect((await admin.post(path, { ...typed, name: 'Otra' })).status).toBe(422)
})

test('a new agency says what is left to do before anybody can book there', async () => {
  const path = '/admin/agencias/manta'
  const stepsIn = async (browser: StaffBrowser) =>
    load((await browser.get(path)).text)('.happens__one a')
      .map((_, e) => String(load(e)('a').attr('href')))
      .get()
  expect(await stepsIn(admin)).toEqual([`${path}/semanas/siempre`, `${path}/capacidad`])
  const { database, stores } = test_.services
  const week = [{ weekday: 1, from: '08:00', to: '12:00', validFrom: null, validTo: null }]
  await database.transaction((tx) =>
    stores.changes.write(tx, { kind: 'hours', agencyId: 'manta', agendaId: null, to: week }),
  )
  expect(await stepsIn(admin)).toEqual([`${path}/capacidad`])
  expect(load((await admin.get(at)).text)('.happens')).toHaveLength(0)
})

test('a zone stays while somebody holds an hour there, and is changed when nobody does', async () => {
  const path = '/admin/agencias/puerto-ayora/datos'
  const { booking, database, stores } = test_.services
  const draft = await atTheHours(test_.services, lukasz, ayora)
  expect((await booking.hold(draft, '2026-11-25T16:00:00.000Z')).ok).toBe(true)
  const typed = { ...(await formOf(path)), zone: 'America/Guayaquil', step: 'save' }
  const refused = load((await admin.post(path, typed)).text)
  expect(refused('.happens__one--stop').text()).toContain('está eligiendo una hora')
  expect(refused('button[value=save]')).toHaveLength(0)
  const zone = async () =>
    (await stores.agencySettings.one(database.read, 'puerto-ayora'))?.settings.zone
  expect(await zone()).toBe('Pacific/Galapagos')
  await database.transaction((tx) => stores.seats.releaseDrafts(tx, [draft]))
  expect((await admin.post(path, typed)).status).toBe(303)
  expect(await zone()).toBe('America/Guayaquil')
})

test('a supervisor sees their own agency, and the way to change it is not shown', async () => {
  const roles = [{ role: 'supervisor' as const, agencyId: 'guayaquil-centro' }]
  const tomas = await worker(test_, { name: 'Tomás', email: 'tomas@iess.example' }, roles)
  const browser = await signedIn(test_, tomas)
  const list = load((await browser.get('/admin/agencias')).text)
  expect(list('tbody tr')).toHaveLength(1)
  expect(load((await browser.get(at)).text)(`a[href="${at}/datos"]`)).toHaveLength(0)
})
