import type { WindowRow } from '../../db/windowStore.ts'
import { recordChange } from '../audit/changes.ts'
import { newId } from '../keys/codes.ts'
import type { Actor } from './arrival.ts'
import type { AttendancePorts } from './ports.ts'
import { takeStep } from './steps.ts'
import { type Clerk, openToday, type Today } from './today.ts'

/** A window as staff see it; `clerk` is who has it open. */
export type Window = {
  id: string
  agencyId: string
  number: number
  /** Empty where it serves all. */
  procedures: string[]
  active: boolean
  clerk: { staffId: string; since: string } | null
}

export type OpenResult =
  | { ok: true; window: Window }
  | { ok: false; reason: 'unknown-window' | 'out-of-use' }
  /** Somebody else has it open. */
  | { ok: false; reason: 'window-taken'; staffId: string }
  /** The clerk has another one open. */
  | { ok: false; reason: 'has-window'; windowId: string }

export type CloseResult =
  | { ok: true }
  /** Not this clerk's; somebody is called to it: that ends first. */
  | { ok: false; reason: 'not-your-window' | 'call-open' }

/** A clerk from the window they have open to another one. */
export type Move = { staffId: string; from: string; to: string }

export type MoveResult =
  | OpenResult
  /** Somebody is called to their window; they are no longer there. */
  | { ok: false; reason: 'call-open' | 'not-your-window' | 'clerk-elsewhere' }

/** Opening and closing windows: one clerk at a window, one window for a clerk. */
export function createWindows(ports: AttendancePorts) {
  const { stores, database, audit } = ports
  const today = openToday(ports)

  async function open(at: Today, clerk: Clerk, window: WindowRow): Promise<OpenResult> {
    if (!window.active) return { ok: false, reason: 'out-of-use' }
    const shift = { id: newId(), ...clerk, openedAt: at.now }
    const opened = await stores.windows.open(at.tx, shift)
    if (opened) return { ok: true, window: shown(window, shift) }
    const there = await stores.windows.openAt(at.tx, window.id)
    if (there?.staffId === clerk.staffId) return { ok: true, window: shown(window, there) }
    if (there) return { ok: false, reason: 'window-taken', staffId: there.staffId }
    const other = await stores.windows.openOf(at.tx, clerk.staffId)
    return { ok: false, reason: 'has-window', windowId: other?.windowId ?? '' }
  }

  async function close(at: Today, windowId: string, actor: Actor): Promise<CloseResult> {
    if (await stores.calls.openAt(at.tx, windowId)) return { ok: false, reason: 'call-open' }
    await stores.windows.close(at.tx, windowId, at.now)
    await release(at, windowId, actor, 'window-closed', null)
    return { ok: true }
  }

  /** Whoever waits for this window alone, and for what it does not serve, would wait for ever. */
  async function release(
    at: Today,
    windowId: string,
    actor: Actor,
    reason: 'window-closed' | 'window-serves-other',
    serves: string[] | null,
  ): Promise<void> {
    for (const arrival of await stores.arrivals.boundTo(at.tx, windowId, at.day)) {
      const served = serves?.length === 0 || serves?.includes(arrival.procedureId)
      if (served) continue
      const { status } = arrival
      const taken = { kind: 'released' as const, actor, windowId, reason }
      await takeStep(stores, at, arrival, { status, windowId: null }, taken)
    }
  }

  return {
    /** The windows of an agency by their number, with who is at each. */
    async ofAgency(agencyId: string): Promise<Window[]> {
      const rows = await stores.windows.ofAgency(database.read, agencyId)
      const ids = rows.map(({ id }) => id)
      const shifts = await stores.windows.openAmong(database.read, ids)
      const byWindow = new Map(shifts.map((shift) => [shift.windowId, shift]))
      return rows.map((row) => shown(row, byWindow.get(row.id) ?? null))
    },

    /** The window a clerk has open; null without one. */
    async ofClerk(staffId: string): Promise<Window | null> {
      const shift = await stores.windows.openOf(database.read, staffId)
      const row = shift && (await stores.windows.find(database.read, shift.windowId))
      return row ? shown(row, shift) : null
    },

    async find(windowId: string): Promise<Window | null> {
      const row = await stores.windows.find(database.read, windowId)
      return row && shown(row, await stores.windows.openAt(database.read, windowId))
    },

    /** Opens a window for a clerk; opening it twice is opening it once. */
    async open(clerk: Clerk): Promise<OpenResult> {
      const done = await today.ofWindow(clerk.windowId, (at, window) => open(at, clerk, window))
      return done ?? { ok: false, reason: 'unknown-window' }
    },

    /** Closes the clerk's own window; closing it twice is closing it once. */
    async close(clerk: Clerk): Promise<CloseResult> {
      const refused: CloseResult = { ok: false, reason: 'not-your-window' }
      const done = await today.ofWindow(clerk.windowId, async (at): Promise<CloseResult> => {
        const shift = await stores.windows.openAt(at.tx, clerk.windowId)
        if (!shift) return { ok: true }
        if (shift.staffId !== clerk.staffId) return refused
        return close(at, clerk.windowId, `staff:${clerk.staffId}`)
      })
      return done ?? refused
    },

    /** Closes somebody's window for them, on record: where a clerk left it open. Twice is once. */
    async closeFor(agencyId: string, windowId: string, actor: Actor): Promise<CloseResult> {
      const done = await today.at(agencyId, async (at): Promise<CloseResult> => {
        const window = await stores.windows.find(at.tx, windowId)
        if (window?.agencyId !== agencyId) return { ok: false, reason: 'not-your-window' }
        const shift = await stores.windows.openAt(at.tx, windowId)
        if (!shift) return { ok: true }
        const closed = await close(at, windowId, actor)
        if (!closed.ok) return closed
        const what = { action: 'window-closed', subject: `window:${windowId}`, agencyId }
        await audit.record(at.tx, { actor, ...what, detail: { clerk: `staff:${shift.staffId}` } })
        return closed
      })
      return done ?? { ok: false, reason: 'not-your-window' }
    },

    /**
     * Sits a clerk at another window of the agency: their shift here ends and one there begins, or
     * neither. Not while somebody is called to either. Sent twice, they were moved once.
     */
    async move(agencyId: string, { staffId, from, to }: Move, actor: Actor): Promise<MoveResult> {
      const done = await today.at(agencyId, async (at): Promise<MoveResult> => {
        const left = await stores.windows.find(at.tx, from)
        const target = await stores.windows.find(at.tx, to)
        if (left?.agencyId !== agencyId) return { ok: false, reason: 'unknown-window' }
        if (target?.agencyId !== agencyId) return { ok: false, reason: 'unknown-window' }
        const there = await stores.windows.openAt(at.tx, to)
        if (there?.staffId === staffId) return { ok: true, window: shown(target, there) }
        const here = await stores.windows.openAt(at.tx, from)
        if (here?.staffId !== staffId) return { ok: false, reason: 'clerk-elsewhere' }
        if (!target.active) return { ok: false, reason: 'out-of-use' }
        if (there) return { ok: false, reason: 'window-taken', staffId: there.staffId }
        const closed = await close(at, from, actor)
        if (!closed.ok) return closed
        const opened = await open(at, { staffId, windowId: to }, target)
        // Both were looked at under the lock: an open window there, or of theirs, cannot be.
        if (!opened.ok) throw new Error(`A free window did not open: ${opened.reason}`)
        const what = { action: 'clerk-moved', subject: `window:${to}`, agencyId }
        await audit.record(at.tx, { actor, ...what, detail: { clerk: `staff:${staffId}`, from } })
        return opened
      })
      return done ?? { ok: false, reason: 'unknown-window' }
    },

    /**
     * Sets what a window serves, on record; empty for everything. False for no window of this agency.
     * Whom this window alone could call, and can no longer, waits for any.
     */
    async setProcedures(agencyId: string, windowId: string, procedures: string[], actor: Actor) {
      const done = await today.at(agencyId, async (at) => {
        const window = await stores.windows.find(at.tx, windowId)
        if (window?.agencyId !== agencyId) return false
        const serves = [...new Set(procedures)].sort()
        await stores.windows.setProcedures(at.tx, windowId, serves)
        const action = 'window-procedures-changed'
        const entry = { actor, action, subject: `window:${windowId}`, agencyId }
        const before = { procedures: [...window.procedures].sort() }
        await recordChange(audit, at.tx, entry, before, { procedures: serves })
        await release(at, windowId, actor, 'window-serves-other', serves)
        return true
      })
      return done ?? false
    },
  }
}

function shown(row: WindowRow, shift: { staffId: string; openedAt: string } | null): Window {
  return { ...row, clerk: shift && { staffId: shift.staffId, since: shift.openedAt } }
}
