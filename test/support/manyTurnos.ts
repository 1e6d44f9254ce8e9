import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import { addToLoad } from '../../src/calendar/load.ts'
import { startOfDay } from '../../src/calendar/zonedDay.ts'
import { holderKey } from '../../src/identity/holderKey.ts'
import { keyedHash } from '../../src/keys/keyedHash.ts'
import type { Keyring } from '../../src/keys/keyring.ts'
import { newReference } from '../../src/keys/reference.ts'
import { sealedJson } from '../../src/keys/sealedJson.ts'
import { sealColumn } from '../../src/messages/sealed.ts'
import { ayora, guayaquil } from './story.ts'

const dayMs = 24 * 3_600_000
const slotMinutes = 20
/** From eight in the morning, without the last hour. */
const slotsOfDay = 24

type Filling = {
  database: Database
  stores: Stores
  keyring: Keyring
  count: number
  /** The last day filled; the others lie before it. */
  lastDay: string
}

/**
 * Gives the story's institution so many turnos as the months before a day would have: each with its
 * draft, events, mail and, unless it was cancelled, its seat and its part of the day's load. Everything
 * is sealed with the real keys.
 */
export async function fillWithTurnos({ database, stores, keyring, count, lastDay }: Filling) {
  const hash = keyedHash(keyring)
  const turnoSeal = sealedJson(keyring, 'turno')
  const draftSeal = sealedJson(keyring, 'draft')
  const { tables } = database
  const places: { id: string; windows: number }[] = [
    { id: guayaquil, windows: 3 },
    { id: ayora, windows: 1 },
  ]
  let made = 0
  for (let back = 0; made < count; back += 1) {
    const day = new Date(Date.parse(lastDay) - back * dayMs).toISOString().slice(0, 10)
    for (const place of places) {
      await database.transaction(async (tx) => {
        const agenda = await stores.agencies.agenda(tx, place.id)
        if (!agenda) throw new Error(`There is no agenda ${place.id}`)
        const { zone, id: agencyId } = agenda.agency
        const opens = Date.parse(startOfDay(day, zone)) + 8 * 3_600_000
        let load = ''
        const rows = []
        for (let n = 0; n < slotsOfDay * place.windows && made < count; n += 1) {
          const start = opens + Math.floor(n / place.windows) * slotMinutes * 60_000
          const startAt = new Date(start).toISOString()
          const endAt = new Date(start + slotMinutes * 60_000).toISOString()
          const number = String(made).padStart(9, '0')
          const isCancelled = made % 10 === 9
          const language = made % 3 === 0 ? ('en' as const) : ('es' as const)
          if (!isCancelled) load = addToLoad(load, startOfDay(day, zone), startAt, endAt, 1)
          const seatNo = (n % place.windows) + 1
          const span = { poolId: agenda.poolId, day, startAt, endAt }
          rows.push({ id: `t${number}`, span, seatNo, isCancelled, language, number })
          made += 1
        }
        for (let at = 0; at < rows.length; at += 24) {
          const part = rows.slice(at, at + 24)
          const email = (number: string) => `persona${number}@example.org`
          const personal = (number: string) => ({
            document: { kind: 'passport' as const, country: 'VEN', number },
            holder: { givenNames: 'María José', surnames: 'Ñáñez Peña' },
            thirdParty: null,
            email: email(number),
            phone: '+593991234567',
            consent: { version: '1', at: '2026-11-01T12:00:00.000Z' },
          })
          await tx.insert(tables.drafts).values(
            part.map(({ id, span, language, number }) => ({
              id: `d-${id}`,
              ownerKey: hash('owner', number),
              nonceKey: hash('nonce', number),
              language,
              procedureId: agenda.procedureId,
              personal: draftSeal.seal(`d-${id}`, personal(number)),
              turnoId: id,
              createdAt: span.startAt,
              expiresAt: span.endAt,
            })),
          )
          await tx.insert(tables.turnos).values(
            part.map(({ id, span, isCancelled, language, number }) => ({
              id,
              reference: newReference(),
              draftId: `d-${id}`,
              procedureId: agenda.procedureId,
              procedureVersion: 1,
              agendaId: agenda.id,
              agencyId,
              ...span,
              status: isCancelled ? ('cancelled' as const) : ('confirmed' as const),
              holderKey: holderKey(hash, personal(number).document),
              mailboxKey: hash('mailbox', number),
              personal: turnoSeal.seal(id, personal(number)),
              language,
              linkVersion: 1 + (Number(number) % 3),
              sequence: isCancelled ? 1 : 0,
              createdAt: '2026-11-01T12:00:00.000Z',
            })),
          )
          const event = (turnoId: string, number: number, kind: 'confirmed' | 'cancelled') => ({
            turnoId,
            number,
            kind,
            actor: 'applicant',
            at: '2026-11-01T12:00:00.000Z',
          })
          await tx
            .insert(tables.turnoEvents)
            .values(
              part.flatMap(({ id, isCancelled }) => [
                event(id, 1, 'confirmed'),
                ...(isCancelled ? [event(id, 2, 'cancelled')] : []),
              ]),
            )
          await tx.insert(tables.messages).values(
            part.map(({ id, span, language, number }) => ({
              id: `confirmation-${id}`,
              kind: 'confirmation',
              subjectId: id,
              recipient: sealColumn(keyring, 'recipient', `confirmation-${id}`, email(number)),
              language,
              status: 'sent' as const,
              createdAt: span.startAt,
              dueAt: span.startAt,
              notAfter: span.endAt,
              attempts: 1,
              endedAt: span.startAt,
            })),
          )
          const kept = part.filter(({ isCancelled }) => !isCancelled)
          if (kept.length > 0) {
            await tx
              .insert(tables.seats)
              .values(kept.map(({ id, span, seatNo }) => ({ ...span, seatNo, turnoId: id })))
          }
        }
        await tx.insert(tables.poolDays).values({ poolId: agenda.poolId, day, load, touched: 1 })
      })
    }
  }
}
