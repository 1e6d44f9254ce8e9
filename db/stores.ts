import { agencyStore } from './agencyStore.ts'
import { allowanceStore } from './allowanceStore.ts'
import { auditStore } from './auditStore.ts'
import { codeStore } from './codeStore.ts'
import { draftStore } from './draftStore.ts'
import { institutionStore } from './institutionStore.ts'
import type { Tables } from './schema.ts'
import { seatStore } from './seatStore.ts'
import { staffDoorStore } from './staffDoorStore.ts'
import { staffStore } from './staffStore.ts'
import { turnoStore } from './turnoStore.ts'

/** Every store over one set of tables. A store's functions take the connection or transaction. */
export function openStores(tables: Tables) {
  return {
    agencies: agencyStore(tables),
    allowances: allowanceStore(tables),
    audit: auditStore(tables),
    codes: codeStore(tables),
    drafts: draftStore(tables),
    institution: institutionStore(tables),
    seats: seatStore(tables),
    staff: staffStore(tables),
    staffDoor: staffDoorStore(tables),
    turnos: turnoStore(tables),
  }
}

export type Stores = ReturnType<typeof openStores>
