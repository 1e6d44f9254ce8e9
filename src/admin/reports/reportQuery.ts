import type { Request } from 'express'
import { addDays, isPlausibleDate, mondayOf } from '../../calendar/dates.ts'
import type { LocalDate } from '../../clock.ts'
import { firstOfMonth, monthsLater } from '../../figures/spans.ts'
import { parameter } from '../../web/form.ts'

/** What the rows of a report stand for. */
export const groupings = ['mes', 'semana', 'agencia', 'tramite'] as const

export type Grouping = (typeof groupings)[number]

/** What is asked of the figures; months are named by their first day. */
export type ReportQuery = {
  by: Grouping
  agencyId: string | null
  procedureId: string | null
  from: LocalDate
  to: LocalDate
}

/** The longest that one report looks back, in months. */
const mostMonths = 24

/** As it was typed, and what it means; `faults` are the fields that are no month, or too far apart. */
export function readReportQuery(request: Request, today: LocalDate) {
  const asked = (name: string) => parameter(request, name).trim().slice(0, 200)
  const by = groupings.find((one) => one === asked('por')) ?? 'mes'
  const last = firstOfMonth(today)
  const to = monthOf(asked('hasta'))
  const usual = monthsLater(to.ok ? (to.day ?? last) : last, by === 'semana' ? -2 : -11)
  const from = monthOf(asked('desde'))
  const query: ReportQuery = {
    by,
    agencyId: asked('agencia') === '' ? null : asked('agencia'),
    procedureId: asked('tramite') === '' ? null : asked('tramite'),
    from: from.ok ? (from.day ?? usual) : usual,
    to: to.ok ? (to.day ?? last) : last,
  }
  const faults: { field: 'desde' | 'hasta'; fault: 'month' | 'order' | 'far' }[] = []
  if (!from.ok) faults.push({ field: 'desde', fault: 'month' })
  if (!to.ok) faults.push({ field: 'hasta', fault: 'month' })
  if (from.ok && to.ok && query.from > query.to) faults.push({ field: 'desde', fault: 'order' })
  if (query.to >= monthsLater(query.from, mostMonths)) {
    faults.push({ field: 'desde', fault: 'far' })
  }
  return {
    query,
    faults,
    typed: {
      agencia: asked('agencia'),
      tramite: asked('tramite'),
      por: by,
      desde: asked('desde') || query.from.slice(0, 7),
      hasta: asked('hasta') || query.to.slice(0, 7),
    },
  }
}

/** From which first day to which the rows of the figures begin. */
export function reach({ by, from, to }: ReportQuery): { from: LocalDate; to: LocalDate } {
  if (by !== 'semana') return { from, to }
  return { from: mondayOf(from), to: addDays(monthsLater(to, 1), -1) }
}

function monthOf(text: string): { ok: true; day: LocalDate | null } | { ok: false } {
  if (text === '') return { ok: true, day: null }
  const day = `${text}-01`
  return /^\d{4}-\d\d$/.test(text) && isPlausibleDate(day) ? { ok: true, day } : { ok: false }
}
