import { availableParallelism } from 'node:os'
import { crowd } from './crowd.ts'
import { type Bench, rounded, warmUp } from './figures.ts'
import { agencies } from './flow.ts'
import { install } from './installation.ts'
import { townOf } from './town.ts'

/** Complete walks per second on PostgreSQL, with one web process and with more. */
export const scale: Bench = async (say, options) => {
  const { seconds, people } = options
  const most = Math.max(2, Math.floor(availableParallelism() / 2))
  const perSecond: number[] = []
  for (const webs of [1, most]) {
    const data = townOf({ agencies, windows: 8 })
    const installation = await install({ data, dialect: 'postgres', webs })
    try {
      const seen = await crowd({
        installation,
        agencies,
        people: people * webs,
        seconds,
        warmUpWalks: warmUp(options),
      })
      perSecond.push(seen.walks / seen.seconds)
      say(
        `${webs} web and one worker on ${availableParallelism()} cores, PostgreSQL and the clients ` +
          `among them: ${(seen.walks / seen.seconds).toFixed(1)} walks a second.`,
      )
    } finally {
      await installation.stop()
    }
  }
  const [one = 0, more = 0] = perSecond
  return { ratio: rounded(more / one), webs: most, walks_per_s: rounded(one) }
}
