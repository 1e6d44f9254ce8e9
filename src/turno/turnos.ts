import type { Db } from '#dialect'
import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { TurnoRow } from '../../db/turnoStore.ts'
import type { Audit } from '../audit/audit.ts'
import type { Clock, Instant, LocalDate } from '../clock.ts'
import type { Outbox } from '../messages/outbox.ts'
import { cancelTurno } from './cancel.ts'
import { freeDocument } from './free.ts'
import { moveTurno } from './move.ts'
import type { TurnoSeal } from './seal.ts'
import type { Turno } from './turno.ts'

export type TurnoPorts = {
  database: Database
  stores: Stores
  clock: Clock
  turnoSeal: TurnoSeal
  outbox: Outbox
  audit: Audit
}

/** The confirmed appointments: reading them with their people in clear, and cancelling. */
export function createTurnos(ports: TurnoPorts) {
  const { database, stores, clock, turnoSeal } = ports

  /** What many turnos have in common, read once for all of them. */
  function commonTo(db: Db) {
    const procedures = new Map<string, ReturnType<typeof stores.agencies.procedureAt>>()
    const agencies = new Map<string, ReturnType<typeof stores.agencies.agency>>()
    return {
      procedure({ procedureId, procedureVersion }: TurnoRow) {
        const key = `${procedureId} ${procedureVersion}`
        const known =
          procedures.get(key) ?? stores.agencies.procedureAt(db, procedureId, procedureVersion)
        procedures.set(key, known)
        return known
      },
      agency({ agencyId }: TurnoRow) {
        const known = agencies.get(agencyId) ?? stores.agencies.agency(db, agencyId)
        agencies.set(agencyId, known)
        return known
      },
    }
  }

  async function whole(db: Db, row: TurnoRow | null, common = commonTo(db)): Promise<Turno | null> {
    if (!row) return null
    const procedure = await common.procedure(row)
    const agency = await common.agency(row)
    if (!procedure || !agency) throw new Error('A turno without its procedure or agency')
    const { personal, holderKey: _holder, mailboxKey: _mailbox, ...rest } = row
    return { ...rest, personal: turnoSeal.open(row.id, personal), procedure, agency }
  }

  return {
    async byId(id: string): Promise<Turno | null> {
      return whole(database.read, await stores.turnos.find(database.read, id))
    },

    /** Several of them by their ids; those that are not there are left out. */
    async byIds(ids: readonly string[]): Promise<Map<string, Turno>> {
      const common = commonTo(database.read)
      const found = new Map<string, Turno>()
      for (const row of await stores.turnos.several(database.read, ids)) {
        const turno = await whole(database.read, row, common)
        if (turno) found.set(turno.id, turno)
      }
      return found
    },

    async byReference(reference: string): Promise<Turno | null> {
      return whole(database.read, await stores.turnos.findByReference(database.read, reference))
    },

    /** The live turnos of an address, by its keyed hash, the earliest first. */
    async liveOfMailbox(mailboxKey: string): Promise<Turno[]> {
      const turnos: Turno[] = []
      for (const row of await stores.turnos.liveOfMailbox(database.read, mailboxKey)) {
        const turno = await whole(database.read, row)
        if (turno) turnos.push(turno)
      }
      return turnos
    },

    /** The turnos of an agency's day that were not cancelled, by their hour. */
    async ofDay(agencyId: string, day: LocalDate): Promise<Turno[]> {
      const turnos: Turno[] = []
      const common = commonTo(database.read)
      for (const row of await stores.turnos.ofDay(database.read, agencyId, day)) {
        const turno = await whole(database.read, row, common)
        if (turno) turnos.push(turno)
      }
      return turnos
    },

    /** The live turno of this very holder and verified address for a procedure; else null. */
    async liveFor(
      { holderKey, mailboxKey }: { holderKey: string | null; mailboxKey: string | null },
      procedureId: string,
    ): Promise<Turno | null> {
      if (holderKey === null || mailboxKey === null) return null
      const row = await stores.turnos.liveOfHolder(database.read, procedureId, holderKey)
      return row?.mailboxKey === mailboxKey ? whole(database.read, row) : null
    },

    /** Whether the person may cancel it now: it has not begun, nor have they arrived. */
    canBeCancelled: ({ status, startAt }: Turno): boolean =>
      status === 'confirmed' && startAt > clock.now(),

    /** The live turno of a holder for a procedure, whoever made it: for reception, which saw the document. */
    async liveOfHolder(procedureId: string, holderKey: string): Promise<Turno | null> {
      const { read } = database
      return whole(read, await stores.turnos.liveOfHolder(read, procedureId, holderKey))
    },

    /** When a turno was cancelled; null while it stands. */
    cancelledAt: (turnoId: string): Promise<Instant | null> =>
      stores.turnos.lastTime(database.read, turnoId, 'cancelled'),

    move: moveTurno(ports),
    /** The turno that reception may end in favour of who stands before it, document in hand. */
    inTheWay: freeDocument(ports),
    cancel: cancelTurno(ports),
  }
}

export type Turnos = ReturnType<typeof createTurnos>
