import { schedule } from '../../../jobs/schedule.ts'
import { type Instant, secondsBetween } from '../../clock.ts'
import { counted } from '../counted.ts'
import { bad, good, look, type Verdict } from './verdict.ts'

/** A row of `runs`: recurring work, or the last backup. */
export type Run = { name: string; lastRunAt: Instant | null }

const hour = 3600
const backupLookAfter = 26 * hour
const backupBadAfter = 8 * 24 * hour
/** Work that comes back may be late by this many times its pause, and by a minute. */
const latePauses = 3
const mailLookAfter = 2 * 60
const mailBadAfter = 15 * 60

/** When the last backup was made, and whether the recurring work, purges among it, is being done. */
export function examineRuns(runs: Run[], now: Instant, backupName: string): Verdict[] {
  const lastOf = (name: string) => runs.find((run) => run.name === name)?.lastRunAt ?? null
  return [
    examineBackup(lastOf(backupName), now),
    ...schedule.map(({ name, everySeconds }) => {
      const last = lastOf(name)
      const todo = 'Start Turnero, or a worker where JOBS is elsewhere; the log says what fails.'
      if (last === null) return look(name, 'It has never run.', todo)
      const age = secondsBetween(last, now)
      return age <= latePauses * everySeconds + 60
        ? good(name, `It ran ${ago(age)}.`)
        : look(
            name,
            `It last ran ${ago(age)}, and should every ${counted(everySeconds, 'second')}.`,
            todo,
          )
    }),
  ]
}

function examineBackup(last: Instant | null, now: Instant): Verdict {
  const todo = 'Run "turnero backup <file>" every day, and keep a copy on another machine.'
  if (last === null) return look('backup', 'No backup was made with "turnero backup" yet.', todo)
  const age = secondsBetween(last, now)
  const says = `The last backup was made ${ago(age)}.`
  if (age > backupBadAfter) return bad('backup', says, todo)
  return age > backupLookAfter ? look('backup', says, todo) : good('backup', says)
}

/** Whether mails leave: `due` are the instants since which messages wait. */
export function examineMessages(due: Instant[], now: Instant): Verdict {
  const late = due.map((at) => secondsBetween(at, now)).filter((age) => age > mailLookAfter)
  if (late.length === 0) return good('mails', 'No mail is late.')
  const oldest = Math.max(...late)
  const says = `${counted(late.length, 'mail')} should have left by now, the oldest ${ago(oldest)}.`
  const todo = 'See that Turnero runs, and look in its log for "A mail was unreachable".'
  return oldest > mailBadAfter ? bad('mails', says, todo) : look('mails', says, todo)
}

/** A length of time, roughly, as people say it. */
export function ago(seconds: number): string {
  if (seconds < 2 * 60) return `${counted(Math.max(seconds, 0), 'second')} ago`
  if (seconds < 2 * hour) return `${counted(Math.round(seconds / 60), 'minute')} ago`
  if (seconds < 48 * hour) return `${counted(Math.round(seconds / hour), 'hour')} ago`
  return `${counted(Math.round(seconds / (24 * hour)), 'day')} ago`
}
