import type { Db } from '#dialect'
import type { ArrivalRow } from '../../db/arrivalStore.ts'
import type { VisitRow } from '../../db/visitStore.ts'
import type { Procedure } from '../agencies/procedure.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../keys/codes.ts'
import { sealedJson } from '../keys/sealedJson.ts'
import type { TurnoPersonal } from '../turno/turno.ts'
import type { Arrival, WalkInPersonal } from './arrival.ts'
import { callHere } from './call.ts'
import { type CheckItem, checklistOf, knowsAll } from './checklist.ts'
import type { Found, OutcomeDetail, OutcomeKind } from './outcome.ts'
import type { AttendancePorts } from './ports.ts'
import { takeStep } from './steps.ts'
import { arrivalOf } from './ticket.ts'
import { type Clerk, type NotAtWindow, openToday, type Today } from './today.ts'
import { walkInSeal } from './walkIn.ts'

/** A visit as the window shows it, with its people in clear. Never log one. */
export type Visit = {
  id: string
  agencyId: string
  callId: string
  arrival: Arrival
  procedure: Procedure
  /** What was booked; null for a walk-in. */
  turno: { id: string; reference: string; startAt: Instant; personal: TurnoPersonal } | null
  /** What a walk-in gave of themselves; null with a turno, or where nothing was given. */
  walkIn: WalkInPersonal | null
  thirdParty: boolean
  checklist: CheckItem[]
  notes: string
  startedAt: Instant
  endedAt: Instant | null
  /** What became of it, the first word first; the last counts. */
  outcomes: {
    number: number
    kind: OutcomeKind
    detail: OutcomeDetail
    staffId: string
    reason: string | null
    at: Instant
  }[]
}

export type StartResult =
  | { ok: true; visitId: string; again: boolean }
  | NotAtWindow
  | { ok: false; reason: 'unknown-call' | 'call-over' }

export type SaveResult =
  | { ok: true }
  | NotAtWindow
  | { ok: false; reason: 'unknown-visit' | 'visit-over' | 'unknown-requirement' }

/** What happens at the window, from the person's standing at it to the outcome. */
export function createVisits(ports: AttendancePorts) {
  const { stores, database, keyring, turnoSeal } = ports
  const today = openToday(ports)
  const notesSeal = sealedJson<string>(keyring, 'visit')
  const walkIns = walkInSeal(ports)

  async function turnoOf(db: Db, { turnoId }: Pick<ArrivalRow, 'turnoId'>) {
    const row = turnoId === null ? null : await stores.turnos.find(db, turnoId)
    if (!row) return null
    const { id, reference, startAt, procedureVersion } = row
    const personal = turnoSeal.open(row.id, row.personal)
    return { id, reference, startAt, procedureVersion, personal }
  }

  /** What a visit starts with: what another window found before a transfer, else an empty list. */
  async function beginning(at: Today, arrival: ArrivalRow, id: string) {
    const [before] = await stores.visits.ofArrival(at.tx, arrival.id)
    if (before) {
      const { checks, thirdParty, procedureVersion } = before
      const notes = before.notes && notesSeal.seal(id, notesSeal.open(before.id, before.notes))
      return { checks, thirdParty, procedureVersion, notes }
    }
    const turno = await turnoOf(at.tx, arrival)
    const procedure = await stores.agencies.procedure(at.tx, arrival.procedureId)
    return {
      checks: [],
      thirdParty: turno?.personal.thirdParty != null,
      procedureVersion: turno?.procedureVersion ?? procedure?.version ?? null,
      notes: null,
    }
  }

  /** The procedure at the version the visit began with, whatever was changed meanwhile. */
  async function procedureOf(db: Db, { procedureVersion }: VisitRow, id: string) {
    return procedureVersion === null
      ? stores.agencies.procedure(db, id)
      : stores.agencies.procedureAt(db, id, procedureVersion)
  }

  async function whole(db: Db, row: VisitRow): Promise<Visit> {
    const arrival = await stores.arrivals.find(db, row.arrivalId)
    const procedure = arrival && (await procedureOf(db, row, arrival.procedureId))
    if (!arrival || !procedure) throw new Error('A visit without its arrival or procedure')
    const outcomes = await stores.visits.outcomes(db, row.id)
    return {
      id: row.id,
      agencyId: arrival.agencyId,
      callId: row.callId,
      arrival: arrivalOf(arrival),
      procedure,
      turno: await turnoOf(db, arrival),
      walkIn: arrival.personal === null ? null : walkIns.open(arrival.id, arrival.personal),
      thirdParty: row.thirdParty,
      checklist: checklistOf(procedure, row.thirdParty, row.checks),
      notes: row.notes === null ? '' : notesSeal.open(row.id, row.notes),
      startedAt: row.startedAt,
      endedAt: row.endedAt,
      outcomes: outcomes.map(({ visitId: _visit, ...outcome }) => outcome),
    }
  }

  async function keep(at: Today, visit: Visit, found: Found): Promise<Visit | null> {
    const { checks, thirdParty, notes } = found
    const all = checklistOf(visit.procedure, true, [])
    const codes = checks.map(({ code }) => code)
    if (!knowsAll(all, codes)) return null
    const sealed = notes === '' ? null : notesSeal.seal(visit.id, notes)
    await stores.visits.change(at.tx, visit.id, { checks, thirdParty, notes: sealed })
    const checklist = checklistOf(visit.procedure, thirdParty, checks)
    return { ...visit, thirdParty, notes, checklist }
  }

  return {
    /** The person stands at the window. Starting twice is starting once. */
    start(clerk: Clerk, callId: string): Promise<StartResult> {
      return today.atWindow(clerk, async (at, place): Promise<StartResult> => {
        const known = await stores.visits.ofCall(at.tx, callId)
        const found = await callHere(stores, at, place, callId)
        if (!found.ok && found.reason === 'unknown-call') return found
        if (known) return { ok: true, visitId: known.id, again: true }
        if (!found.ok) return { ok: false, reason: 'call-over' }
        const { arrival } = found
        const id = newId()
        const start = { id, callId, arrivalId: arrival.id, startedAt: at.now, endedAt: null }
        await stores.visits.add(at.tx, { ...start, ...(await beginning(at, arrival, id)) })
        const actor = `staff:${clerk.staffId}` as const
        const taken = { kind: 'visit-started' as const, actor, windowId: clerk.windowId }
        await takeStep(stores, at, arrival, { status: 'called' }, { ...taken, reason: null })
        return { ok: true, visitId: id, again: false }
      })
    },

    /** Keeps what the clerk found so far; the whole form each time. */
    save(clerk: Clerk, visitId: string, found: Found): Promise<SaveResult> {
      return today.atWindow(clerk, async (at): Promise<SaveResult> => {
        const visit = await stores.visits.find(at.tx, visitId)
        const call = visit && (await stores.calls.find(at.tx, visit.callId))
        if (!visit || call?.windowId !== clerk.windowId) {
          return { ok: false, reason: 'unknown-visit' }
        }
        if (visit.endedAt !== null) return { ok: false, reason: 'visit-over' }
        const kept = await keep(at, await whole(at.tx, visit), found)
        return kept ? { ok: true } : { ok: false, reason: 'unknown-requirement' }
      })
    },

    /** Keeps what the clerk found, inside a step that has the day; null where a code is not known. */
    keep,

    /** A visit with its people in clear; null for none. Whose agency it is, the caller checks. */
    async byId(visitId: string): Promise<Visit | null> {
      const row = await stores.visits.find(database.read, visitId)
      return row && whole(database.read, row)
    },

    whole,
  }
}

export type Visits = ReturnType<typeof createVisits>
