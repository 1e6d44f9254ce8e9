import type { Request, RequestHandler, Response } from 'express'
import { parseEmail } from '../../identity/email.ts'
import { newSecret } from '../../keys/codes.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import type { Account } from '../../staff/account.ts'
import type { AccountGuard } from '../../staff/accountGuard.ts'
import type { RoleGrant } from '../../staff/roles.ts'
import { longestStaffName, tidyStaffName } from '../../staff/staffName.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { actorOf } from '../actor.ts'
import type { Own } from '../adminPages.ts'
import { changedMeanwhile, markOf, stepOf } from '../confirm.ts'
import {
  agenciesGivenBy,
  mostGrants,
  readGrants,
  rolesGivenBy,
  sameGrants,
  whyNotChange,
  whyNotGive,
} from './grants.ts'
import { type PeoplePages, peoplePath, personUrl } from './pages.ts'
import type { PersonFormView } from './viewModels.ts'

type Values = { name: string; email: string; once: string; rows: PersonFormView['rows'] }

/** Inviting somebody, and giving somebody other roles. */
export function personFormPage(services: Services, people: PeoplePages) {
  const { adminPages, hash, pages, staff } = services

  async function knownIn(request: Request): Promise<Account | null> {
    return request.params.person === undefined ? null : people.personOf(request)
  }

  function typedIn(request: Request): Values {
    const rows = Array.from({ length: mostGrants }, (_, at) => ({
      number: at,
      role: field(request, `role-${at}`),
      agency: field(request, `agency-${at}`),
    }))
    const used = rows.filter(({ role }) => role !== '').length
    return {
      name: field(request, 'name'),
      email: field(request, 'email'),
      once: field(request, 'once'),
      rows: rows.slice(0, Math.min(mostGrants, used + 2)),
    }
  }

  async function send(
    request: Request,
    response: Response,
    account: Account | null,
    values: Values,
    errors: FieldError[] = [],
  ) {
    const me = knownStaff(request)
    const text = (key: string) => pages.text(request, key)
    const where = agenciesGivenBy(me)
    const agencies = [...(await people.agencyNames())].filter(
      ([id]) => where === 'all' || where.includes(id),
    )
    const view: Own<PersonFormView> = {
      errors,
      title: text(account ? 'admin:people.rolesTitle' : 'admin:people.newTitle'),
      backUrl: account ? personUrl(account.id) : peoplePath,
      backText: account ? account.name : text('admin:people.title'),
      action: request.path,
      seen: account ? markOf(hash, account.roles) : '',
      asksPerson: account === null,
      ...values,
      roles: rolesGivenBy(me).map((role) => ({ value: role, label: text(`staff:roles.${role}`) })),
      agencies: agencies.map(([value, label]) => ({ value, label })),
    }
    const status = errors.length > 0 ? 422 : 200
    await adminPages.send(request, response, 'admin/personForm', view, { status })
  }

  const show: RequestHandler = async (request, response) => {
    const account = await knownIn(request)
    const held = account?.roles ?? []
    const count = Math.min(mostGrants, Math.max(2, held.length + 1))
    await send(request, response, account, {
      name: '',
      email: '',
      once: newSecret(),
      rows: Array.from({ length: count }, (_, at) => ({
        number: at,
        role: held[at]?.role ?? '',
        agency: held[at]?.agencyId ?? '',
      })),
    })
  }

  const save: RequestHandler = async (request, response) => {
    const account = await knownIn(request)
    const values = typedIn(request)
    if (stepOf(request) === 'edit') return send(request, response, account, values)
    const names = await people.agencyNames()
    const errors: FieldError[] = []
    const say = (name: string, reason: string) =>
      errors.push({ field: name, message: pages.text(request, `admin:people.errors.${reason}`) })
    const email = parseEmail(values.email)
    const name = tidyStaffName(values.name)
    if (!account) {
      if (name === '' || name.length > longestStaffName) say('name', 'no-name')
      if (!email.ok) say('email', 'no-email')
      // The same form sent twice finds what it made; whether it is the same, `add` knows.
      else if (stepOf(request) !== 'save' && (await staff.accounts.byEmail(email.address))) {
        say('email', 'exists')
      }
    }
    const read = readGrants(request, [...names.keys()])
    if (!read.ok) say(read.field, read.reason)
    if (account?.id === knownStaff(request).id) say('role-0', 'self')
    if (errors.length > 0 || !read.ok) return send(request, response, account, values, errors)
    const { grants } = read
    const seen = markOf(hash, account?.roles ?? null)
    if (stepOf(request) === 'save' && !(account && changedMeanwhile(request, seen))) {
      if (account) return change(request, response, account, grants, values)
      if (email.ok) return invite(request, response, { name, email: email.address }, grants, values)
    }
    const words = (held: readonly RoleGrant[]) => people.roleWords(request, held, names).join('\n')
    const text = (key: string) => pages.text(request, key)
    await adminPages.confirm(request, response, seen, {
      title: account
        ? pages.text(request, 'admin:people.confirm.roles', { name: account.name })
        : pages.text(request, 'admin:people.confirm.invite', { name }),
      changes: [
        {
          label: text('admin:people.roles'),
          before: account && words(account.roles),
          after: words(grants),
        },
      ],
      consequences: account
        ? [{ tone: 'care', text: text('admin:people.happens.roles') }]
        : [
            { tone: 'done', text: text('admin:people.happens.invite') },
            { tone: 'info', text: text('admin:people.happens.link') },
          ],
    })
  }

  async function invite(
    request: Request,
    response: Response,
    person: { name: string; email: string },
    grants: readonly RoleGrant[],
    values: Values,
  ) {
    const guard: AccountGuard = {
      staffId: knownStaff(request).id,
      whyNot: (own) => whyNotGive(own, grants),
    }
    const once = field(request, 'once')
    const added = await staff.accounts.add(person, grants, actorOf(request), { guard, once })
    if (added.ok) return people.showLink(request, response, person.name, added.id, added.token)
    const message = pages.text(request, `admin:people.errors.${added.reason}`)
    const where = added.reason === 'exists' ? 'email' : 'role-0'
    return send(request, response, null, values, [{ field: where, message }])
  }

  async function change(
    request: Request,
    response: Response,
    account: Account,
    grants: readonly RoleGrant[],
    values: Values,
  ) {
    const url = `${personUrl(account.id)}?aviso=guardado`
    if (sameGrants(account.roles, grants)) return seeOther(response, url)
    const guard: AccountGuard = {
      staffId: knownStaff(request).id,
      whyNot: (own, person) =>
        whyNotChange(own, person) ??
        whyNotGive(own, grants) ??
        (person && !sameGrants(person.roles, account.roles) ? 'meanwhile' : null),
    }
    const result = await staff.accounts.setRoles(account.email, grants, actorOf(request), { guard })
    if (result.ok) return seeOther(response, url)
    const message = pages.text(request, `admin:people.errors.${result.reason}`)
    return send(request, response, account, values, [{ field: 'role-0', message }])
  }

  return { show, save }
}
