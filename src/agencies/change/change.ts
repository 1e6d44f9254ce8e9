import type { DayException } from '../../calendar/openingHours.ts'
import type { Instant, LocalDate } from '../../clock.ts'
import type { Localized } from '../../language.ts'
import type {
  AgencyRules,
  AgendaSetting,
  HolidaySetting,
  HoursSetting,
  PoolSetting,
} from './rules.ts'
import { countsAt } from './rules.ts'

/**
 * One change of what an admin sets. `to` is how the record is to be, null where it is to be gone; so a
 * change says where it ends, not how it gets there: applied twice it is applied once, and what stood
 * there before makes the change that undoes it. Ids of new records come with the form.
 */
export type Change =
  | {
      kind: 'closure'
      agencyId: string
      id: string
      to: { from: Instant; to: Instant; reason: Localized } | null
    }
  | {
      kind: 'exception'
      agencyId: string
      date: LocalDate
      to: Pick<DayException, 'intervals' | 'reason'> | null
    }
  /** All weeks of an agency, or of one agenda where it has its own. */
  | {
      kind: 'hours'
      agencyId: string
      agendaId: string | null
      to: Omit<HoursSetting, 'agendaId'>[]
    }
  | { kind: 'pool'; agencyId: string; id: string; to: Omit<PoolSetting, 'id'> }
  | { kind: 'agenda'; agencyId: string; id: string; to: Omit<AgendaSetting, 'id'> }
  | { kind: 'agency-use'; agencyId: string; to: boolean }
  /** Rest days, of whatever agencies they count at. */
  | { kind: 'holidays'; to: { id: string; to: Omit<HolidaySetting, 'id'> | null }[] }

/** The rules of an agency as they will be after a change; those of other agencies are as they were. */
export function changed(rules: AgencyRules, change: Change): AgencyRules {
  if (change.kind === 'holidays') {
    const ids = change.to.map(({ id }) => id)
    const added = change.to.flatMap(({ id, to }) => (to === null ? [] : [{ id, ...to }]))
    const holidays = [...without(rules.holidays, ids), ...added]
    return { ...rules, holidays: holidays.filter((holiday) => countsAt(holiday, rules.agency)) }
  }
  if (change.agencyId !== rules.agency.id) return rules
  switch (change.kind) {
    case 'closure': {
      const { id, to } = change
      const others = without(rules.closures, [id])
      return { ...rules, closures: to === null ? others : [...others, { id, ...to }] }
    }
    case 'exception': {
      const { date, to } = change
      const others = rules.exceptions.filter((exception) => exception.date !== date)
      return { ...rules, exceptions: to === null ? others : [...others, { date, ...to }] }
    }
    case 'hours': {
      const { agendaId, to } = change
      const others = rules.hours.filter((row) => row.agendaId !== agendaId)
      return { ...rules, hours: [...others, ...to.map((row) => ({ ...row, agendaId }))] }
    }
    case 'pool': {
      const pool = { id: change.id, ...change.to }
      return { ...rules, pools: [...without(rules.pools, [pool.id]), pool] }
    }
    case 'agenda': {
      const agenda = { id: change.id, ...change.to }
      return { ...rules, agendas: [...without(rules.agendas, [agenda.id]), agenda] }
    }
    case 'agency-use':
      return { ...rules, agency: { ...rules.agency, active: change.to } }
  }
}

function without<Row extends { id: string }>(rows: readonly Row[], ids: readonly string[]): Row[] {
  return rows.filter(({ id }) => !ids.includes(id))
}
