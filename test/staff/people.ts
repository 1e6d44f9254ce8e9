import { load } from 'cheerio'
import request from 'supertest'
import { hashPassword } from '../../src/staff/password.ts'
import type { RoleGrant } from '../../src/staff/roles.ts'
import { codeOf, stepAt } from '../../src/staff/totp.ts'
import type { TestApp } from '../support/app.ts'

export const guayaquilCentro = 'guayaquil-centro'
export const puertoAyora = 'puerto-ayora'

/** A phrase nobody guesses, long enough alone. */
export const phrase = 'garúa sobre tejados verdes'

/** Somebody who works here. */
export type Worker = { id: string; email: string; name: string }

/** The story's clerk at a window of Guayaquil. */
export const ana = { name: 'Ana Lucía Chiriboga', email: 'ana@iess.example' }
/** The story's supervisor there. */
export const tomas = { name: 'Tomás Guamán', email: 'tomas@iess.example' }

/** Opens an account that is active, with `phrase` as its password where `password` is not null. */
export async function worker(
  { services }: TestApp,
  person: { name: string; email: string },
  roles: RoleGrant[],
  password: string | null = null,
): Promise<Worker> {
  const { database, staff, stores } = services
  const added = await staff.accounts.add(person, roles, 'operator')
  if (!added.ok) throw new Error(added.reason)
  const { id } = added
  const passwordHash = password === null ? null : await hashPassword(password)
  await database.transaction(async (tx) => {
    await stores.staff.change(tx, id, { status: 'active', passwordHash })
    await stores.staffDoor.dropLinks(tx, id)
  })
  return { id, ...person }
}

/** Gives an account a second factor; answers its secret. */
export async function withFactor({ services }: TestApp, { id }: Worker): Promise<string> {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  const { database, keyring, stores } = services
  const { staffSeals } = await import('../../src/staff/account.ts')
  const totpSecret = staffSeals(keyring).factor.seal(id, secret)
  await database.transaction((tx) => stores.staff.change(tx, id, { totpSecret }))
  return secret
}

/** The code that an app shows now, or some steps away. */
export function codeNow({ clock }: TestApp, secret: string, away = 0): string {
  return codeOf(secret, stepAt(clock.now()) + away)
}

/** A browser of the staff's: it keeps its cookies and proves its forms. */
export function staffBrowser({ app }: TestApp, network = '127.0.0.1') {
  const agent = request.agent(app)
  // The host of the public address, which is asked for outside demo mode.
  agent.set({ 'X-Forwarded-For': network, Host: 'localhost:3000' })
  return {
    agent,
    get: (path: string) => agent.get(path),
    /** Sends a form with a token of this browser. */
    async post(path: string, fields: Record<string, string> = {}) {
      const page = await agent.get('/mi-turno')
      const token = load(page.text)('input[name="_csrf"]').first().attr('value') ?? ''
      return agent
        .post(path)
        .type('form')
        .send({ ...fields, _csrf: token })
    },
    signIn(email: string, password: string) {
      return this.post('/personal/entrar', { email, password })
    },
    /** What the browser keeps under a cookie's name. */
    cookie: (name: string) =>
      agent.jar
        .getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false })
        .find((cookie: { name: string }) => cookie.name === name)?.value,
    giveCookie: (name: string, value: string) => {
      agent.jar.setCookie(`${name}=${value}`, '127.0.0.1', '/')
    },
  }
}

export type StaffBrowser = ReturnType<typeof staffBrowser>

/** A browser in which somebody is signed in, without having gone through the sign-in page. */
export async function signedIn(
  test_: TestApp,
  { id }: Pick<Worker, 'id'>,
  { strong = false }: { strong?: boolean } = {},
): Promise<StaffBrowser> {
  const { database, staff } = test_.services
  const browser = staffBrowser(test_)
  const secret = await database.transaction((tx) => staff.sessions.start(tx, id, strong))
  browser.giveCookie('personal', secret)
  return browser
}
