import type { Db } from '#dialect'
import { type Limit, takeAllowance } from '../allowances.ts'
import type { Instant } from '../clock.ts'
import { newSecret } from '../keys/codes.ts'
import { idOfForm } from '../keys/idOfForm.ts'
import type { AttendancePorts } from './ports.ts'

/** A device at the door of an agency that takes people in by itself. */
export type Kiosk = { id: string; agencyId: string; openedBy: string; openedAt: Instant }

/** A reference may be typed so often at one kiosk: a queue of people is slower, guessing is not. */
const typings: Limit[] = [
  { times: 20, seconds: 5 * 60 },
  { times: 150, seconds: 60 * 60 },
]

/** So many tickets without a turno a kiosk gives: a child at play does not use up the day's quota. */
const tickets: Limit[] = [{ times: 6, seconds: 5 * 60 }]

/**
 * The kiosks of the agencies. Nobody checks in from home: a page that takes people in by itself works
 * only on a device that a supervisor has opened for one agency, until somebody closes it.
 */
export function createKiosks(ports: AttendancePorts) {
  const { stores, database, clock, hash, audit } = ports
  const keyOf = (secret: string) => hash('kiosk', secret)

  async function counted(tx: Db, key: string, limits: Limit[]): Promise<boolean> {
    return (await takeAllowance(stores.allowances, tx, [key], limits, clock.now())).ok
  }

  return {
    /** Makes a kiosk of a device; `secret` is for its cookie alone. The same form makes one kiosk. */
    async open(agencyId: string, staffId: string, nonce: string): Promise<{ secret: string }> {
      const secret = newSecret()
      const id = idOfForm(hash, 'kiosk-form', `${agencyId} ${staffId} ${nonce}`)
      await database.transaction(async (tx) => {
        const before = await stores.kiosks.find(tx, id)
        const row = { id, agencyId, secretKey: keyOf(secret), openedBy: staffId }
        await stores.kiosks.open(tx, { ...row, openedAt: clock.now() })
        if (before) return
        await audit.record(tx, {
          actor: `staff:${staffId}`,
          action: 'kiosk-opened',
          subject: `kiosk:${id}`,
          agencyId,
        })
      })
      return { secret }
    },

    /** The open kiosk whose cookie holds this secret; null for any other device. */
    async withSecret(secret: string): Promise<Kiosk | null> {
      return stores.kiosks.bySecret(database.read, keyOf(secret))
    },

    /** The agency of a kiosk, open or closed; null for none. */
    async agencyOf(kioskId: string): Promise<string | null> {
      return (await stores.kiosks.find(database.read, kioskId))?.agencyId ?? null
    },

    /** The open kiosks of an agency, the oldest first. */
    ofAgency: (agencyId: string): Promise<Kiosk[]> => stores.kiosks.openOf(database.read, agencyId),

    /** Closes a kiosk for good: its device takes nobody in from this moment. Twice is once. */
    async close(agencyId: string, kioskId: string, staffId: string): Promise<void> {
      await database.transaction(async (tx) => {
        const row = await stores.kiosks.find(tx, kioskId)
        if (row?.agencyId !== agencyId) return
        if (!(await stores.kiosks.close(tx, kioskId, clock.now()))) return
        await audit.record(tx, {
          actor: `staff:${staffId}`,
          action: 'kiosk-closed',
          subject: `kiosk:${kioskId}`,
          agencyId,
        })
      })
    },

    /** Counts a typed reference, before it is looked up. */
    mayType: ({ id }: Kiosk): Promise<boolean> =>
      database.transaction((tx) => counted(tx, `kiosk-typed:${id}`, typings)),

    /** Counts a ticket without a turno, in the transaction that gives it. */
    mayGiveTicket: (tx: Db, { id }: Kiosk) => counted(tx, `kiosk-tickets:${id}`, tickets),
  }
}
