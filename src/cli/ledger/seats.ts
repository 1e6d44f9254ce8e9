import { z } from 'zod'
import type { TransferSide } from '../../../db/transferSide.ts'
import type { Instant } from '../../clock.ts'
import type { Findings } from './findings.ts'
import { readings } from './readings.ts'

/** A seat that counts: a turno's, or a hold's that has not ended. */
export type LiveSeat = {
  start: Instant
  end: Instant
  ofTurno: boolean
  /** Its turno waits for another hour: nobody will come at this one. */
  waits: boolean
}

/** The live seats by pool and day: `pool day`. */
export type SeatsByDay = Map<string, LiveSeat[]>

const seatShape = z.object({
  pool_id: z.string(),
  start_at: z.string(),
  end_at: z.string(),
  day: z.string(),
  turno_id: z.string().nullable(),
  expires_at: z.string().nullable(),
})

const turnoShape = z.object({
  id: z.string(),
  reference: z.string(),
  pool_id: z.string(),
  start_at: z.string(),
  end_at: z.string(),
  day: z.string(),
  status: z.string(),
})

const columnsOf = (shape: z.ZodObject) => Object.keys(shape.shape)
const placeOf = (row: { pool_id: string; day: string; start_at: string; end_at: string }) =>
  `${row.pool_id} ${row.day} ${row.start_at} ${row.end_at}`

/**
 * Holds every turno against its seat: a live one has exactly one, at its own hour; a cancelled one has
 * none; and no seat belongs to a turno that is not there. Gives the live seats for further checks.
 */
export async function checkSeats(
  side: TransferSide,
  now: Instant,
  findings: Findings,
  waiting: ReadonlySet<string>,
): Promise<{ days: SeatsByDay; turnos: number }> {
  const days: SeatsByDay = new Map()
  const places = new Map<string, string[]>()
  for await (const reading of readings(side, 'seats', columnsOf(seatShape))) {
    const seat = seatShape.parse(reading)
    const { turno_id: turno, expires_at: expires } = seat
    if (turno !== null) places.set(turno, [...(places.get(turno) ?? []), placeOf(seat)])
    if (expires !== null && expires <= now) continue
    const key = `${seat.pool_id} ${seat.day}`
    const live = days.get(key) ?? []
    days.set(key, live)
    live.push({
      start: seat.start_at,
      end: seat.end_at,
      ofTurno: turno !== null,
      waits: turno !== null && waiting.has(turno),
    })
  }

  let turnos = 0
  for await (const reading of readings(side, 'turnos', columnsOf(turnoShape))) {
    const turno = turnoShape.parse(reading)
    turnos += 1
    const found = places.get(turno.id) ?? []
    places.delete(turno.id)
    const sentence = seatFault(turno, found)
    if (sentence !== null) findings.add('turnos and seats that do not fit', sentence)
  }
  for (const id of places.keys()) {
    findings.add('seats without a turno', `A seat is kept for the turno ${id}, which is not there.`)
  }
  return { days, turnos }
}

function seatFault(turno: z.infer<typeof turnoShape>, found: string[]): string | null {
  const { reference, status } = turno
  if (status === 'cancelled') {
    return found.length === 0 ? null : `Turno ${reference} is cancelled and still keeps a seat.`
  }
  const isLive = status === 'confirmed' || status === 'arrived'
  if (found.length === 0) {
    return isLive
      ? `Turno ${reference} is ${status} and has no seat: its hour can be given again.`
      : null
  }
  if (found.length > 1) return `Turno ${reference} has ${found.length} seats.`
  return found[0] === placeOf(turno)
    ? null
    : `Turno ${reference} says ${turno.start_at} and its seat is at another hour or place.`
}
