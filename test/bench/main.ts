import { parseArgs } from 'node:util'
import { closeDoor, openDoor } from '../support/postgresDoor.mjs'
import { admin } from './admin.ts'
import { availability } from './availability.ts'
import type { Bench } from './figures.ts'
import { flow } from './flow.ts'
import { latency } from './latency.ts'
import { ledger } from './ledger.ts'
import { pages } from './pages.ts'
import { scale } from './scale.ts'
import { storm } from './storm.ts'

const benches: Record<string, Bench> = {
  pages,
  ledger,
  flow,
  storm,
  availability,
  latency,
  scale,
  admin,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    people: { type: 'string', default: '32' },
    walks: { type: 'string', default: '0' },
    quick: { type: 'boolean', default: false },
  },
})
/** Longer than any one of them takes: a bench that hangs says so instead of waiting for ever. */
const mostMinutes = 15

const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Runs the asked benches, or all of them, one after the other. */
async function main() {
  const names = positionals.length > 0 ? positionals : Object.keys(benches)
  const unknown = names.filter((name) => !(name in benches))
  if (unknown.length > 0) {
    throw new Error(
      `There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`,
    )
  }
  process.env.TEST_POSTGRES_DOOR = await openDoor()
  for (const name of names) {
    say(`\n${name}`)
    const late = setTimeout(() => {
      say(`It did not end within ${mostMinutes} minutes.`)
      process.exit(1)
    }, mostMinutes * 60_000).unref()
    const figures = await benches[name]?.(say, {
      seconds: Number(values.seconds ?? (values.quick ? 4 : 15)),
      people: Number(values.people),
      walks: Number(values.walks),
      quick: values.quick,
    })
    for (const [key, figure] of Object.entries(figures ?? {})) say(`  ${key.padEnd(20)} ${figure}`)
    if (values.json) say(JSON.stringify({ bench: name, ...figures }))
    clearTimeout(late)
  }
}

// Ending us ends the servers we started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

try {
  await main()
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
} finally {
  await closeDoor()
}
