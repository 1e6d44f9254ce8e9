import { z } from 'zod'
import { isLocalDate, isLocalTime } from '../calendar/dates.ts'
import { isSlotLength } from '../calendar/slots.ts'

const word = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
const line = z.string().trim().min(1).max(300)
const localized = z.strictObject({ es: line, en: line })
const paragraph = z.strictObject({
  es: z.string().trim().min(1).max(2000),
  en: z.string().trim().min(1).max(2000),
})
const localDate = z.string().refine(isLocalDate, 'a day as YYYY-MM-DD')
const localTime = z.string().refine(isLocalTime, 'an hour as HH:MM')
const weekday = z.int().min(1).max(7)
const zone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('es', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}, 'an IANA time zone')

const interval = z
  .strictObject({ weekday, from: localTime, to: localTime })
  .refine(({ from, to }) => from < to, 'ends before it begins')

const requirement = z.strictObject({ code: word, title: localized, detail: paragraph })
const acceptance = z.enum(['accepted', 'warned', 'refused'])

const institutionSchema = z.strictObject({
  name: line,
  shortName: line,
  contactEmail: z.email(),
  contactPhone: line,
})

const provinceSchema = z.strictObject({
  code: z.string().regex(/^\d\d$/, 'two digits'),
  name: line,
  capital: line,
  zone,
})

const agencySchema = z.strictObject({
  code: word,
  name: line,
  kind: z.enum(['centre', 'mall']),
  provinceCode: z.string(),
  canton: line,
  zone,
  address: line,
  phone: line.nullable(),
  windows: z.int().min(0).max(200),
  hours: z.array(interval).max(50),
  demonstration: z.boolean(),
})

export const procedureSchema = z.strictObject({
  slug: word,
  name: localized,
  summary: paragraph,
  audience: paragraph,
  result: paragraph,
  cost: localized,
  free: z.boolean(),
  channel: paragraph,
  minutesAtWindow: z.int().min(5).max(480),
  contactEmail: z.email(),
  contactPhone: line,
  requirements: z.array(requirement).max(20),
  thirdPartyRequirements: z.array(requirement).max(20),
  authorisation: z.array(z.strictObject({ code: word, text: localized })).max(20),
  acceptedDocuments: z.strictObject({
    passport: acceptance,
    cedula: acceptance,
    'foreign-code': acceptance,
  }),
  documentWarning: paragraph.nullable(),
})

const releaseSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rolling'),
    leadMinutes: z.int().min(0).max(43_200),
    horizonDays: z.int().min(0).max(366),
  }),
  z.strictObject({
    kind: z.literal('weekly'),
    leadMinutes: z.int().min(0).max(43_200),
    weekday,
    time: localTime,
    weeksAhead: z.int().min(0).max(52),
  }),
])

const agendaSchema = z.strictObject({
  agency: word,
  procedure: word,
  slotMinutes: z.int().refine(isSlotLength, 'a multiple of five minutes'),
  release: releaseSchema,
})

const holidaySchema = z.strictObject({
  date: localDate,
  name: localized,
  scope: z.enum(['national', 'province', 'canton']),
  provinceCode: z.string().nullable().optional(),
  canton: z.string().nullable().optional(),
})

/** Everything an institution is, as its files say it: `db/seed/demo` is an example. */
export const institutionDataSchema = z.strictObject({
  institution: institutionSchema,
  provinces: z.array(provinceSchema).min(1),
  agencies: z.array(agencySchema),
  procedures: z.array(procedureSchema),
  agendas: z.array(agendaSchema),
  holidays: z.array(holidaySchema),
})

export type InstitutionData = z.infer<typeof institutionDataSchema>
