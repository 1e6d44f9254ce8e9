import { crowd, pause } from './crowd.ts'
import { type Bench, median, quantile, rounded, warmUp } from './figures.ts'
import { type Installation, install } from './installation.ts'
import { townOf } from './town.ts'

/** As many agencies as the institution has, about. */
export const agencies = 120

/** Complete walks per second on one process with SQLite, its mails included. */
export const flow: Bench = async (say, options) => {
  const { seconds, people, walks } = options
  const installation = await install({ data: townOf({ agencies, windows: 8 }) })
  try {
    say(
      `One process on SQLite, ${agencies} agencies, ${people} people at once from as many addresses.`,
    )
    const [server] = installation.servers
    if (!server) throw new Error('There is no server')
    const seen = await crowd({
      installation,
      agencies,
      people,
      seconds,
      walks,
      warmUpWalks: warmUp(options),
      onWarm: async () => void (await server.health()),
    })
    const health = await server.health()
    const backlog = seen.walks - installation.sink.taken('confirmation')
    const mails = await drained(installation)
    const rested = await server.health()
    const perWalk = seen.requests / (seen.walks + seen.without)
    say(
      `${seen.walks} walks in ${seen.seconds.toFixed(1)} s, ${seen.without} without a turno; ` +
        `${perWalk.toFixed(1)} requests each, ${(health.cpuMs / seen.walks).toFixed(1)} ms of the processor, ` +
        `${(health.mainMs / seen.walks).toFixed(1)} of them in the main thread.`,
    )
    say(
      `An answer: p50 ${median(seen.answers).toFixed(1)} ms, p99 ${quantile(seen.answers, 0.99).toFixed(1)} ms. ` +
        `A walk: p50 ${median(seen.durations).toFixed(0)} ms, p99 ${quantile(seen.durations, 0.99).toFixed(0)} ms.`,
    )
    say(
      `Event loop p99 ${health.loopP99Ms.toFixed(1)} ms, longest ${health.loopMaxMs.toFixed(0)} ms. ` +
        `RSS ${health.rssMb.toFixed(0)} MB, ${rested.rssMb.toFixed(0)} MB once the mails were out.`,
    )
    say(`About ${backlog} confirmations were left; they went out at ${mails.toFixed(1)} a second.`)
    return {
      walks_per_s: rounded(seen.walks / seen.seconds),
      p99_ms: rounded(quantile(seen.answers, 0.99)),
      requests_per_walk: rounded(perWalk),
      rss_mb: rounded(rested.rssMb),
      mails_per_s: rounded(mails),
      loop_p99_ms: rounded(health.loopP99Ms),
      cpu_ms_per_walk: rounded(health.cpuMs / seen.walks),
    }
  } finally {
    await installation.stop()
  }
}

/** How many confirmations a second leave, with their papers, once nobody asks for pages any more. */
async function drained({ sink }: Installation): Promise<number> {
  const before = sink.taken('confirmation')
  const began = performance.now()
  let last = before
  let lastAt = began
  while (performance.now() - lastAt < 3000 && performance.now() - began < 20_000) {
    await pause(100)
    const now = sink.taken('confirmation')
    if (now === last) continue
    last = now
    lastAt = performance.now()
  }
  return (last - before) / ((lastAt - began) / 1000)
}
