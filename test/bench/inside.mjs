// @ts-check
// Loaded into a measured server before its own code (`node --import`): answers over the channel to
// its parent how its event loop, memory and processor time stand, and starts counting anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolution = 5
const delay = monitorEventLoopDelay({ resolution })
delay.enable()
let before = process.cpuUsage()

/** What the main thread alone has used, where Linux tells: the others make PDFs and collect garbage. */
function mainThreadMs() {
  try {
    const line = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8')
    const [user = 0, system = 0] = line
      .slice(line.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return (user + system) * 10
  } catch {
    return 0
  }
}
let mainBefore = mainThreadMs()

const profiled = process.env.BENCH_PROFILE
const session = new Session()
let profiling = false

/** From the first question to the second, what the main thread did is written where BENCH_PROFILE says. */
function profile() {
  if (!profiled) return
  if (profiling) {
    session.post('Profiler.stop', (_error, { profile: found }) =>
      writeFileSync(profiled, JSON.stringify(found)),
    )
  } else {
    session.connect()
    session.post('Profiler.enable')
    session.post('Profiler.start')
  }
  profiling = !profiling
}

process.on('message', () => {
  const { user, system } = process.cpuUsage(before)
  before = process.cpuUsage()
  process.send?.({
    loopP99Ms: Math.max(0, delay.percentile(99) / 1e6 - resolution),
    loopMaxMs: Math.max(0, delay.max / 1e6 - resolution),
    rssMb: process.memoryUsage.rss() / 1e6,
    cpuMs: (user + system) / 1000,
    mainMs: mainThreadMs() - mainBefore,
  })
  mainBefore = mainThreadMs()
  delay.reset()
  profile()
})
process.channel?.unref()
