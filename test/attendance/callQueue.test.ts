import { describe, expect, test } from '@jest/globals'
import {
  type Call,
  createCallQueue,
  type Speaker,
} from '../../views/assets/scripts/display/callQueue.ts'

const call = (number: number, open = true): Call => ({
  number,
  say: `Boleto ${number}. Pase a la ventanilla ${number % 7}.`,
  caption: `Boleto ${number}`,
  open,
})

/** A room in which each sound lasts until it is let go on. */
function room() {
  const heard: string[] = []
  const sounding: string[] = []
  const ends: (() => void)[] = []
  const sound = (what: string) =>
    new Promise<void>((resolve) => {
      heard.push(what)
      sounding.push(what)
      expect(sounding).toHaveLength(1)
      ends.push(() => {
        sounding.pop()
        resolve()
      })
    })
  const speaker: Speaker = { chime: () => sound('chime'), say: (text) => sound(text) }
  const shown: (number | null)[] = []
  const queue = createCallQueue({ speaker, show: (one) => shown.push(one?.number ?? null) })
  /** Ends the sound that is heard now. */
  const end = async () => {
    ends.shift()?.()
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
  return {
    queue,
    heard,
    shown,
    end,
    said: () => heard.filter((what) => what !== 'chime'),
    /** Lets everything that waits be said. */
    async all() {
      while (sounding.length > 0) await end()
      await queue.idle()
    },
  }
}

describe('the queue of calls', () => {
  test('chimes and says a call, and once more, with its window each time', async () => {
    const { queue, heard, shown, all } = room()
    queue.hear([call(1)])
    await all()
    expect(heard).toEqual(['chime', call(1).say, 'chime', call(1).say])
    expect(heard.filter((what) => /ventanilla 1\.$/.test(what))).toHaveLength(2)
    expect(shown).toEqual([1, null, 1, null])
    expect(queue.saying()).toBeNull()
  })

  test('cuts none off: what comes meanwhile waits, and goes before a second time', async () => {
    const { queue, said, end, all } = room()
    queue.hear([call(1)])
    await end()
    queue.hear([call(2), call(3)])
    expect(queue.saying()?.number).toBe(1)
    expect(queue.waiting().map(({ number }) => number)).toEqual([2, 3, 1])
    await all()
    expect(said()).toEqual([1, 2, 3, 1, 2, 3].map((number) => call(number).say))
  })

  test('takes each number once, in order, however often and in whichever order it is told', async () => {
    const { queue, said, all } = room()
    queue.hear([call(3), call(2)])
    queue.hear([call(2), call(3)])
    await all()
    queue.hear([call(1), call(3)])
    await all()
    expect(said()).toEqual([2, 3, 2, 3].map((number) => call(number).say))
    expect(queue.last()).toBe(3)
  })

  test('says what was missed meanwhile, but for what is over', async () => {
    const { queue, said, all } = room()
    queue.startAfter(4)
    queue.hear([call(4), call(5, false), call(6)])
    await all()
    expect(said()).toEqual([call(6).say, call(6).say])
    expect(queue.last()).toBe(6)
  })

  test('begins again with a new day', async () => {
    const { queue, said, end, all } = room()
    queue.hear([call(90), call(91)])
    await end()
    queue.startAfter(0)
    queue.hear([call(1)])
    await all()
    expect(said()).toEqual([call(90).say, call(1).say, call(1).say])
  })

  test('six hundred calls leave nothing behind', async () => {
    const { queue, said, all } = room()
    for (let number = 1; number <= 600; number += 1) {
      queue.hear([call(number)])
      await all()
    }
    expect(said()).toHaveLength(1200)
    expect(queue.waiting()).toEqual([])
  })
})
