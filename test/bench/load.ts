import type { Answer } from './wire.ts'

/** One client of a load: asks once and says what came. */
export type Ask = () => Promise<Answer>

/** Milliseconds of each answer, and how many came a second. */
export type Load = { perSecond: number; answers: number[] }

/** Asks so many times, to have a server compile its hot code. */
export async function asked(clients: readonly Ask[], times: number): Promise<void> {
  let left = times
  await Promise.all(
    clients.map(async (ask) => {
      while (left > 0) {
        left -= 1
        await good(ask)
      }
    }),
  )
}

/** Every client asks again as soon as it has its answer, for so many seconds. */
export async function closedLoop(clients: readonly Ask[], seconds: number): Promise<Load> {
  const answers: number[] = []
  const began = performance.now()
  const until = began + seconds * 1000
  await Promise.all(
    clients.map(async (ask) => {
      while (performance.now() < until) answers.push((await good(ask)).ms)
    }),
  )
  return { perSecond: (answers.length * 1000) / (performance.now() - began), answers }
}

/**
 * Asks `rate` times a second whatever the answers take; each is counted from when it was due, so that a
 * server that stops for a moment pays for all who came meanwhile.
 */
export async function openLoop(
  clients: readonly Ask[],
  rate: number,
  seconds: number,
): Promise<Load> {
  const answers: number[] = []
  const idle = [...clients]
  const due: number[] = []
  const began = performance.now()
  let asked = 0
  const serve = (ask: Ask, at: number) => {
    const work = good(ask).then(() => {
      answers.push(performance.now() - at)
      const next = due.shift()
      if (next === undefined) idle.push(ask)
      else void serve(ask, next)
    })
    return work
  }
  while (performance.now() - began < seconds * 1000) {
    const owed = Math.floor(((performance.now() - began) / 1000) * rate)
    for (; asked < owed; asked += 1) {
      const at = began + (asked * 1000) / rate
      const ask = idle.pop()
      if (ask) void serve(ask, at)
      else due.push(at)
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  while (idle.length < clients.length) await new Promise((resolve) => setTimeout(resolve, 5))
  return { perSecond: (answers.length * 1000) / (performance.now() - began), answers }
}

async function good(ask: Ask): Promise<Answer> {
  const answer = await ask()
  if (answer.status !== 200) throw new Error(`A page was answered ${answer.status}`)
  return answer
}
