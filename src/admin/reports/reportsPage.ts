import type { Request, RequestHandler } from 'express'
import { outcomeKinds } from '../../attendance/outcome.ts'
import { localDateOf } from '../../calendar/zonedDay.ts'
import { all, numberNames } from '../../figures/figures.ts'
import { groupedFigures, together } from '../../figures/report.ts'
import type { Services } from '../../services.ts'
import { agenciesWith, knownStaff } from '../../staff/access.ts'
import type { Role } from '../../staff/roles.ts'
import { contextOf } from '../../web/context.ts'
import { dayWithYear, monthName } from '../../web/dates.ts'
import type { FieldError } from '../../web/pageModel.ts'
import type { Own } from '../adminPages.ts'
import { sendCsv } from '../csv.ts'
import { listPages, offsetOf, pageSize } from '../list.ts'
import { groupings, type ReportQuery, reach, readReportQuery } from './reportQuery.ts'
import { type NamedRow, reportTables, type Whole, waitCells } from './reportTables.ts'
import type { ReportsView } from './viewModels.ts'

export const reportsUrl = '/admin/informes'

/** Who may see the figures: of everything, or of the agencies they supervise. */
const seers: Role[] = ['admin', 'supervisor', 'auditor']

/** By whose calendar this month is this month, where no agency is meant. */
const zone = 'America/Guayaquil'

type AgencyNames = Map<string, string>

/** What became of the days that are over, and the same as a file. */
export function reportsPage(services: Services) {
  const { adminPages, catalogue, clock, database, pages, stores } = services

  const show: RequestHandler = async (request, response) => {
    const { query, faults, typed } = readReportQuery(request, localDateOf(clock.now(), zone))
    const agencies = await agenciesSeen(request)
    const errors = faults.map(
      ({ field, fault }): FieldError => ({
        field,
        message: pages.text(request, `reports:errors.${fault}`),
      }),
    )
    const page = pageOf(request, query, agencies)
    const rows = errors.length > 0 ? [] : await rowsOf(request, query, agencies, page?.ids)
    const whole = page && errors.length === 0 ? await wholeOf(request, query, agencies) : null
    const procedures = await proceduresOf(request)
    const view: Own<ReportsView> = {
      filter: typed,
      agencies: [...agencies].map(([value, label]) => ({ value, label })),
      procedures: [...procedures].map(([value, label]) => ({ value, label })),
      groupings: groupings.map((value) => ({
        value,
        label: pages.text(request, `reports:by.${value}`),
      })),
      errors,
      tables: errors.length > 0 ? [] : reportTables(rows, await wordsOf(request), whole),
      pages: page?.pages ?? null,
      csvUrl: `${reportsUrl}/csv?${new URLSearchParams(typed)}`,
    }
    await adminPages.send(request, response, 'admin/reports', view, {
      status: errors.length > 0 ? 422 : 200,
    })
  }

  const csv: RequestHandler = async (request, response) => {
    const { query, faults } = readReportQuery(request, localDateOf(clock.now(), zone))
    const rows = faults.length > 0 ? [] : await rowsOf(request, query, await agenciesSeen(request))
    const words = await wordsOf(request)
    const papers = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures.missing)))].sort()
    const column = (name: string) => pages.text(request, `reports:columns.${name}`)
    sendCsv(
      response,
      pages.text(request, 'reports:file'),
      [
        pages.text(request, `reports:by.${query.by}`),
        ...numberNames.map(column),
        ...outcomeKinds.map(column),
        ...['called', 'median', 'ninety', 'leadHours', 'noLead'].map(column),
        ...papers.map((code) => `${column('missing')}: ${words.paper(code)}`),
      ],
      rows.map(({ key, label, figures }) => [
        query.by === 'mes' ? key.slice(0, 7) : query.by === 'semana' ? key : label,
        ...numberNames.map((name) => figures[name]),
        ...outcomeKinds.map((kind) => figures.outcomes[kind] ?? 0),
        ...waitCells(figures),
        ...papers.map((code) => figures.missing[code] ?? 0),
      ]),
    )
  }

  /** The agencies that a page of a report by agency has rows of; null where all go on one page. */
  function pageOf(request: Request, query: ReportQuery, agencies: AgencyNames) {
    const { language } = contextOf(request)
    const wanted = query.by === 'agencia' && askedIn(query, agencies) === null
    if (!wanted || agencies.size <= pageSize) return null
    const offset = offsetOf(request)
    const ids = [...agencies]
      .sort(([, one], [, other]) => one.localeCompare(other, language))
      .slice(offset, offset + pageSize)
      .map(([id]) => id)
    const pages = listPages(request, { offset, shown: ids.length, total: agencies.size })
    return { ids, pages }
  }

  /** All agencies of a report by agency together, read as their sum. */
  async function wholeOf(
    request: Request,
    query: ReportQuery,
    agencies: AgencyNames,
  ): Promise<Whole> {
    const groups = await rowsOf(request, { ...query, by: 'mes' }, agencies)
    return { label: pages.text(request, 'reports:everywhere'), figures: together(groups) }
  }

  /** The one agency that is asked about, of those that are seen. */
  function askedIn({ agencyId }: ReportQuery, agencies: AgencyNames): string | null {
    return agencyId !== null && agencies.has(agencyId) ? agencyId : null
  }

  /**
   * The rows of a report with their names: times in order, agencies and procedures by name. `only`
   * names agencies; without it they are all that are asked about.
   */
  async function rowsOf(
    request: Request,
    query: ReportQuery,
    agencies: AgencyNames,
    only?: readonly string[],
  ): Promise<NamedRow[]> {
    const { language } = contextOf(request)
    const { by } = query
    const everything = agenciesWith(knownStaff(request), seers) === 'all'
    const asked = askedIn(query, agencies)
    const mine = everything ? [all] : [...agencies.keys()]
    const each = only ?? (by === 'agencia' && everything ? null : mine)
    const agencyIds = asked !== null ? [asked] : each
    const procedureIds =
      query.procedureId !== null ? [query.procedureId] : by === 'tramite' ? null : [all]
    const groups = await groupedFigures(
      services,
      { span: by === 'semana' ? 'week' : 'month', ...reach(query), agencyIds, procedureIds },
      (row) => (by === 'agencia' ? row.agencyId : by === 'tramite' ? row.procedureId : row.from),
    )
    const procedures = await proceduresOf(request)
    const nameOf = (key: string): string => {
      if (by === 'agencia') return agencies.get(key) ?? key
      if (by === 'tramite') return procedures.get(key) ?? key
      if (by === 'mes') return monthName(key, language)
      return pages.text(request, 'reports:weekOf', { day: dayWithYear(key, language) })
    }
    const rows = groups.map((group) => ({
      ...group,
      label: nameOf(group.key),
      url: urlInto(query, group.key),
    }))
    if (by === 'mes' || by === 'semana') return rows
    return rows.sort((one, other) => one.label.localeCompare(other.label, language))
  }

  /** From an agency or a procedure to its months. */
  function urlInto({ by, agencyId, procedureId, from, to }: ReportQuery, key: string) {
    if (by === 'mes' || by === 'semana') return null
    const asked = {
      por: 'mes',
      agencia: by === 'agencia' ? key : (agencyId ?? ''),
      tramite: by === 'tramite' ? key : (procedureId ?? ''),
      desde: from.slice(0, 7),
      hasta: to.slice(0, 7),
    }
    return `${reportsUrl}?${new URLSearchParams(asked)}`
  }

  async function agenciesSeen(request: Request): Promise<AgencyNames> {
    const seen = agenciesWith(knownStaff(request), seers)
    const rows = await stores.agencyList.all(database.read)
    return new Map(
      rows
        .filter(({ id }) => seen === 'all' || seen.includes(id))
        .map(({ id, name }) => [id, name]),
    )
  }

  async function proceduresOf(request: Request): Promise<Map<string, string>> {
    const { language } = contextOf(request)
    const procedures = await catalogue.procedures()
    return new Map(procedures.map(({ id, name }) => [id, name[language]]))
  }

  async function wordsOf(request: Request) {
    const { language } = contextOf(request)
    const numbers = new Intl.NumberFormat(language)
    const titles = new Map(
      (await catalogue.procedures()).flatMap(({ details }) =>
        [...details.requirements, ...details.thirdPartyRequirements].map(
          ({ code, title }): [string, string] => [code, title[language]],
        ),
      ),
    )
    return {
      text: (key: string, args?: Record<string, string | number>) => pages.text(request, key, args),
      number: (value: number) => numbers.format(value),
      paper: (code: string) => titles.get(code) ?? code,
    }
  }

  return { show, csv }
}
