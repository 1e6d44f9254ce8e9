import type { AgencySettings, KnownProvince } from './agencySettings.ts'
import { type AgencyColumn, agencyColumns, type Mistake, type SettingName } from './columns.ts'

export type SettingMistake = { name: SettingName; reason: Mistake }

export type ReadSettings =
  | { ok: true; settings: AgencySettings }
  | { ok: false; mistakes: SettingMistake[] }

/**
 * Reads an agency from what was typed, by the columns' names. A column that is not there at all keeps
 * what the agency has, or is the usual one for a new agency. Every mistake is found at once.
 */
export function readSettings(
  typed: ReadonlyMap<SettingName, string>,
  before: AgencySettings | null,
  provinces: readonly KnownProvince[],
): ReadSettings {
  const read: Partial<AgencySettings> = {}
  const mistakes: SettingMistake[] = []
  for (const column of agencyColumns) readInto(read, mistakes, column, typed, before, provinces)
  const { activeFrom, activeTo } = read
  if (activeFrom && activeTo && activeTo < activeFrom) {
    mistakes.push({ name: 'activeTo', reason: 'before-start' })
  }
  if (mistakes.length > 0 || !isWhole(read)) return { ok: false, mistakes }
  if (read.zone === '') read.zone = zoneOf(read.provinceCode, provinces)
  return { ok: true, settings: read }
}

function readInto(
  read: Partial<AgencySettings>,
  mistakes: SettingMistake[],
  column: AgencyColumn,
  typed: ReadonlyMap<SettingName, string>,
  before: AgencySettings | null,
  provinces: readonly KnownProvince[],
): void {
  const { name } = column
  const text = typed.get(name)
  if (text !== undefined) {
    const reason = column.read(text, provinces, read)
    if (reason !== null) mistakes.push({ name, reason })
  } else if (before) {
    Object.assign(read, { [name]: before[name] })
  } else if (!column.putUsual(read)) {
    mistakes.push({ name, reason: 'missing' })
  }
}

function isWhole(read: Partial<AgencySettings>): read is AgencySettings {
  return agencyColumns.every(({ name }) => read[name] !== undefined)
}

function zoneOf(provinceCode: string, provinces: readonly KnownProvince[]): string {
  return provinces.find(({ code }) => code === provinceCode)?.zone ?? 'America/Guayaquil'
}

/** The names of what differs between two settings of one agency. */
export function differing(before: AgencySettings, after: AgencySettings): SettingName[] {
  return agencyColumns.map(({ name }) => name).filter((name) => before[name] !== after[name])
}
