import { say } from './say.ts'

/**
 * Hears SIGTERM and SIGINT from now on, also as the first process of a container, which
 * without this would not be told. Until `obey` has named what must be let finish, there is nothing, and
 * the process ends at once with 0. Then `stop` runs once; where it throws, the process ends with 1.
 */
export function hearStopSignals(): { obey(stop: () => Promise<void>): void } {
  let stop = async () => {}
  let asked = false
  const end = async () => {
    if (asked) return
    asked = true
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      end().catch((error: unknown) => {
        say(error instanceof Error ? error.message : String(error))
        process.exit(1)
      })
    })
  }
  return {
    obey(how) {
      stop = how
    },
  }
}
