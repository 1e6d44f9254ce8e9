import type { Request, RequestHandler } from 'express'
import createError from 'http-errors'
import type { LedgerPlace, LedgerTurno } from '../../../db/messageLedgerStore.ts'
import type { MessageRow } from '../../../db/messageStore.ts'
import { addDays, isPlausibleDate } from '../../calendar/dates.ts'
import { localDateOf, startOfDay } from '../../calendar/zonedDay.ts'
import { maskEmail } from '../../identity/masks.ts'
import { parseReference } from '../../keys/reference.ts'
import type { MessageKind } from '../../messages/message.ts'
import { nextId, whyNotAgain } from '../../messages/resend.ts'
import { openColumn } from '../../messages/sealed.ts'
import type { Services } from '../../services.ts'
import { agenciesWith, knownStaff, may } from '../../staff/access.ts'
import type { Role } from '../../staff/roles.ts'
import { seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import type { Own } from '../adminPages.ts'
import type { Told } from '../viewModels.ts'
import { ledgerUrl } from './mailUrls.ts'
import type { LedgerView } from './viewModels.ts'

/** Who may see what became of messages, and who may send one again. */
const seers: Role[] = ['admin', 'supervisor', 'auditor']
const senders: Role[] = ['admin', 'supervisor']

const kinds: readonly MessageKind[] = [
  'code',
  'confirmation',
  'cancellation',
  'links',
  'clash',
  'freed',
  'sample',
  'relocation',
  'relocation-reminder',
  'relocation-kept',
  'relocated',
  'unserved',
]
const statuses: readonly MessageRow['status'][] = ['queued', 'sent', 'failed', 'dropped']

/** The clock of messages, which belong to no agency. */
const zone = 'America/Guayaquil'
const pageSize = 50
/** Turnos older than this have no messages any more: those are kept for a month. */
const turnosSinceDays = 100

/** The ledger: every message and what became of it; sending one again. */
export function ledgerPage(services: Services) {
  const { adminPages, clock, database, keyring, pages, resend, stores } = services

  const show: RequestHandler = async (request, response) => {
    const seen = agenciesWith(knownStaff(request), seers)
    const filter = filterOf(request)
    const errors: FieldError[] = []
    const turnoId = await turnoIdOf(request, filter.referencia, seen, errors)
    if (filter.dia !== '' && !isPlausibleDate(filter.dia)) {
      errors.push({ field: 'dia', message: pages.text(request, 'mails:errors.day') })
    }
    const rows = errors.length > 0 ? [] : await rowsOf(request, filter, turnoId, seen)
    const shown = rows.slice(0, pageSize)
    const turnos = await turnosOf(shown)
    const existing = await stores.messageLedger.existing(
      database.read,
      shown.map(({ id }) => nextId(id)),
    )
    const names = await agencyNames(seen)
    const view: Own<LedgerView> = {
      filter,
      kinds: kinds.map((kind) => ({
        value: kind,
        label: pages.text(request, `mails:kinds.${kind}`),
      })),
      statuses: statuses.map((status) => ({
        value: status,
        label: pages.text(request, `mails:status.${status}`),
      })),
      agencies: [...names].map(([value, label]) => ({ value, label })),
      errors,
      rows: shown.map((row) => {
        const turno = turnos.get(row.subjectId) ?? null
        return {
          id: row.id,
          kind: pages.text(request, `mails:kinds.${row.kind}`),
          to: maskEmail(openColumn(keyring, 'recipient', row.id, row.recipient)),
          language: row.language,
          at: { at: row.endedAt ?? row.createdAt, zone },
          status: row.status,
          fate: fateOf(request, row),
          turno: turno && {
            reference: turno.reference,
            agency: names.get(turno.agencyId) ?? turno.agencyId,
          },
          notAgain: whyNotAgain(row, turno, existing.has(nextId(row.id)), clock.now()),
        }
      }),
      mayResend: agenciesWith(knownStaff(request), senders).length > 0,
      here: new URLSearchParams(
        Object.entries(filter).filter(([, value]) => value !== ''),
      ).toString(),
      nextUrl: rows.length > pageSize ? pageUrl(filter, shown.at(-1) ?? null) : null,
      firstUrl: parameter(request, 'desde') === '' ? null : pageUrl(filter, null),
    }
    const told = noticeOf(request)
    await adminPages.send(request, response, 'admin/ledger', view, {
      status: errors.length > 0 ? 422 : 200,
      told,
    })
  }

  const again: RequestHandler = async (request, response) => {
    const staff = knownStaff(request)
    // What belongs to no agency is for those to know of who work for all of them.
    const mayAt = (agencyId: string | null) =>
      agencyId === null ? agenciesWith(staff, senders) === 'all' : may(staff, senders, agencyId)
    const result = await resend.resend(field(request, 'message'), `staff:${staff.id}`, mayAt)
    if (!result.ok && result.reason === 'unknown') throw createError(404, 'No such message')
    const query = new URLSearchParams(field(request, 'here'))
    query.set('aviso', result.ok ? 'reenviado' : result.reason)
    seeOther(response, `${ledgerUrl}?${query}`)
  }

  /** The turno whose messages are asked for; one of another agency is as unknown as none. */
  async function turnoIdOf(
    request: Request,
    typed: string,
    seen: string[] | 'all',
    errors: FieldError[],
  ): Promise<string | null> {
    if (typed === '') return null
    const parsed = parseReference(typed)
    const turno = parsed.ok
      ? await stores.turnos.findByReference(database.read, parsed.reference)
      : null
    if (turno && (seen === 'all' || seen.includes(turno.agencyId))) return turno.id
    const key = parsed.ok ? 'reference-unknown' : 'reference'
    errors.push({ field: 'referencia', message: pages.text(request, `mails:errors.${key}`) })
    return null
  }

  async function rowsOf(
    request: Request,
    { tipo, estado, dia, agencia }: Filter,
    subjectId: string | null,
    seen: string[] | 'all',
  ): Promise<MessageRow[]> {
    const mine = seen === 'all' ? null : seen
    const asked = agencia === '' ? mine : [agencia].filter((id) => mine?.includes(id) ?? true)
    const since = addDays(localDateOf(clock.now(), zone), -turnosSinceDays)
    return stores.messageLedger.list(database.read, {
      kind: kinds.find((kind) => kind === tipo) ?? null,
      status: statuses.find((status) => status === estado) ?? null,
      between:
        dia === '' ? null : { from: startOfDay(dia, zone), to: startOfDay(addDays(dia, 1), zone) },
      // A turno that was found is of one of their agencies already.
      agencies: asked === null || subjectId !== null ? null : { ids: asked, since },
      subjectId,
      after: placeOf(parameter(request, 'desde')),
      limit: pageSize + 1,
    })
  }

  async function turnosOf(rows: readonly MessageRow[]): Promise<Map<string, LedgerTurno>> {
    const found = await stores.messageLedger.turnos(database.read, [
      ...new Set(rows.map(({ subjectId }) => subjectId)),
    ])
    return new Map(found.map((turno) => [turno.subjectId, turno]))
  }

  async function agencyNames(seen: string[] | 'all'): Promise<Map<string, string>> {
    const all = await stores.agencyList.all(database.read)
    return new Map(
      all.filter(({ id }) => seen === 'all' || seen.includes(id)).map(({ id, name }) => [id, name]),
    )
  }

  function fateOf(request: Request, { status, reason, attempts }: MessageRow): string {
    const known = ['refused', 'too-late', 'stale', 'unreachable', 'error'] as const
    const why = known.find((one) => one === reason)
    const text = why === undefined ? '' : pages.text(request, `mails:reasons.${why}`)
    const tries = attempts > 1 ? pages.text(request, 'mails:attempts', { count: attempts }) : ''
    return [status === 'sent' ? '' : text, tries].filter((part) => part !== '').join(' ')
  }

  function noticeOf(request: Request): Told | null {
    const word = parameter(request, 'aviso')
    if (word === 'reenviado') {
      return { tone: 'done', title: pages.text(request, 'mails:again.done'), text: null }
    }
    const whys = ['on-its-way', 'sent-again', 'not-kept', 'not-true', 'too-often'] as const
    const why = whys.find((one) => one === word)
    if (why === undefined) return null
    return { tone: 'care', title: pages.text(request, `mails:again.${why}`), text: null }
  }

  return { show, again }
}

type Filter = LedgerView['filter']

function filterOf(request: Request): Filter {
  const asked = (name: string) => parameter(request, name).trim().slice(0, 100)
  return {
    tipo: asked('tipo'),
    estado: asked('estado'),
    dia: asked('dia'),
    agencia: asked('agencia'),
    referencia: asked('referencia'),
  }
}

function pageUrl(filter: Filter, last: LedgerPlace | null): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  if (last) query.set('desde', `${last.createdAt} ${last.id}`)
  return `${ledgerUrl}?${query}`
}

function placeOf(text: string): LedgerPlace | null {
  const [, createdAt, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([\w-]+)$/.exec(text) ?? []
  return createdAt === undefined || id === undefined ? null : { createdAt, id }
}
