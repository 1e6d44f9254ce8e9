import { type Instant, later, secondsBetween } from '../clock.ts'

const hour = 60 * 60

/**
 * Until when somebody may answer before the proposed hour is taken for them: a day before the old
 * hour, or halfway to it where it is nearer than two days.
 */
export function answerByOf(fromStart: Instant, now: Instant): Instant {
  const left = Math.max(0, secondsBetween(now, fromStart))
  return later(now, { seconds: Math.max(left - 24 * hour, Math.floor(left / 2)) })
}

/**
 * When proposals that nobody looked at leave by themselves: a day after the change, or after a
 * quarter of the time there is where that is less.
 */
export function sendByOf(createdAt: Instant, fromStart: Instant): Instant {
  const quarter = Math.floor(Math.max(0, secondsBetween(createdAt, fromStart)) / 4)
  return later(createdAt, { seconds: Math.min(24 * hour, quarter) })
}

/** When who has not answered is reminded: halfway to the end. */
export function remindAtOf(sentAt: Instant, answerBy: Instant): Instant {
  return later(sentAt, { seconds: Math.floor(secondsBetween(sentAt, answerBy) / 2) })
}

/** When a turno for which there is no hour is given up, so that nobody comes in vain. */
export function giveUpAtOf(fromStart: Instant): Instant {
  return later(fromStart, { hours: -2 })
}
