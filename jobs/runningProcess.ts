import { readFileSync } from 'node:fs'

/** A process told apart from a later one that was given the same number. */
export type RunningProcess = { pid: number; started: string }

/** The process `pid` as it runs now, or null when there is none (one that only waits to be buried is none). */
export function runningProcess(pid: number): RunningProcess | null {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives and is somebody else's.
    if (!isForbidden(error)) return null
  }
  const { state, started } = accountOf(pid)
  return state === 'Z' || state === 'X' ? null : { pid, started }
}

/** Whether this very process, not merely one with its number, still runs. */
export function stillRuns(known: RunningProcess): boolean {
  return runningProcess(known.pid)?.started === known.started
}

/**
 * State and start by Linux's own account: the fields after the name, which may itself hold spaces and
 * brackets. The start is in ticks since boot, so the boot belongs to it. Both empty where there is no
 * /proc.
 */
function accountOf(pid: number): { state: string; started: string } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', started: `${boot}/${fields[19]}` }
  } catch {
    return { state: '', started: '' }
  }
}

function isForbidden(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM'
}
