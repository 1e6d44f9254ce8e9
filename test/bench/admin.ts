import { placeOf } from '../../db/place.ts'
import { createApp } from '../../src/app.ts'
import type { Services } from '../../src/services.ts'
import { staffSeals } from '../../src/staff/account.ts'
import { routesOf } from '../browser/states/routes.ts'
import { certificate } from '../support/story.ts'
import { type Browser, hidden, openBrowser } from './browser.ts'
import { type Bench, quantile, rounded } from './figures.ts'
import { install } from './installation.ts'
import { fillAttendance, fillFigures, fillMessages, fillRecord } from './office.ts'
import { fillPast } from './past.ts'
import { fillTouched, type Touched } from './touched.ts'
import { townOf } from './town.ts'

const agencies = 200
const windows = 8
const proceduresEach = 25
const warmUp = 5
const full = { turnos: 1_000_000, messages: 100_000, entries: 100_000, weeks: 104, rounds: 30 }
const small = { turnos: 50_000, messages: 10_000, entries: 10_000, weeks: 14, rounds: 12 }
/** The one agency whose pages are asked for. */
const agency = 'oficina-7'

/** Other ways to ask a page that take other roads through the database. */
const variants: Record<string, readonly string[]> = {
  '/admin/agencias': ['?q=oficina', '?pagina=4'],
  '/admin/informes': [
    '?por=semana',
    '?por=agencia',
    '?por=agencia&pagina=4',
    '?por=tramite',
    '?por=agencia&tramite=:procedure',
    '?por=tramite&agencia=:agency',
    '?por=mes&agencia=:agency&tramite=:procedure',
  ],
  '/admin/mensajes/texto': ['?tipo=code&lengua=es', '?tipo=confirmation&lengua=en'],
  '/admin/mensajes/texto/html': ['?tipo=confirmation&lengua=es'],
  '/admin/mensajes/envios': ['?estado=failed', '?tipo=clash&estado=sent', '?agencia=:agency'],
  '/admin/registro': [
    '?accion=agency-changed',
    '?agencia=:agency',
    '?quien=operator&accion=message-resent',
    '?cosa=turno%3A7',
  ],
}

/**
 * How long every page of the administration takes with a big country behind it, one request at a time.
 * The pages are the application's own GET routes; a file to download is no page and is not among them.
 * Then a decree for the whole country is looked at, and 500 more agencies are imported, twice.
 */
export const admin: Bench = async (say, { quick }) => {
  const { rounds, ...sizes } = quick ? small : full
  let secret = ''
  let paths: string[] = []
  const unknown: string[] = []
  const installation = await install({
    data: countryOf(),
    before: async (services) => {
      const began = Date.now()
      const staffId = await adminOf(services)
      const touched = await fillCountry(services, staffId, sizes)
      say(`  filled in ${seconds(began)} s`)
      secret = await services.database.transaction((tx) =>
        services.staff.sessions.start(tx, staffId, true),
      )
      paths = pathsOf(services, staffId, touched, unknown)
    },
  })
  const [server] = installation.servers
  const port = server?.port ?? 0
  const browser = await openBrowser(port, 1, { '__Host-personal': secret })
  try {
    const seen: { path: string; p95: number; median: number; cpu: number }[] = []
    for (const path of paths) {
      await server?.health()
      const times = await timesOf(browser, path, rounds)
      const cpu = ((await server?.health())?.cpuMs ?? 0) / (warmUp + rounds)
      if (times === null) continue
      seen.push({ path, cpu, p95: quantile(times, 0.95), median: quantile(times, 0.5) })
    }
    seen.sort((one, other) => other.p95 - one.p95)
    // Processor time says what a page costs where a busy machine makes it wait.
    for (const { path, p95, median, cpu } of seen) {
      say(
        `  ${p95.toFixed(1).padStart(7)} ms p95 ${median.toFixed(1).padStart(7)} ms median ${cpu.toFixed(1).padStart(7)} ms processor  ${path}`,
      )
    }
    for (const route of unknown) say(`  not asked, no record for its address: ${route}`)
    return {
      p95_ms: rounded(Math.max(...seen.map(({ p95 }) => p95))),
      pages: seen.length,
      not_asked: unknown.length,
      decree_ms: await decree(browser),
      ...(await importTwice(browser)),
    }
  } finally {
    browser.close()
    await installation.stop()
  }
}

type Sizes = Omit<typeof full, 'rounds'>

/** What some years leave behind, and one closure whose people wait for another hour. */
export async function fillCountry(
  services: Services,
  staffId: string,
  { turnos, messages, entries, weeks }: Sizes,
): Promise<Touched> {
  const place = placeOf(services.config.databaseUrl)
  const file = place.dialect === 'sqlite' ? place.file : ''
  fillPast(file, turnos)
  fillAttendance(file, 20)
  fillFigures(file, weeks)
  fillMessages(file, services, messages)
  fillRecord(file, staffId, entries)
  return fillTouched(services, `${agency}--${certificate}`, windows, `staff:${staffId}`)
}

/** How long it takes to say what a day off in the whole country would do; nothing is saved. */
export async function decree(browser: Browser): Promise<number> {
  const path = '/admin/feriados/by-decree'
  const date = new Date(Date.now() + 10 * 24 * 3_600_000).toISOString().slice(0, 10)
  const _csrf = hidden((await browser.get(path)).body, '_csrf')
  const form = { _csrf, date, area: 'national', nameEs: 'Decreto', nameEn: 'Decree' }
  const times: number[] = []
  for (let time = 0; time < 7; time += 1) {
    const { status, body, ms } = await browser.post(path, form)
    if (status !== 200 || !body.includes('class="happens"')) throw new Error(`It said ${status}`)
    times.push(ms)
  }
  return rounded(quantile(times, 0.5))
}

/** How long it takes to check and save 500 new agencies, and the same again, which changes nothing. */
async function importTwice(browser: Browser) {
  const path = '/admin/agencias/csv'
  const lines = Array.from(
    { length: 500 },
    (_, n) => `nueva-${n};Agencia ${n};9;Guayaquil;Calle ${n} y Calle Dos;3;04 259 0000`,
  )
  const csv = `codigo;nombre;provincia;canton;direccion;ventanillas;telefono\n${lines.join('\n')}`
  const _csrf = hidden((await browser.get(path)).body, '_csrf')
  const check = async () => {
    const { body, ms } = await browser.post(path, { _csrf, csv })
    return {
      seen: hidden(body, 'seen'),
      changes: body.split('class="changes__one"').length - 1,
      ms,
    }
  }
  const save = async ({ seen }: { seen: string }) => {
    const { status, ms } = await browser.post(path, { _csrf, csv, seen, step: 'save' })
    if (status !== 303) throw new Error(`The import answered ${status}`)
    return ms
  }
  const checked = await check()
  const saved = await save(checked)
  const again = await save(checked)
  const after = await check()
  return {
    import_500_s: rounded((checked.ms + saved) / 1000),
    import_again_s: rounded(again / 1000),
    changes_left: after.changes,
  }
}

/** Two hundred agencies that do twenty-five procedures each. */
export function countryOf() {
  const town = townOf({ agencies, windows, from: '08:00', to: '17:00', horizonDays: 30 })
  const [first] = town.procedures.filter(({ slug }) => slug === certificate)
  if (!first) throw new Error('No procedure')
  const procedures = Array.from({ length: proceduresEach }, (_, n) => ({
    ...first,
    slug: n === 0 ? certificate : `tramite-${n}`,
  }))
  const agendas = procedures.flatMap(({ slug }) =>
    town.agendas.map((agenda) => ({ ...agenda, procedure: slug })),
  )
  return { ...town, procedures, agendas }
}

/** An admin with a second factor; the account's id. */
export async function adminOf({ database, keyring, staff, stores }: Services): Promise<string> {
  const person = { name: 'Rosa Quishpe', email: 'rosa@iess.example' }
  const added = await staff.accounts.add(person, [{ role: 'admin', agencyId: null }], 'operator')
  if (!added.ok) throw new Error(added.reason)
  const totpSecret = staffSeals(keyring).factor.seal(added.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
  await database.transaction((tx) =>
    stores.staff.change(tx, added.id, { status: 'active', totpSecret }),
  )
  return added.id
}

/** The address of every GET route of the administration, for the records of this country. */
export function pathsOf(
  services: Services,
  staffId: string,
  touched: Touched,
  unknown: string[],
): string[] {
  const known: Record<string, string> = {
    agency,
    procedure: certificate,
    agenda: `${agency}--${certificate}`,
    person: staffId,
    staff: staffId,
    account: staffId,
    closure: 'one-that-is-new',
    date: services.clock.now().slice(0, 10),
    week: 'siempre',
    pool: agency,
    holiday: 'one-that-is-new',
    ...touched,
  }
  const fill = (path: string): string | null => {
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
    if (names.some((name) => known[name] === undefined)) return null
    return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(known[name] ?? ''))
  }
  const routes = routesOf(createApp(services))
    .filter((route) => /^GET \/admin(\/|$)/.test(route))
    .map((route) => route.slice('GET '.length))
  return routes.flatMap((route) => {
    const path = fill(route)
    if (path === null) {
      unknown.push(route)
      return []
    }
    const queries = ['', ...(variants[route] ?? [])]
    return queries.flatMap((query) => {
      const asked = fill(query)
      return asked === null ? [] : [`${path}${asked}`]
    })
  })
}

/** How long a page took each time; null for what is no page. */
async function timesOf(browser: Browser, path: string, rounds: number): Promise<number[] | null> {
  const times: number[] = []
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const { status, body, ms } = await browser.get(path)
    const isPage = /^\s*<!doctype html>/i.test(body)
    if (status !== 200 || !isPage) {
      // A page that wants a query it was not asked with here has a variant that gives it.
      if (status === 200 || status === 404 || status === 303) return null
      throw new Error(`${path} answered ${status}`)
    }
    if (round >= warmUp) times.push(ms)
  }
  return times
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0)
}
