import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Agency } from '../agencies/agency.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Clock, Instant } from '../clock.ts'
import type { IdentityDocument } from '../identity/documents.ts'
import type { Keyring } from '../keys/keyring.ts'
import { fullName, type TurnoStatus } from '../turno/turno.ts'
import type { Turnos } from '../turno/turnos.ts'
import type { ArrivalStatus } from './arrival.ts'
import { namesMatch, numberMatches } from './foldedText.ts'
import { walkInSeal } from './walkIn.ts'

/** Somebody of an agency's day: booked for it, or come to it. Personal; never log one. */
export type FoundPerson = {
  turnoId: string | null
  arrivalId: string | null
  /** The ticket of those who came. */
  label: string | null
  name: string
  thirdPartyName: string | null
  document: IdentityDocument | null
  procedureId: string
  startAt: Instant | null
  status: TurnoStatus | ArrivalStatus
}

type FindPorts = {
  database: Database
  stores: Stores
  clock: Clock
  keyring: Keyring
  turnos: Pick<Turnos, 'ofDay'>
}

/** More than these no receptionist reads through. */
const mostFound = 12

const everyStatus: ArrivalStatus[] = ['waiting', 'called', 'parked', 'served', 'no-show', 'left']

/**
 * Finds people of an agency's day by name or document. The day is opened in memory for it: what the
 * database has of names cannot be searched, and no other day is looked at.
 */
export function findPeople({ database, stores, clock, keyring, turnos }: FindPorts) {
  const seal = walkInSeal({ keyring })

  return async (agency: Pick<Agency, 'id' | 'zone'>, asked: string): Promise<FoundPerson[]> => {
    const day = localDateOf(clock.now(), agency.zone)
    const arrivals = await stores.arrivals.inOrder(database.read, agency.id, day, everyStatus)
    const ofTurno = new Map(arrivals.map((row) => [row.turnoId, row]))
    const booked = (await turnos.ofDay(agency.id, day)).map((turno): FoundPerson => {
      const arrival = ofTurno.get(turno.id)
      const { holder, document, thirdParty } = turno.personal
      return {
        turnoId: turno.id,
        arrivalId: arrival?.id ?? null,
        label: arrival?.label ?? null,
        name: fullName(holder),
        thirdPartyName: thirdParty ? fullName(thirdParty.person) : null,
        document,
        procedureId: turno.procedure.id,
        startAt: turno.startAt,
        status: arrival?.status ?? turno.status,
      }
    })
    const walkIns = arrivals.flatMap((row): FoundPerson[] => {
      if (row.turnoId !== null || row.personal === null) return []
      const { name, document } = seal.open(row.id, row.personal)
      return [
        {
          turnoId: null,
          arrivalId: row.id,
          label: row.label,
          name: name ? fullName(name) : '',
          thirdPartyName: null,
          document,
          procedureId: row.procedureId,
          startAt: null,
          status: row.status,
        },
      ]
    })
    return [...booked, ...walkIns].filter((person) => matches(person, asked)).slice(0, mostFound)
  }
}

function matches({ name, thirdPartyName, document, label }: FoundPerson, asked: string): boolean {
  if (label !== null && label.replace(' ', '') === asked.trim().toUpperCase().replace(' ', '')) {
    return true
  }
  if (document && numberMatches(asked, document.number)) return true
  return namesMatch(asked, name) || (thirdPartyName !== null && namesMatch(asked, thirdPartyName))
}
