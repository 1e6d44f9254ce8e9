import { createCodes } from './code.ts'
import { confirmStep } from './confirm.ts'
import { contactStep } from './contactStep.ts'
import { deskStep } from './deskStep.ts'
import { documentStep } from './documentStep.ts'
import { createDrafts } from './drafts.ts'
import { holdStep } from './hold.ts'
import { placeStep } from './placeStep.ts'
import type { BookingPorts } from './ports.ts'

/** The nine steps, each a function that can be called twice and does its work once. */
export function createBooking(ports: BookingPorts) {
  const drafts = createDrafts(ports)
  return {
    drafts,
    codes: createCodes(ports, drafts),
    setDocument: documentStep(ports, drafts),
    setContact: contactStep(ports, drafts),
    setPlace: placeStep(ports, drafts),
    hold: holdStep(ports, drafts),
    confirm: confirmStep(ports),
    beginAtDesk: deskStep(ports),
    /** Housekeeping: tidies lapsed holds. Whether a hold counts never depends on it. */
    async tidyHolds(): Promise<number> {
      const now = ports.clock.now()
      return ports.database.transaction(async (tx) => {
        await ports.stores.drafts.forgetHolds(tx, now)
        return ports.stores.seats.releaseLapsed(tx, now)
      })
    },
  }
}
