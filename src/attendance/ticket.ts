import type { ArrivalRow } from '../../db/arrivalStore.ts'
import type { WindowRow } from '../../db/windowStore.ts'
import type { Arrival } from './arrival.ts'

// No I and O, which read as 1 and 0 on a display.
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** What the waiting room sees: a letter for the procedure and the day's own number, `B 014`. */
export function ticketLabel(procedurePosition: number, number: number): string {
  return `${letters.charAt(procedurePosition % letters.length)} ${String(number).padStart(3, '0')}`
}

/** An arrival as it may be shown at the agency: nothing sealed, and not the group of its priority. */
export function arrivalOf(row: ArrivalRow): Arrival {
  const { personal: _personal, priority: _priority, ...rest } = row
  return rest
}

/** Whether a window serves a procedure. */
export function serves(window: Pick<WindowRow, 'procedures'>, procedureId: string): boolean {
  return window.procedures.length === 0 || window.procedures.includes(procedureId)
}

/** Whether a window may call somebody: it serves their procedure, and they wait for no other. */
export function mayCall(
  window: Pick<WindowRow, 'id' | 'procedures'>,
  arrival: Pick<ArrivalRow, 'procedureId' | 'windowId'>,
): boolean {
  const free = arrival.windowId === null || arrival.windowId === window.id
  return free && serves(window, arrival.procedureId)
}
