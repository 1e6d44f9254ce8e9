/** One line of the doctor: what was examined, how it is, in plain words, and what to do about it. */
export type Verdict = {
  check: string
  verdict: 'good' | 'look' | 'bad'
  says: string
  todo: string | null
}

/** All is well. */
export const good = (check: string, says: string): Verdict => ({
  check,
  verdict: 'good',
  says,
  todo: null,
})

/** It works, or could not be asked; somebody should look at it. */
export const look = (check: string, says: string, todo: string): Verdict => ({
  check,
  verdict: 'look',
  says,
  todo,
})

/** It harms people or data, now or at the next mishap. */
export const bad = (check: string, says: string, todo: string): Verdict => ({
  check,
  verdict: 'bad',
  says,
  todo,
})
