import { startBare } from './bare.ts'
import { crowd } from './crowd.ts'
import { type Bench, median, quantile, rounded, warmUp } from './figures.ts'
import { agencies } from './flow.ts'
import { install } from './installation.ts'
import { type Ask, closedLoop, openLoop } from './load.ts'
import { townOf } from './town.ts'
import { openLine } from './wire.ts'

const share = 0.6
const bareClients = 64
const bareBytes = 15_000

/** How long people wait at 60 % of what a server can do, and at 60 % of what bare Express can. */
export const latency: Bench = async (say, options) => {
  const { seconds, people } = options
  const warmUpWalks = warmUp(options)
  const installation = await install({ data: townOf({ agencies, windows: 8 }) })
  const bare = await startBare(installation.file, bareBytes)
  try {
    const lines = await Promise.all(Array.from({ length: bareClients }, () => openLine(bare.port)))
    const clients = lines.map(
      (line): Ask =>
        () =>
          line.ask('GET / HTTP/1.1\r\nHost: localhost\r\n'),
    )
    await closedLoop(clients, 2)
    const most = await crowd({ installation, agencies, people, seconds: seconds / 2, warmUpWalks })
    const bareMost = await closedLoop(clients, seconds / 2)
    const rate = (most.walks / most.seconds) * share
    const bareRate = bareMost.perSecond * share
    const ours = await crowd({
      installation,
      agencies,
      people,
      seconds,
      rate,
      warmUpSeconds: 3,
      warmUpWalks,
    })
    const theirs = await openLoop(clients, bareRate, seconds)
    say(
      `${rate.toFixed(1)} walks a second begun: an answer p50 ${median(ours.answers).toFixed(1)} ms, ` +
        `p99 ${quantile(ours.answers, 0.99).toFixed(1)} ms.`,
    )
    say(
      `${bareRate.toFixed(0)} bare pages a second: p50 ${median(theirs.answers).toFixed(1)} ms, ` +
        `p99 ${quantile(theirs.answers, 0.99).toFixed(1)} ms.`,
    )
    return {
      ratio: rounded(quantile(ours.answers, 0.99) / quantile(theirs.answers, 0.99)),
      p99_ms: rounded(quantile(ours.answers, 0.99)),
      bare_p99_ms: rounded(quantile(theirs.answers, 0.99)),
    }
  } finally {
    bare.stop()
    await installation.stop()
  }
}
