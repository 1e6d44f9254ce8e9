import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import { namesMatch } from '../../attendance/foldedText.ts'
import { newSecret } from '../../keys/codes.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import type { Account } from '../../staff/account.ts'
import type { AccountGuard, Unfit } from '../../staff/accountGuard.ts'
import { linkPath } from '../../staff/oneTimeLinks.ts'
import { countryZone } from '../../staff/pages/signInPage.ts'
import type { RoleGrant } from '../../staff/roles.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { actorOf } from '../actor.ts'
import type { Own } from '../adminPages.ts'
import { markOf, stepOf } from '../confirm.ts'
import { listPages, offsetOf, pageSize } from '../list.ts'
import type { Consequence } from '../viewModels.ts'
import { agenciesGivenBy, agencyAnsweringFor, isAdmin, whyNotChange } from './grants.ts'
import type { PeopleView, PersonLinkView, PersonView } from './viewModels.ts'

export const peoplePath = '/admin/personas'

export function personUrl(id: string, path = ''): string {
  return `${peoplePath}/${encodeURIComponent(id)}${path === '' ? '' : `/${path}`}`
}

/** What is done to an account at one press, after it was said what will happen. */
const acts = ['disable', 'reset', 'factor', 'sessions'] as const
type Act = (typeof acts)[number]
type Refusal = 'self' | 'unknown' | 'last-admin' | Unfit

/** The people who work here: who may do what, who is signed in, and the way back in. */
export function peoplePages(services: Services) {
  const { adminPages, database, hash, pages, publicUrl, staff, stores } = services

  async function agencyNames(): Promise<Map<string, string>> {
    const all = await stores.agencyList.all(database.read)
    return new Map(all.map(({ id, name }) => [id, name]))
  }

  function roleWords(request: Request, held: readonly RoleGrant[], names: Map<string, string>) {
    return held.map(({ role, agencyId }) => {
      const label = pages.text(request, `staff:roles.${role}`)
      return agencyId === null ? label : `${label}, ${names.get(agencyId) ?? agencyId}`
    })
  }

  async function personOf(request: Request): Promise<Account> {
    const account = await staff.accounts.byId(String(request.params.person))
    if (!account) throw createError(404, 'No such person')
    return account
  }

  /** Everybody, or what was searched; a supervisor sees the clerks of their own agencies. */
  const list: RequestHandler = async (request, response) => {
    const where = agenciesGivenBy(knownStaff(request))
    const q = field(request, 'q').trim().slice(0, 100)
    const found = (await staff.accounts.all())
      .filter((account) => where === 'all' || where.includes(agencyAnsweringFor(account) ?? ''))
      .filter(
        ({ name, email }) =>
          q === '' || namesMatch(q, name) || email.toLowerCase().includes(q.toLowerCase()),
      )
      .sort(
        (one, other) => one.name.localeCompare(other.name, 'es') || (one.id < other.id ? -1 : 1),
      )
    const offset = offsetOf(request)
    const shown = found.slice(offset, offset + pageSize)
    const present = await staff.sessions.present()
    const names = await agencyNames()
    const view: Own<PeopleView> = {
      q,
      rows: shown.map((account) => ({
        url: personUrl(account.id),
        name: account.name,
        email: account.email,
        roles: roleWords(request, account.roles, names),
        status: account.status,
        present: present.has(account.id),
      })),
      pages: listPages(request, { offset, shown: shown.length, total: found.length }),
    }
    await adminPages.send(request, response, 'admin/people', view)
  }

  async function send(request: Request, response: Response, errors: FieldError[] = []) {
    const account = await personOf(request)
    const sessions = await staff.sessions.of(account.id)
    const view: Own<PersonView> = {
      errors,
      name: account.name,
      email: account.email,
      status: account.status,
      roles: roleWords(request, account.roles, await agencyNames()),
      hasPassword: account.hasPassword,
      hasFactor: account.hasFactor,
      sessions: sessions.map(({ createdAt, seenAt }) => ({
        since: { at: createdAt, zone: countryZone },
        seen: { at: seenAt, zone: countryZone },
      })),
      url: personUrl(account.id),
      rolesUrl: personUrl(account.id, 'funciones'),
      self: account.id === knownStaff(request).id,
    }
    const status = errors.length > 0 ? 422 : 200
    await adminPages.send(request, response, 'admin/person', view, { status })
  }

  const show: RequestHandler = async (request, response) => send(request, response)

  /** Shows a link this once; with it the person chooses a password. */
  async function showLink(
    request: Request,
    response: Response,
    name: string,
    id: string,
    token: string,
  ) {
    const view: Own<PersonLinkView> = {
      name,
      link: publicUrl() + linkPath(token),
      url: personUrl(id),
    }
    await adminPages.send(request, response, 'admin/personLink', view)
  }

  const act: RequestHandler = async (request, response) => {
    const account = await personOf(request)
    const asked = acts.find((one) => one === field(request, 'act'))
    if (!asked || stepOf(request) === 'edit') return seeOther(response, personUrl(account.id))
    if (account.id === knownStaff(request).id) return refuse(request, response, 'self')
    // Who closed an account was an admin, or the supervisor knew of it: only an admin opens it again.
    if (account.status === 'disabled' && !isAdmin(knownStaff(request))) {
      return refuse(request, response, 'closed')
    }
    if (stepOf(request) === 'save') return carryOut(request, response, account, asked)
    const text = (key: string) => pages.text(request, key)
    const consequences: Consequence[] = [
      { tone: 'care', text: text(`admin:people.happens.${asked}`) },
      ...(asked === 'sessions'
        ? []
        : [{ tone: 'info' as const, text: text('admin:people.happens.out') }]),
    ]
    const makesLink = asked === 'reset' || asked === 'factor'
    await adminPages.confirm(request, response, markOf(hash, account.status), {
      title: pages.text(request, `admin:people.confirm.${asked}`, { name: account.name }),
      changes: [],
      consequences,
      submit: text(`admin:people.acts.${asked}`),
      warning: asked === 'disable',
      hidden: makesLink ? [{ name: 'once', value: newSecret() }] : [],
    })
  }

  async function carryOut(request: Request, response: Response, account: Account, asked: Act) {
    const actor = actorOf(request)
    const guard: AccountGuard = { staffId: knownStaff(request).id, whyNot: whyNotChange }
    if (asked === 'sessions') {
      const result = await staff.sessions.endAll(account.id, actor, guard)
      if (!result.ok) return refuse(request, response, result.reason)
      return seeOther(response, `${personUrl(account.id)}?aviso=guardado`)
    }
    if (asked === 'disable') {
      const result = await staff.accounts.disable(account.email, actor, { guard })
      if (!result.ok) return refuse(request, response, result.reason)
      return seeOther(response, `${personUrl(account.id)}?aviso=guardado`)
    }
    const factor = asked === 'factor'
    const once = field(request, 'once')
    const result = await staff.accounts.reset(account.email, { factor }, actor, { guard, once })
    if (!result.ok && result.reason === 'over') return seeOther(response, personUrl(account.id))
    if (!result.ok) return refuse(request, response, result.reason)
    await showLink(request, response, account.name, account.id, result.token)
  }

  function refuse(request: Request, response: Response, reason: Refusal) {
    const message = pages.text(request, `admin:people.errors.${reason}`)
    return send(request, response, [{ field: 'acts', message }])
  }

  return { list, show, act, showLink, personOf, agencyNames, roleWords, isAdmin }
}

export type PeoplePages = ReturnType<typeof peoplePages>
