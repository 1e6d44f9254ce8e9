import type { Request, RequestHandler } from 'express'
import type { AuditPlace, AuditQuery } from '../../../db/auditListStore.ts'
import type { AuditRow } from '../../../db/auditStore.ts'
import { addDays, isPlausibleDate } from '../../calendar/dates.ts'
import { startOfDay } from '../../calendar/zonedDay.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { parameter } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { actorNames } from '../actors.ts'
import type { Own } from '../adminPages.ts'
import { sendCsv } from '../csv.ts'
import { detailLine, shownDetail } from './shownDetail.ts'
import type { RecordView } from './viewModels.ts'

export const recordUrl = '/admin/registro'

/** The clock of the record: it is one for the whole institution. */
const zone = 'America/Guayaquil'
const pageSize = 50
/** What a spreadsheet can be read with still; who needs more asks day by day. */
const mostInFile = 10_000

const filterNames = ['accion', 'agencia', 'desde', 'hasta', 'quien', 'cosa'] as const
type Filter = Record<(typeof filterNames)[number], string>

/** The record of what was done, and the same as a file. */
export function recordPage(services: Services) {
  const { adminPages, database, i18n, pages, stores } = services

  const show: RequestHandler = async (request, response) => {
    const filter = filterOf(request)
    const errors = faultsOf(request, filter)
    const rows =
      errors.length > 0
        ? []
        : await stores.auditList.list(database.read, {
            ...queryOf(filter),
            after: placeOf(parameter(request, 'despues')),
            limit: pageSize + 1,
          })
    const shown = rows.slice(0, pageSize)
    const names = await actorNames(services, request, [
      ...shown.flatMap(({ actor, subject }) => [actor, subject]),
      filter.quien,
      filter.cosa,
    ])
    const agencies = await agencyNames()
    const { accion, agencia, desde, hasta } = filter
    const view: Own<RecordView> = {
      filter: { accion, agencia, desde, hasta },
      only: [
        ...(filter.quien === ''
          ? []
          : [
              {
                label: names.get(filter.quien) ?? filter.quien,
                removeUrl: urlOf({ ...filter, quien: '' }),
              },
            ]),
        ...(filter.cosa === ''
          ? []
          : [
              {
                label: subjectText(request, filter.cosa, names),
                removeUrl: urlOf({ ...filter, cosa: '' }),
              },
            ]),
      ],
      hidden: (['quien', 'cosa'] as const).flatMap((name) =>
        filter[name] === '' ? [] : [{ name, value: filter[name] }],
      ),
      actions: knownActions(request),
      agencies: [...agencies].map(([value, label]) => ({ value, label })),
      errors,
      rows: shown.map((row) => ({
        at: { at: row.at, zone },
        who: {
          name: names.get(row.actor) ?? row.actor,
          url: urlOf({ ...filter, quien: row.actor }),
        },
        action: actionText(request, row.action),
        subject: {
          text: subjectText(request, row.subject, names),
          url: urlOf({ ...filter, cosa: row.subject }),
        },
        agency: row.agencyId === null ? null : (agencies.get(row.agencyId) ?? row.agencyId),
        facts: shownDetail(row),
        place: `${row.chain} ${row.number}`,
      })),
      csvUrl: urlOf(filter, {}, `${recordUrl}/csv`),
      nextUrl: rows.length > pageSize ? urlOf(filter, nextOf(shown.at(-1))) : null,
      firstUrl: parameter(request, 'despues') === '' ? null : urlOf(filter),
    }
    await adminPages.send(request, response, 'admin/record', view, {
      status: errors.length > 0 ? 422 : 200,
    })
  }

  const csv: RequestHandler = async (request, response) => {
    const filter = filterOf(request)
    const rows =
      faultsOf(request, filter).length > 0
        ? []
        : await stores.auditList.list(database.read, {
            ...queryOf(filter),
            after: null,
            limit: mostInFile,
          })
    const names = await actorNames(
      services,
      request,
      rows.map(({ actor }) => actor),
    )
    const agencies = await agencyNames()
    const head = ['when', 'who', 'action', 'subject', 'agency', 'detail', 'chain', 'number', 'seal']
    sendCsv(
      response,
      pages.text(request, 'record:file'),
      head.map((name) => pages.text(request, `record:columns.${name}`)),
      rows.map((row) => [
        row.at,
        names.get(row.actor) ?? row.actor,
        actionText(request, row.action),
        row.subject,
        row.agencyId === null ? '' : (agencies.get(row.agencyId) ?? row.agencyId),
        detailLine(row),
        row.chain,
        row.number,
        row.seal,
      ]),
    )
  }

  function faultsOf(request: Request, filter: Filter): FieldError[] {
    const wrong = (['desde', 'hasta'] as const).filter(
      (name) => filter[name] !== '' && !isPlausibleDate(filter[name]),
    )
    return wrong.map((name) => ({
      field: name,
      message: pages.text(request, 'record:errors.day'),
    }))
  }

  /** What there are words for; anything else is shown by the code's own word. */
  const known = new Set(i18n.texts('es', 'record').map(([name]) => name))
  const actions = [...known].flatMap((name) => /^actions\.(.+)$/.exec(name)?.[1] ?? [])

  function knownActions(request: Request) {
    const { language } = contextOf(request)
    return actions
      .map((value) => ({ value, label: actionText(request, value) }))
      .sort((one, other) => one.label.localeCompare(other.label, language))
  }

  function actionText(request: Request, action: string): string {
    const hasWords = known.has(`actions.${action}`)
    return hasWords ? pages.text(request, `record:actions.${action}`) : action
  }

  /** `staff:1a2b` as "cuenta Ana", `pool:7` as "ventanillas 7": what kind of thing, and which. */
  function subjectText(request: Request, subject: string, names: Map<string, string>): string {
    const at = subject.indexOf(':')
    const [kind, id] = at < 0 ? [subject, ''] : [subject.slice(0, at), subject.slice(at + 1)]
    const hasWords = known.has(`things.${kind}`)
    const word = hasWords ? pages.text(request, `record:things.${kind}`) : kind
    return `${word} ${kind === 'staff' ? (names.get(subject) ?? id) : id}`.trim()
  }

  async function agencyNames(): Promise<Map<string, string>> {
    const rows = await stores.agencyList.all(database.read)
    return new Map(rows.map(({ id, name }) => [id, name]))
  }

  return { show, csv }
}

function filterOf(request: Request): Filter {
  const asked = (name: string) => parameter(request, name).trim().slice(0, 200)
  return {
    accion: asked('accion'),
    agencia: asked('agencia'),
    desde: asked('desde'),
    hasta: asked('hasta'),
    quien: asked('quien'),
    cosa: asked('cosa'),
  }
}

function queryOf(filter: Filter): Omit<AuditQuery, 'after' | 'limit'> {
  const given = (text: string) => (text === '' ? null : text)
  return {
    actor: given(filter.quien),
    action: given(filter.accion),
    subject: given(filter.cosa),
    agencyId: given(filter.agencia),
    from: filter.desde === '' ? null : startOfDay(filter.desde, zone),
    to: filter.hasta === '' ? null : startOfDay(addDays(filter.hasta, 1), zone),
  }
}

function urlOf(filter: Filter, more: Record<string, string> = {}, base = recordUrl): string {
  const set = filterNames.flatMap((name): [string, string][] =>
    filter[name] === '' ? [] : [[name, filter[name]]],
  )
  const query = new URLSearchParams([...set, ...Object.entries(more)]).toString()
  return query === '' ? base : `${base}?${query}`
}

function nextOf(last: AuditRow | undefined): Record<string, string> {
  return last ? { despues: `${last.at} ${last.number} ${last.chain}` } : {}
}

function placeOf(text: string): AuditPlace | null {
  const [, at, number, chain] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\d{1,9}) (\S{1,120})$/.exec(text) ?? []
  if (at === undefined || number === undefined || chain === undefined) return null
  return { at, number: Number(number), chain }
}
