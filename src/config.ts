import { existsSync, statSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { basename, dirname, resolve } from 'node:path'
import { z } from 'zod'
import { addressFault } from '../db/address.ts'
import { placeOf } from '../db/place.ts'
import { isNetwork, isPlainOrigin, isSender, readAddress } from './addressForms.ts'
import { type CrashChances, type CrashPoint, crashPoints } from './crashPoints.ts'

/** The folder of package.json, from `src/` as from the build in `dist/src/`. */
const projectRoot = resolve(
  import.meta.dirname,
  basename(dirname(import.meta.dirname)) === 'dist' ? '../..' : '..',
)

/** Empty means unset: an operator who leaves `SMTP_URL=` in a file has not set it. */
const text = z.string().trim().min(1).optional()
/** A text that `fits`; else the sentence is the setting's name and `must`. */
const form = (fits: (given: string) => boolean, must: string) =>
  z.string().trim().refine(fits, must)
const wholeNumber = (from: number, to: number, fallback: number) =>
  z
    .string()
    .trim()
    .regex(/^\d+$/, 'it must be a whole number in digits')
    .transform(Number)
    .pipe(z.number().min(from).max(to))
    .default(fallback)
const encoded = 'with characters like # / @ % in a password percent-encoded (%23 %2F %40 %25)'
const address = (schemes: readonly string[], must: string) =>
  form(
    (given) => readAddress(given, schemes) !== null,
    `must be like ${must}, ${encoded}`,
  ).optional()
const database = z
  .string()
  .trim()
  .superRefine((given, context) => {
    const fault = addressFault(given)
    if (fault !== null) context.addIssue({ code: 'custom', message: fault })
  })
  .optional()

const crashPair = `(?:${crashPoints.join('|')}):(?:0(?:\\.\\d+)?|1)`
const crashText = new RegExp(`^${crashPair}(?:,${crashPair})*$`)

const settings = z.object({
  PUBLIC_BASE_URL: form(
    isPlainOrigin,
    'must be scheme, host and port only, as in https://turnos.example: everything is served from the root of its host',
  )
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  HOST: text,
  PORT: wholeNumber(0, 65535, 3000),
  TRUST_PROXY: form(
    (given) => /^\d+$/.test(given) || networksIn(given).every(isNetwork),
    'must be a number of proxies or their networks separated by commas, as in 1 or 10.0.0.0/8, never true',
  ).optional(),
  DATA_DIR: z.string().trim().default('data'),
  DATABASE_URL: database,
  REDIS_URL: address(['redis', 'rediss'], 'redis://:password@host:6379'),
  REDIS_SERVER: text,
  SMTP_URL: address(['smtp', 'smtps'], 'smtp://user:password@mail.example:587'),
  MAIL_FROM: form(
    isSender,
    'must be an address, or a name and an address, as in Turnos <turnos@example.org>, with a name that has commas in quotes',
  ).optional(),
  SEAL_KEYS: text,
  HASH_KEY: text,
  LINK_KEYS: text,
  CONFIRMATION_KEYS: text,
  HOLD_MINUTES: wholeNumber(1, 60, 10),
  STAFF_SECOND_FACTOR: z.enum(['privileged', 'everyone']).default('privileged'),
  JOBS: z.enum(['here', 'elsewhere']).optional(),
  CLOCK: z.iso.datetime({ offset: true }).optional(),
  CRASH_AT: z.string().regex(crashText, 'write point:chance,point:chance').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

type Settings = z.infer<typeof settings>

export type SettingName = keyof Settings

/** Every setting there is; README.md says what each does. */
export const settingNames = settings.keyof().options

/** Settings that a real installation must give; demo mode makes its own. */
const neededOutsideDemo = [
  'SMTP_URL',
  'MAIL_FROM',
  'SEAL_KEYS',
  'HASH_KEY',
  'LINK_KEYS',
  'CONFIRMATION_KEYS',
] as const

/** What the application is told from outside, validated. Nothing else that serves reads the environment. */
export type Config = {
  /** No public address: demonstration data, a mailbox page, keys made here, loopback only. */
  demo: boolean
  publicBaseUrl: string | null
  host: string
  port: number
  /** Express's `trust proxy`: a number of hops or a list of subnets. Never simply `true`. */
  trustProxy: number | string[]
  dataDir: string
  databaseUrl: string
  redisUrl: string | null
  /** The redis-server program that demo mode may start; `npm start` looks for one. */
  redisServer: string | null
  smtpUrl: string | null
  mailFrom: string | null
  keys: { SEAL_KEYS: string; HASH_KEY: string; LINK_KEYS: string; CONFIRMATION_KEYS: string } | null
  holdMinutes: number
  /** Of which staff a second factor is asked outside demo mode: supervisors and admins, or all. */
  staffSecondFactor: Settings['STAFF_SECOND_FACTOR']
  /** Whether this process runs the jobs; on SQLite always, since one process writes the file. */
  jobsHere: boolean
  clock: string | null
  /** For the fault tests alone; never anything outside demo mode. */
  crashAt: CrashChances
  logLevel: Settings['LOG_LEVEL']
  viewsDir: string
  assetsDir: string
  migrationsDir: string
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] }

/**
 * Reads the settings from `environment`. Each problem is one sentence with the setting's name,
 * saying what to do. Rules: README.md, "Settings".
 */
export function readConfig(environment: NodeJS.ProcessEnv): ConfigResult {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map(({ code, message, path }) =>
        code === 'custom'
          ? `${path.join('.')} ${message}.`
          : `${path.join('.')} is not usable: ${message}.`,
      ),
    }
  }
  const problems = contradictions(parsed.data)
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, config: arrange(parsed.data) }
}

function contradictions(given: Settings): string[] {
  const demo = given.PUBLIC_BASE_URL === undefined
  const postgres = placeOf(given.DATABASE_URL ?? '').dialect === 'postgres'
  const problems: string[] = []
  const obstacle = fileInTheWayOf(resolve(projectRoot, given.DATA_DIR))
  if (obstacle !== null) problems.push(`DATA_DIR must be a folder, but ${obstacle} is a file.`)
  if (demo && given.HOST && !isLoopback(given.HOST)) {
    problems.push('HOST must be a loopback address while PUBLIC_BASE_URL is not set (demo mode).')
  }
  if (!demo) {
    for (const name of neededOutsideDemo) {
      if (!given[name])
        problems.push(`${name} is missing: it is needed once PUBLIC_BASE_URL is set.`)
    }
    if (given.CLOCK)
      problems.push('CLOCK may only be set in demo mode: leave PUBLIC_BASE_URL unset.')
    if (given.CRASH_AT)
      problems.push('CRASH_AT may only be set in demo mode: leave PUBLIC_BASE_URL unset.')
  }
  if (given.JOBS === 'elsewhere' && !postgres) {
    problems.push('JOBS=elsewhere needs PostgreSQL: on SQLite one process does everything.')
  }
  return problems
}

function arrange(given: Settings): Config {
  const demo = given.PUBLIC_BASE_URL === undefined
  const dataDir = resolve(projectRoot, given.DATA_DIR)
  const { SEAL_KEYS, HASH_KEY, LINK_KEYS, CONFIRMATION_KEYS } = given
  return {
    demo,
    publicBaseUrl: given.PUBLIC_BASE_URL ?? null,
    host: given.HOST ?? (demo ? '127.0.0.1' : '0.0.0.0'),
    port: given.PORT,
    trustProxy: proxies(given.TRUST_PROXY),
    dataDir,
    databaseUrl: given.DATABASE_URL ?? resolve(dataDir, 'turnero.sqlite'),
    redisUrl: given.REDIS_URL ?? null,
    redisServer: given.REDIS_SERVER ?? null,
    smtpUrl: given.SMTP_URL ?? null,
    mailFrom: given.MAIL_FROM ?? null,
    keys:
      SEAL_KEYS && HASH_KEY && LINK_KEYS && CONFIRMATION_KEYS
        ? { SEAL_KEYS, HASH_KEY, LINK_KEYS, CONFIRMATION_KEYS }
        : null,
    holdMinutes: given.HOLD_MINUTES,
    staffSecondFactor: given.STAFF_SECOND_FACTOR,
    jobsHere: given.JOBS !== 'elsewhere',
    clock: given.CLOCK ?? null,
    crashAt: demo ? crashChances(given.CRASH_AT ?? '') : {},
    logLevel: given.LOG_LEVEL,
    viewsDir: resolve(projectRoot, 'views'),
    assetsDir: resolve(projectRoot, 'dist/assets'),
    migrationsDir: resolve(projectRoot, 'db/migrations'),
  }
}

function proxies(given: string | undefined): number | string[] {
  if (!given) return 0
  return /^\d+$/.test(given) ? Number(given) : networksIn(given)
}

function networksIn(given: string): string[] {
  return given.split(',').map((network) => network.trim())
}

/** The file where a folder is to be, or to be made in; null where there is none. */
function fileInTheWayOf(folder: string): string | null {
  let nearest = folder
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest)
  const entry = statSync(nearest, { throwIfNoEntry: false })
  return entry === undefined || entry.isDirectory() ? null : nearest
}

/** `point:chance` pairs separated by commas. */
function crashChances(text: string): CrashChances {
  const chances: CrashChances = {}
  for (const pair of text.split(',')) {
    const [name, chance] = pair.split(':')
    const point = crashPoints.find((known: CrashPoint) => known === name)
    if (point) chances[point] = Number(chance)
  }
  return chances
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}
