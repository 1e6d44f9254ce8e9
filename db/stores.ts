import { agencyDayStore } from './agencyDayStore.ts'
import { agencyListStore } from './agencyListStore.ts'
import { agencySettingsStore } from './agencySettingsStore.ts'
import { agencyStore } from './agencyStore.ts'
import { allowanceStore } from './allowanceStore.ts'
import { arrivalStore } from './arrivalStore.ts'
import { auditListStore } from './auditListStore.ts'
import { auditStore } from './auditStore.ts'
import { calendarStore } from './calendarStore.ts'
import { callStore } from './callStore.ts'
import { certificateStore } from './certificateStore.ts'
import { changeStore } from './changeStore.ts'
import { codeStore } from './codeStore.ts'
import { displayStore } from './displayStore.ts'
import { draftStore } from './draftStore.ts'
import { factStore } from './factStore.ts'
import { figureStore } from './figureStore.ts'
import { institutionStore } from './institutionStore.ts'
import { kioskStore } from './kioskStore.ts'
import { messageLedgerStore } from './messageLedgerStore.ts'
import { messageStore } from './messageStore.ts'
import { messageTextStore } from './messageTextStore.ts'
import { procedureStore } from './procedureStore.ts'
import { relocationStore } from './relocationStore.ts'
import type { Tables } from './schema.ts'
import { seatStore } from './seatStore.ts'
import { staffDoorStore } from './staffDoorStore.ts'
import { staffStore } from './staffStore.ts'
import { takenStore } from './takenStore.ts'
import { turnoStore } from './turnoStore.ts'
import { visitStore } from './visitStore.ts'
import { windowStore } from './windowStore.ts'

/** Every store over one set of tables. A store's functions take the connection or transaction. */
export function openStores(tables: Tables) {
  return {
    agencies: agencyStore(tables),
    agencySettings: agencySettingsStore(tables),
    agencyList: agencyListStore(tables),
    agencyDays: agencyDayStore(tables),
    allowances: allowanceStore(tables),
    arrivals: arrivalStore(tables),
    audit: auditStore(tables),
    auditList: auditListStore(tables),
    calendar: calendarStore(tables),
    calls: callStore(tables),
    certificates: certificateStore(tables),
    changes: changeStore(tables),
    codes: codeStore(tables),
    displays: displayStore(tables),
    drafts: draftStore(tables),
    facts: factStore(tables),
    figures: figureStore(tables),
    institution: institutionStore(tables),
    kiosks: kioskStore(tables),
    messageLedger: messageLedgerStore(tables),
    messages: messageStore(tables),
    messageTexts: messageTextStore(tables),
    relocations: relocationStore(tables),
    procedures: procedureStore(tables),
    seats: seatStore(tables),
    staff: staffStore(tables),
    staffDoor: staffDoorStore(tables),
    taken: takenStore(tables),
    turnos: turnoStore(tables),
    visits: visitStore(tables),
    windows: windowStore(tables),
  }
}

export type Stores = ReturnType<typeof openStores>
