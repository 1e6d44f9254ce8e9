import { parseArgs } from 'node:util'
import { closeDoor, openDoor } from '../support/postgresDoor.mjs'
import type { Dialect } from './machine.ts'
import { mistakes } from './mistakes.ts'
import { runFaults, told } from './run.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    database: { type: 'string' },
    clients: { type: 'string' },
    people: { type: 'string', default: '0' },
    windows: { type: 'string', default: '20' },
    mistake: { type: 'string' },
    calm: { type: 'boolean', default: false },
  },
})
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Runs the asked databases one after the other; true if nothing was lost, doubled or wrong. */
async function main(): Promise<boolean> {
  const { database, mistake } = values
  const dialects = (['sqlite', 'postgres'] satisfies Dialect[]).filter(
    (dialect) => database === undefined || database === dialect,
  )
  if (dialects.length === 0) throw new Error('--database is sqlite or postgres.')
  if (mistake !== undefined && !(mistake in mistakes)) {
    throw new Error(`--mistake is one of ${Object.keys(mistakes).join(', ')}.`)
  }
  const minutes = Number(values.minutes)
  const clients = values.clients === undefined ? undefined : Number(values.clients)
  if (!(minutes > 0 && minutes <= 240)) throw new Error('--minutes is a number up to 240.')
  if (clients !== undefined && !(clients >= 0 && clients <= 500))
    throw new Error('--clients is a number up to 500.')
  const [people, windows] = [Number(values.people), Number(values.windows)]
  if (!(people >= 0 && people <= 9_999)) throw new Error('--people is a number up to 9999.')
  if (!(windows > 0 && windows <= 99)) throw new Error('--windows is a number up to 99.')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  process.env.TEST_POSTGRES_DOOR = await openDoor()
  let sound = true
  for (const dialect of dialects) {
    const given = {
      ...(mistake === undefined ? {} : { mistake }),
      ...(clients === undefined ? {} : { clients }),
    }
    const report = await runFaults({
      dialect,
      minutes,
      say,
      room: people > 0 ? { people, windows } : null,
      calm: values.calm,
      ...given,
    })
    say(told(report))
    if (report.lost.length + report.doubled.length + report.wrong.length > 0) sound = false
  }
  return sound
}

try {
  process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  await closeDoor()
  // What a failed run left open must not keep us; the processes it started end with us.
  process.exit()
}
