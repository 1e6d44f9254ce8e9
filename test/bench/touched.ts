import { saveChange } from '../../src/admin/hours/saving.ts'
import { addDays } from '../../src/calendar/dates.ts'
import { localDateOf, startOfDay } from '../../src/calendar/zonedDay.ts'
import { later } from '../../src/clock.ts'
import { holderKey } from '../../src/identity/holderKey.ts'
import { newReference } from '../../src/keys/reference.ts'
import { sealedJson } from '../../src/keys/sealedJson.ts'
import type { Services } from '../../src/services.ts'
import type { TurnoPersonal } from '../../src/turno/turno.ts'

/** A change that touched people, and one of them: what the pages of the assistant are about. */
export type Touched = { cause: string; relocation: string }

/** In so many days the agency is closed. */
const daysAhead = 9
const slotMinutes = 20
const from = { hours: 8 }
const slots = 27

/**
 * Books an agency's whole day and then closes it, as an admin would: everybody booked is offered another
 * hour, which is held.
 */
export async function fillTouched(
  services: Services,
  agendaId: string,
  windows: number,
  actor: string,
): Promise<Touched> {
  const { clock, database, hash, keyring, stores } = services
  const turnoSeal = sealedJson<TurnoPersonal>(keyring, 'turno')
  const agenda = await stores.agencies.agenda(database.read, agendaId)
  if (!agenda) throw new Error(`There is no agenda ${agendaId}`)
  const { id: agencyId, zone } = agenda.agency
  const day = addDays(localDateOf(clock.now(), zone), daysAhead)
  const opening = later(startOfDay(day, zone), from)
  const { tables } = database
  await database.transaction(async (tx) => {
    for (let n = 0; n < slots * windows; n += 1) {
      const id = `touched-${n}`
      const startAt = later(opening, { minutes: Math.floor(n / windows) * slotMinutes })
      const span = {
        poolId: agenda.poolId,
        day,
        startAt,
        endAt: later(startAt, { minutes: slotMinutes }),
      }
      const personal = {
        document: { kind: 'passport' as const, country: 'VEN', number: `T${n}` },
        holder: { givenNames: 'María José', surnames: 'Ñáñez Peña' },
        thirdParty: null,
        email: `${id}@example.org`,
        phone: '+593991234567',
        consent: { version: '1', at: clock.now() },
      }
      await tx.insert(tables.turnos).values({
        id,
        reference: newReference(),
        draftId: `draft-${id}`,
        procedureId: agenda.procedureId,
        procedureVersion: 1,
        agendaId,
        agencyId,
        ...span,
        status: 'confirmed',
        holderKey: holderKey(hash, personal.document),
        mailboxKey: hash('mailbox', id),
        personal: turnoSeal.seal(id, personal),
        language: 'es',
        linkVersion: 1,
        sequence: 0,
        createdAt: clock.now(),
      })
      await tx.insert(tables.seats).values({ ...span, seatNo: (n % windows) + 1, turnoId: id })
    }
  })
  const to = { from: startOfDay(day, zone), to: startOfDay(addDays(day, 1), zone) }
  const reason = { es: 'Mantenimiento', en: 'Maintenance' }
  const closure = { kind: 'closure' as const, agencyId, id: 'touched', to: { ...to, reason } }
  const saved = await saveChange(services, closure, actor)
  const cause = saved.relocations[0]?.id ?? ''
  const [first] = await stores.relocations.ofChange(database.read, cause)
  if (!first) throw new Error('Nobody is touched')
  return { cause, relocation: first.id }
}
