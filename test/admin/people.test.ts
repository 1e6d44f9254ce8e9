import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { whyNotChange } from '../../src/admin/people/grants.ts'
import type { AccountGuard } from '../../src/staff/accountGuard.ts'
import type { RoleGrant } from '../../src/staff/roles.ts'
import {
  guayaquilCentro,
  phrase,
  puertoAyora,
  type StaffBrowser,
  signedIn,
  staffBrowser,
  type Worker,
  worker,
} from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { filledIn } from './filledIn.ts'

const everywhere: RoleGrant[] = [{ role: 'admin', agencyId: null }]
const at = (agencyId: string, role: RoleGrant['role'] = 'window'): RoleGrant[] => [
  { role, agencyId },
]

let test_: TestApp
let ada: Worker
let admin: StaffBrowser
let supervisor: StaffBrowser
let number = 0
const somebodyNew = (roles: RoleGrant[], password: string | null = null) => {
  number += 1
  const person = { name: `Persona ${number}`, email: `persona${number}@iess.example` }
  return worker(test_, person, roles, password)
}
beforeAll(async () => {
  test_ = await startTestApp()
  ada = await somebodyNew(everywhere)
  const tomas = await somebodyNew(at(guayaquilCentro, 'supervisor'))
  supervisor = await signedIn(test_, tomas)
})
beforeEach(async () => {
  admin = await signedIn(test_, ada)
})
afterAll(() => test_.stop())

const path = (id: string, tail = '') => `/admin/personas/${id}${tail}`
const account = (id: string) => test_.services.staff.accounts.byId(id)
const recorded = async (id: string) => {
  const { database, stores } = test_.services
  const rows = await stores.audit.ofSubject(database.read, `staff:${id}`)
  return rows.map(({ action }) => action)
}
const invitation = (email: string, role: string, agency = '') => ({
  name: 'Inés Andrade',
  email,
  'role-0': role,
  'agency-0': agency,
  step: 'save',
})

describe('inviting', () => {
  test('shows a link once, with which the person chooses a password and comes in', async () => {
    const form = invitation('ines@iess.example', 'window', guayaquilCentro)
    const { step: _, ...typed } = form
    const preview = await admin.post('/admin/personas/nueva', typed)
    expect(load(preview.text)('.happens')).toHaveLength(1)
    expect(await test_.services.staff.accounts.byEmail('ines@iess.example')).toBeNull()
    const shown = await admin.post('/admin/personas/nueva', form)
    const link = /\/personal\/enlace\/[\w-]+/.exec(shown.text)?.[0] ?? ''
    const ines = staffBrowser(test_)
    expect((await ines.post(link, { password: phrase, again: phrase })).status).toBe(303)
    expect((await ines.signIn('ines@iess.example', phrase)).headers.location).toBe('/personal')
    const again = await admin.post('/admin/personas/nueva', form)
    expect([again.status, again.text.includes('enlace/')]).toEqual([422, false])
  })

  test('sent five times is one account, on record once, and the same link', async () => {
    const page = '/admin/personas/nueva'
    const { step: _, ...typed } = invitation('eco@iess.example', 'window', guayaquilCentro)
    const shown = await admin.post(page, { ...filledIn((await admin.get(page)).text), ...typed })
    const form = { ...filledIn(shown.text), step: 'save' }
    const links = new Set<string>()
    for (let time = 0; time < 5; time += 1) {
      const answer = await admin.post(page, form)
      expect(answer.status).toBe(200)
      links.add(/\/personal\/enlace\/[\w-]+/.exec(answer.text)?.[0] ?? '')
    }
    expect(links.size).toBe(1)
    const eco = await test_.services.staff.accounts.byEmail('eco@iess.example')
    expect(await recorded(eco?.id ?? '')).toEqual(['account-opened', 'roles-changed'])
    // Another form for the same address is another invitation.
    const other = { ...invitation('eco@iess.example', 'window', guayaquilCentro), once: 'other' }
    expect((await admin.post(page, other)).status).toBe(422)
  })

  test('is for clerks of their own agency alone where a supervisor does it', async () => {
    const send = (form: Record<string, string>) => supervisor.post('/admin/personas/nueva', form)
    const own = invitation('uno@iess.example', 'reception', guayaquilCentro)
    expect((await send(own)).status).toBe(200)
    const elsewhere = invitation('dos@iess.example', 'window', puertoAyora)
    expect((await send(elsewhere)).status).toBe(422)
    for (const role of ['admin', 'auditor', 'supervisor']) {
      const more = invitation('tres@iess.example', role, guayaquilCentro)
      expect((await send(more)).status).toBe(422)
    }
    expect(await test_.services.staff.accounts.byEmail('tres@iess.example')).toBeNull()
  })
})

describe('a supervisor', () => {
  test('sees the clerks of their own agency, and opens no other', async () => {
    const own = await somebodyNew(at(guayaquilCentro))
    const both = await somebodyNew([...at(guayaquilCentro), ...at(puertoAyora)])
    const other = await somebodyNew(at(puertoAyora))
    const seen = (await supervisor.get('/admin/personas')).text
    expect([own, both, other, ada].map(({ id }) => seen.includes(path(id)))).toEqual([
      true,
      false,
      false,
      false,
    ])
    const answers = [own, both, other, ada].map(
      async ({ id }) => (await supervisor.get(path(id))).status,
    )
    expect(await Promise.all(answers)).toEqual([200, 403, 403, 403])
  })

  test('opens no account again that was closed', async () => {
    const clerk = await somebodyNew(at(guayaquilCentro), phrase)
    await admin.post(path(clerk.id), { act: 'disable', step: 'save' })
    for (const act of ['reset', 'factor']) {
      const refused = await supervisor.post(path(clerk.id), { act, step: 'save' })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('Solo un administrador puede abrirla de nuevo.')
    }
    expect((await account(clerk.id))?.status).toBe('disabled')
  })
})

describe('what changed between the page and the press counts', () => {
  const guard = (staffId: string): AccountGuard => ({ staffId, whyNot: whyNotChange })
  const asSupervisor = async () => {
    const boss = await somebodyNew(at(guayaquilCentro, 'supervisor'))
    const clerk = await somebodyNew(at(guayaquilCentro))
    return { boss, clerk, by: { guard: guard(boss.id) } }
  }

  test('where the person is not in their charge any more', async () => {
    const { accounts, sessions } = test_.services.staff
    const { boss, clerk, by } = await asSupervisor()
    await accounts.setRoles(clerk.email, at(puertoAyora), 'operator')
    const refused = { ok: false, reason: 'elsewhere' }
    expect(await accounts.disable(clerk.email, `staff:${boss.id}`, by)).toEqual(refused)
    const reset = await accounts.reset(clerk.email, { factor: false }, `staff:${boss.id}`, by)
    expect(reset).toEqual(refused)
    const roles = at(guayaquilCentro, 'reception')
    expect(await accounts.setRoles(clerk.email, roles, `staff:${boss.id}`, by)).toEqual(refused)
    expect(await sessions.endAll(clerk.id, `staff:${boss.id}`, by.guard)).toEqual(refused)
    expect((await account(clerk.id))?.roles).toEqual(at(puertoAyora))
  })

  test('where they are in charge of nobody any more', async () => {
    const { accounts } = test_.services.staff
    const { boss, clerk, by } = await asSupervisor()
    await accounts.setRoles(boss.email, at(guayaquilCentro), 'operator')
    expect(await accounts.disable(clerk.email, `staff:${boss.id}`, by)).toMatchObject({
      reason: 'elsewhere',
    })
    expect((await account(clerk.id))?.status).toBe('active')
  })
})

describe('other roles', () => {
  test('end every session at once, and are on record as they were and are', async () => {
    const clerk = await somebodyNew(at(guayaquilCentro))
    const browser = await signedIn(test_, clerk)
    const form = { 'role-0': 'reception', 'agency-0': guayaquilCentro, step: 'save' }
    for (const _ of [1, 2]) {
      expect((await admin.post(path(clerk.id, '/funciones'), form)).status).toBe(303)
    }
    expect((await browser.get('/ventanilla')).headers.location).toContain('/personal/entrar')
    expect((await account(clerk.id))?.roles).toEqual(at(guayaquilCentro, 'reception'))
    const { database, stores } = test_.services
    const rows = await stores.audit.ofSubject(database.read, `staff:${clerk.id}`)
    const last = rows.at(-1)
    expect([last?.action, last?.detail.before, last?.detail.after]).toEqual([
      'roles-changed',
      [`window@${guayaquilCentro}`],
      [`reception@${guayaquilCentro}`],
    ])
    expect(rows.filter(({ action }) => action === 'roles-changed')).toHaveLength(2)
  })
})

describe('an account', () => {
  test('is closed, and opened again with a link', async () => {
    const clerk = await somebodyNew(at(guayaquilCentro), phrase)
    const browser = await signedIn(test_, clerk)
    expect((await admin.post(path(clerk.id), { act: 'disable' })).status).toBe(200)
    expect((await account(clerk.id))?.status).toBe('active')
    for (const _ of [1, 2]) {
      const closed = await admin.post(path(clerk.id), { act: 'disable', step: 'save' })
      expect(closed.status).toBe(303)
    }
    expect((await account(clerk.id))?.status).toBe('disabled')
    expect((await browser.get('/ventanilla')).status).toBe(303)
    const opened = await admin.post(path(clerk.id), { act: 'reset', step: 'save' })
    expect(opened.text).toContain('/personal/enlace/')
    expect(await recorded(clerk.id)).toContain('account-reset')
  })

  test('gets one new link from one form, however often it is sent', async () => {
    const clerk = await somebodyNew(at(guayaquilCentro), phrase)
    const asked = await admin.post(path(clerk.id), { act: 'reset' })
    const form = { ...filledIn(asked.text), step: 'save' }
    const linkIn = (html: string) => /\/personal\/enlace\/[\w-]+/.exec(html)?.[0] ?? ''
    const first = linkIn((await admin.post(path(clerk.id), form)).text)
    expect(linkIn((await admin.post(path(clerk.id), form)).text)).toBe(first)
    const theirs = staffBrowser(test_)
    expect((await theirs.post(first, { password: phrase, again: phrase })).status).toBe(303)
    // Used, it is not taken from them again.
    expect((await admin.post(path(clerk.id), form)).status).toBe(303)
    expect((await account(clerk.id))?.hasPassword).toBe(true)
    const resets = (await recorded(clerk.id)).filter((action) => action === 'account-reset')
    expect(resets).toHaveLength(1)
  })

  test('is signed out everywhere', async () => {
    const clerk = await somebodyNew(at(guayaquilCentro))
    const browser = await signedIn(test_, clerk)
    const ended = await admin.post(path(clerk.id), { act: 'sessions', step: 'save' })
    expect([ended.status, (await browser.get('/ventanilla')).status]).toEqual([303, 303])
    expect(await recorded(clerk.id)).toContain('sessions-ended')
  })

  test('of one’s own is not changed here', async () => {
    expect((await admin.post(path(ada.id), { act: 'disable', step: 'save' })).status).toBe(422)
    const form = { 'role-0': 'auditor', step: 'save' }
    expect((await admin.post(path(ada.id, '/funciones'), form)).status).toBe(422)
  })
})

test('of two admins who close each other at once, one is left', async () => {
  const { staff } = test_.services
  const eva = await somebodyNew(everywhere)
  const results = await Promise.all([
    staff.accounts.disable(eva.email, `staff:${ada.id}`),
    staff.accounts.disable(ada.email, `staff:${eva.id}`),
  ])
  expect(results.map(({ ok }) => ok).sort()).toEqual([false, true])
  const left = (await staff.accounts.all()).filter(
    ({ roles, status }) => status === 'active' && roles.some(({ role }) => role === 'admin'),
  )
  expect(left).toHaveLength(1)
  const [last] = left
  if (!last) throw new Error('Nobody')
  const taken = await staff.accounts.setRoles(last.email, at(guayaquilCentro), 'staff:other')
  expect(taken).toEqual({ ok: false, reason: 'last-admin' })
  expect(await staff.accounts.reset(last.email, { factor: true }, 'staff:other')).toMatchObject({
    reason: 'last-admin',
  })
  // The command line may: whoever has it can make another one.
  expect(await staff.accounts.setRoles(last.email, at(guayaquilCentro), 'operator')).toEqual({
    ok: true,
  })
})
