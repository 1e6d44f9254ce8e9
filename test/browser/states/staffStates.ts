import type { RoleGrant } from '../../../src/staff/roles.ts'
import { codeNow, phrase, withFactor, worker } from '../../staff/people.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** How the people who work here come in, and their own accounts. */
const auditor: RoleGrant[] = [{ role: 'auditor', agencyId: null }]

type Colleague = { id: string; email: string }

/** Somebody new who works here. */
export function colleague(stage: Stage, roles = auditor, password: string | null = null) {
  const { number } = stage.stranger()
  const person = { name: 'Ana Lucía Chiriboga', email: `${number.toLowerCase()}@iess.example` }
  return worker(stage.test_, person, roles, password)
}

/** Somebody whose browser is signed in; the secret of the session. */
export async function signIn(stage: Stage, { id }: Colleague): Promise<string> {
  const { database, staff } = stage.test_.services
  const secret = await database.transaction((tx) => staff.sessions.start(tx, id, true))
  await stage.reader.page
    .context()
    .addCookies([{ name: 'personal', value: secret, url: stage.url }])
  return secret
}

const opened = (name: string, path: string, shows: string): State => ({
  name: `personal-${name}`,
  routes: [`GET ${path}`],
  status: 200,
  shows,
  async reach(stage) {
    await signIn(stage, await colleague(stage))
    await stage.open(path)
  },
})

/** A form sent from one's account. */
const sent = (
  name: string,
  [from, to]: [string, string],
  [status, shows]: [number, string],
  fields: Record<string, string>,
): State => ({
  name: `personal-${name}`,
  routes: [`POST ${to}`],
  status,
  shows,
  async reach(stage) {
    await signIn(stage, await colleague(stage, auditor, phrase))
    await stage.open(from)
    await stage.send(to, fields)
  },
})

const doorSent = (name: string, shows: string, fields: Record<string, string>): State => ({
  name: `personal-entrar-${name}`,
  routes: ['POST /personal/entrar'],
  status: 422,
  shows,
  async reach({ open, send }) {
    await open('/personal/entrar')
    await send('/personal/entrar', fields)
  },
})

/** Somebody who has given address and password, and is asked for the code of their telephone. */
async function halfIn(stage: Stage): Promise<void> {
  const ana = await colleague(stage, auditor, phrase)
  await withFactor(stage.test_, ana)
  await stage.open('/personal/entrar')
  await stage.send('/personal/entrar', { email: ana.email, password: phrase })
}

/** The page of a link that is good for once. */
async function openLink(stage: Stage, purpose: 'invite' | 'demo'): Promise<string> {
  const { id } = await colleague(stage)
  const { database, staff } = stage.test_.services
  const token = await database.transaction((tx) => staff.links.issue(tx, id, purpose))
  const path = `/personal/enlace/${token}`
  await stage.open(path)
  return path
}

const account = '/personal/cuenta'
const factor = `${account}/segundo-factor`
const link = 'GET /personal/enlace/:token'

export const staffStates: State[] = [
  {
    name: 'personal-entrar',
    routes: ['GET /personal/entrar'],
    status: 200,
    shows: 'staff:signIn.lead',
    reach: ({ open }) => open('/personal/entrar'),
  },
  doorSent('vacio', 'staff:errors.email-missing', {}),
  doorSent('mal', 'staff:errors.sign-in-wrong', { email: 'nadie@iess.example', password: phrase }),
  {
    name: 'personal-entrar-codigo',
    routes: ['POST /personal/entrar', 'GET /personal/entrar/codigo'],
    status: 200,
    shows: 'staff:second.lead',
    reach: halfIn,
  },
  {
    name: 'personal-entrar-codigo-mal',
    routes: ['POST /personal/entrar/codigo'],
    status: 422,
    shows: 'staff:errors.code-wrong',
    async reach(stage) {
      await halfIn(stage)
      await stage.send('/personal/entrar/codigo', { code: '000000' })
    },
  },
  {
    name: 'personal-enlace-clave',
    routes: [link],
    status: 200,
    shows: 'staff:link.lead',
    reach: async (stage) => void (await openLink(stage, 'invite')),
  },
  {
    name: 'personal-enlace-clave-corta',
    routes: ['POST /personal/enlace/:token'],
    status: 422,
    shows: 'staff:errors.password-short',
    reach: async (stage) =>
      stage.send(await openLink(stage, 'invite'), { password: 'corta', again: 'corta' }),
  },
  {
    name: 'personal-enlace-demo',
    routes: [link],
    status: 200,
    shows: 'staff:demoLink.lead',
    reach: async (stage) => void (await openLink(stage, 'demo')),
  },
  {
    name: 'personal-enlace-demo-usado',
    routes: ['POST /personal/enlace/:token', 'GET /personal'],
    status: 200,
    shows: 'admin:lead',
    reach: async (stage) => stage.send(await openLink(stage, 'demo')),
  },
  {
    name: 'personal-enlace-usado',
    routes: [link],
    status: 404,
    shows: 'staff:linkGone.text',
    reach: ({ open }) => open('/personal/enlace/usado'),
  },
  opened('cuenta', account, 'staff:account.sessions'),
  opened('inicio', '/personal', 'admin:lead'),
  opened('clave', `${account}/clave`, 'staff:password.ends'),
  opened('segundo', factor, 'staff:factor.scan'),
  sent('clave-mal', [`${account}/clave`, `${account}/clave`], [422, 'staff:errors.current-wrong'], {
    current: 'otra',
    password: phrase,
    again: phrase,
  }),
  sent('segundo-mal', [factor, factor], [422, 'staff:errors.code-wrong'], { code: '000000' }),
  sent('codigos-mal', [factor, `${factor}/codigos`], [422, 'staff:errors.current-wrong'], {}),
  sent('fin', [factor, `${factor}/fin`], [200, 'staff:account.factorNone'], {}),
  sent('sesiones', [account, `${account}/sesiones`], [200, 'staff:account.here'], {
    others: 'yes',
  }),
  sent('salida', [account, '/personal/salir'], [200, 'staff:signIn.outText'], {}),
  {
    name: 'personal-codigos',
    routes: [`POST ${factor}`],
    status: 200,
    shows: 'staff:codes.lead',
    async reach(stage) {
      const ana = await colleague(stage)
      const session = await signIn(stage, ana)
      await stage.open(factor)
      const offered = await stage.test_.services.staff.own.offeredSecret(ana.id, session)
      await stage.send(factor, { code: codeNow(stage.test_, offered) })
    },
  },
]
