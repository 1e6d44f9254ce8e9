import { agencyStore } from './agencyStore.ts'
import { allowanceStore } from './allowanceStore.ts'
import { codeStore } from './codeStore.ts'
import { draftStore } from './draftStore.ts'
import { institutionStore } from './institutionStore.ts'
import type { Tables } from './schema.ts'
import { seatStore } from './seatStore.ts'
import { turnoStore } from './turnoStore.ts'

/** Every store over one set of tables. A store's functions take the connection or transaction. */
export function openStores(tables: Tables) {
  return {
    agencies: agencyStore(tables),
    allowances: allowanceStore(tables),
    codes: codeStore(tables),
    drafts: draftStore(tables),
    institution: institutionStore(tables),
    seats: seatStore(tables),
    turnos: turnoStore(tables),
  }
}

export type Stores = ReturnType<typeof openStores>
