import { startBare } from './bare.ts'
import { openBrowser } from './browser.ts'
import { cookieOf, type Standing, standAtTheHours } from './drafts.ts'
import { type Bench, median, rounded } from './figures.ts'
import { install } from './installation.ts'
import { type Ask, asked, closedLoop } from './load.ts'
import { agendaOf, townOf } from './town.ts'
import { openLine } from './wire.ts'

const rounds = 7
const clients = 16
const warmUpPages = 3000

/** A step's page against the least that could serve as many bytes, turn by turn. */
export const pages: Bench = async (say, { seconds }) => {
  const standing: Standing[] = []
  const installation = await install({
    data: townOf({ agencies: 24, windows: 3 }),
    before: async (services) => {
      const people = Array.from({ length: clients }, (_, client) => ({
        client,
        agenda: agendaOf(0),
      }))
      standing.push(...(await standAtTheHours(services, people)))
    },
  })
  const { port = 0 } = installation.servers[0] ?? {}
  const browsers = await Promise.all(standing.map((one, n) => openBrowser(port, n, cookieOf(one))))
  const ours = browsers.map((browser, n): Ask => {
    const path = `/turnos/nuevo/${standing[n]?.draftId}/contacto`
    return () => browser.get(path)
  })
  const bytes = Buffer.byteLength((await ours[0]?.())?.body ?? '')
  const bare = await startBare(installation.file, bytes)
  try {
    const lines = await Promise.all(standing.map(() => openLine(bare.port)))
    const head = 'GET / HTTP/1.1\r\nHost: localhost\r\n'
    const theirs = lines.map(
      (line): Ask =>
        () =>
          line.ask(head),
    )
    const bareBytes = Buffer.byteLength((await theirs[0]?.())?.body ?? '')
    say(
      `The contact page, ${bytes} bytes, against bare Express, ${bareBytes} bytes; ${clients} clients.`,
    )
    const share = Math.max(1, seconds / rounds / 2)
    await asked(ours, warmUpPages)
    await asked(theirs, warmUpPages)
    const [server] = installation.servers
    await server?.health()
    await bare.health()
    const ratios: number[] = []
    const pages = { ours: 0, theirs: 0 }
    for (let round = 0; round < rounds; round += 1) {
      const one = await closedLoop(ours, share)
      const other = await closedLoop(theirs, share)
      say(`  ${one.perSecond.toFixed(0)} pages a second against ${other.perSecond.toFixed(0)}`)
      ratios.push(one.perSecond / other.perSecond)
      pages.ours += one.answers.length
      pages.theirs += other.answers.length
    }
    const health = await server?.health()
    const cpu = (health?.cpuMs ?? 0) / pages.ours
    const bareCpu = (await bare.health()).cpuMs / pages.theirs
    say(
      `A page takes ${cpu.toFixed(2)} ms of the processor, a bare one ${bareCpu.toFixed(2)} ms: a ratio of ` +
        `${(bareCpu / cpu).toFixed(2)}, whatever else the machine is doing.`,
    )
    return {
      ratio: rounded(median(ratios)),
      cpu_ratio: rounded(bareCpu / cpu),
      loop_p99_ms: rounded(health?.loopP99Ms ?? 0),
      cpu_ms_per_page: rounded(cpu),
    }
  } finally {
    for (const browser of browsers) browser.close()
    bare.stop()
    await installation.stop()
  }
}
