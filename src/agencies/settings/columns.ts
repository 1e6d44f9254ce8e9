import { folded } from '../../attendance/foldedText.ts'
import { usualWaitingRoom } from '../../attendance/waitingRoom.ts'
import { isPlausibleDate } from '../../calendar/dates.ts'
import { parseEmail } from '../../identity/email.ts'
import type { AgencySettings, KnownProvince } from './agencySettings.ts'

/** Why a value was not taken; the pages have words for each. */
export type Mistake =
  | 'missing'
  | 'too-long'
  | 'characters'
  | 'formula'
  | 'code'
  | 'kind'
  | 'province'
  | 'zone'
  | 'phone'
  | 'email'
  | 'number'
  | 'yes-no'
  | 'date'
  | 'before-start'

export type ReadValue<T> = { ok: true; value: T } | { ok: false; reason: Mistake }

export type SettingName = keyof AgencySettings

/** One thing that is set of an agency: its field in the form, its column in the CSV, how it is read. */
export type AgencyColumn = {
  name: SettingName
  /** The column's heading in the CSV; the second one is read too. */
  headings: readonly [string, string]
  /** The limits of a number. */
  range: { least: number; most: number } | null
  /** Puts in what a new agency has where the CSV has no such column; false where the column must be there. */
  putUsual(into: Partial<AgencySettings>): boolean
  /** Reads a text and puts it in; answers what is wrong with it, or null. */
  read(
    text: string,
    provinces: readonly KnownProvince[],
    into: Partial<AgencySettings>,
  ): Mistake | null
  /** How it reads in a form and in the CSV. */
  write(settings: AgencySettings): string
}

type Reader<T> = (text: string, provinces: readonly KnownProvince[]) => ReadValue<T>

const longestLine = 300

/** Every column, in the order of the CSV. */
export const agencyColumns: readonly AgencyColumn[] = [
  column('code', ['codigo', 'code'], readCode, asIs),
  column('name', ['nombre', 'name'], readLine, asIs),
  column('kind', ['clase', 'kind'], readKind, kindWord, 'centre'),
  column('provinceCode', ['provincia', 'province'], readProvince, asIs),
  column('canton', ['canton', 'district'], readLine, asIs),
  column('address', ['direccion', 'address'], readLine, asIs),
  column('zone', ['zona', 'zone'], readZone, asIs, ''),
  column('phone', ['telefono', 'phone'], readPhone, orEmpty, null),
  column('email', ['correo', 'email'], readEmail, orEmpty, null),
  whole('windows', ['ventanillas', 'windows'], [0, 200]),
  column('active', ['en_uso', 'in_use'], readYes, yesOrNo, true),
  column('activeFrom', ['desde', 'from'], readDate, orEmpty, null),
  column('activeTo', ['hasta', 'to'], readDate, orEmpty, null),
  whole('earlyMinutes', ['antes_min', 'early_min'], [0, 480], usualWaitingRoom.earlyMinutes),
  whole('graceMinutes', ['gracia_min', 'grace_min'], [0, 240], usualWaitingRoom.graceMinutes),
  whole('recallSeconds', ['rellamada_s', 'recall_s'], [5, 600], usualWaitingRoom.recallSeconds),
  whole('recallMost', ['rellamadas', 'recalls'], [0, 10], usualWaitingRoom.recallMost),
  whole(
    'priorityMinutes',
    ['prioridad_min', 'priority_min'],
    [0, 240],
    usualWaitingRoom.priorityMinutes,
  ),
  whole(
    'walkInMinutes',
    ['sin_turno_min', 'walk_in_min'],
    [0, 480],
    usualWaitingRoom.walkInMinutes,
  ),
  whole(
    'walkInQuota',
    ['sin_turno_cupo', 'walk_in_quota'],
    [0, 1000],
    usualWaitingRoom.walkInQuota,
  ),
  whole(
    'displayNext',
    ['pantalla_siguientes', 'display_next'],
    [0, 6],
    usualWaitingRoom.displayNext,
  ),
]

/** The column of a name; every name has one. */
export function columnOf(name: SettingName): AgencyColumn {
  const found = agencyColumns.find((one) => one.name === name)
  if (!found) throw new Error(`No column for ${name}`)
  return found
}

function column<Name extends SettingName>(
  name: Name,
  headings: readonly [string, string],
  read: Reader<AgencySettings[Name]>,
  write: (value: AgencySettings[Name]) => string,
  usual?: AgencySettings[Name],
): AgencyColumn {
  const put = (into: Partial<AgencySettings>, value: AgencySettings[Name]) => {
    into[name] = value
  }
  return {
    name,
    headings,
    range: null,
    putUsual(into) {
      if (usual === undefined) return false
      put(into, usual)
      return true
    },
    read(text, provinces, into) {
      const result = read(text, provinces)
      if (!result.ok) return result.reason
      put(into, result.value)
      return null
    },
    write: (settings) => write(settings[name]),
  }
}

/** The settings that are whole numbers. */
type NumberName = {
  [Name in SettingName]: AgencySettings[Name] extends number ? Name : never
}[SettingName]

function whole<Name extends NumberName>(
  name: Name,
  headings: readonly [string, string],
  [least, most]: readonly [number, number],
  usual?: number,
): AgencyColumn {
  const put = (into: Partial<Record<NumberName, number>>, value: number) => {
    into[name] = value
  }
  return {
    name,
    headings,
    range: { least, most },
    putUsual(into) {
      if (usual === undefined) return false
      put(into, usual)
      return true
    },
    read(text, _provinces, into) {
      const typed = tidy(text)
      if (typed === '') return 'missing'
      const number = /^[+-]?\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN
      if (!(number >= least && number <= most)) return 'number'
      put(into, number)
      return null
    },
    write: (settings) => String(settings[name]),
  }
}

/** One line: no marks of control, single spaces. */
function tidy(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/**
 * A text that a spreadsheet would take for a formula is refused, but for a telephone's "+" and a plain
 * negative number; so is one with marks that nobody types.
 */
function readText(text: string): ReadValue<string> {
  const typed = tidy(text)
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD]/u.test(typed)) return { ok: false, reason: 'characters' }
  if (/^[=@+\uFF1D\uFF0B\uFF20-]/u.test(typed)) return { ok: false, reason: 'formula' }
  if (typed.length > longestLine) return { ok: false, reason: 'too-long' }
  return { ok: true, value: typed }
}

function readLine(text: string): ReadValue<string> {
  const read = readText(text)
  return read.ok && read.value === '' ? { ok: false, reason: 'missing' } : read
}

/** What stands in the address of an agency's page for something else. */
const takenByPages = ['nueva', 'csv']

function readCode(text: string): ReadValue<string> {
  const read = readLine(text)
  if (!read.ok) return read
  const shaped = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(read.value) && read.value.length <= 60
  return shaped && !takenByPages.includes(read.value) ? read : { ok: false, reason: 'code' }
}

const kinds = new Map<string, 'centre' | 'mall'>([
  ['', 'centre'],
  ['centro', 'centre'],
  ['centre', 'centre'],
  ['center', 'centre'],
  ['centro de atencion', 'centre'],
  ['punto', 'mall'],
  ['mall', 'mall'],
  ['centro comercial', 'mall'],
  ['punto en centro comercial', 'mall'],
])

function readKind(text: string): ReadValue<'centre' | 'mall'> {
  const value = kinds.get(folded(text))
  return value === undefined ? { ok: false, reason: 'kind' } : { ok: true, value }
}

/** By its code, also where a spreadsheet took its first zero away, or by its name. */
function readProvince(text: string, provinces: readonly KnownProvince[]): ReadValue<string> {
  const typed = folded(text)
  if (typed === '') return { ok: false, reason: 'missing' }
  const found = provinces.find(
    ({ code, name }) => code === typed.padStart(2, '0') || folded(name) === typed,
  )
  return found ? { ok: true, value: found.code } : { ok: false, reason: 'province' }
}

/** Empty where it is the province's own. */
function readZone(text: string): ReadValue<string> {
  const typed = tidy(text)
  if (typed === '') return { ok: true, value: '' }
  const known = /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$/.test(typed) && isZone(typed)
  return known ? { ok: true, value: typed } : { ok: false, reason: 'zone' }
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('es', { timeZone: name }).resolvedOptions().timeZone === name
  } catch {
    return false
  }
}

/** As people read it, with an extension where there is one: digits, and what stands between them. */
function readPhone(text: string): ReadValue<string | null> {
  const typed = tidy(text)
  if (typed === '') return { ok: true, value: null }
  const digits = typed.replace(/\D/g, '').length
  const known = /^\+?[\d\s()./-]+(ext\.? ?\d{1,6})?$/iu.test(typed) && typed.length <= 40
  return known && digits >= 6 ? { ok: true, value: typed } : { ok: false, reason: 'phone' }
}

function readEmail(text: string): ReadValue<string | null> {
  if (tidy(text) === '') return { ok: true, value: null }
  const email = parseEmail(text)
  return email.ok ? { ok: true, value: email.address } : { ok: false, reason: 'email' }
}

const answers = new Map([
  ['si', true],
  ['yes', true],
  ['1', true],
  ['true', true],
  ['verdadero', true],
  ['no', false],
  ['0', false],
  ['false', false],
  ['falso', false],
])

function readYes(text: string): ReadValue<boolean> {
  const value = answers.get(folded(text))
  return value === undefined ? { ok: false, reason: 'yes-no' } : { ok: true, value }
}

/** `2026-12-01`, or as people write it, `1/12/2026`. */
function readDate(text: string): ReadValue<string | null> {
  const typed = tidy(text)
  if (typed === '') return { ok: true, value: null }
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(typed) ?? []
  const date = year === '' ? typed : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isPlausibleDate(date) ? { ok: true, value: date } : { ok: false, reason: 'date' }
}

function kindWord(kind: AgencySettings['kind']): string {
  return kind === 'mall' ? 'punto' : 'centro'
}

function asIs(value: string): string {
  return value
}

function orEmpty(value: string | null): string {
  return value ?? ''
}

function yesOrNo(value: boolean): string {
  return value ? 'sí' : 'no'
}
