import type { ChangeRow, RelocationRow } from '../../db/relocationStore.ts'
import type { Agency } from '../agencies/agency.ts'
import type { Instant } from '../clock.ts'
import type { Localized } from '../language.ts'
import type { Turno } from '../turno/turno.ts'

export type ChangeKind = ChangeRow['kind']
export type RelocationStatus = RelocationRow['status']

/** The hour held for somebody; `no` tells it from those proposed before. */
export type Proposal = { no: number; agendaId: string; start: Instant; agency: Agency }

/** One turno that cannot be served at its hour, with its people in clear. Never log one. */
export type Relocation = {
  id: string
  changeId: string
  status: RelocationStatus
  turno: Turno
  kind: ChangeKind
  /** What the people are told. */
  reason: Localized
  from: { start: Instant; agency: Agency }
  /** Null where no hour is free anywhere near; kept on record when the relocation has ended. */
  proposal: Proposal | null
  sentAt: Instant | null
  answerBy: Instant | null
  remindedAt: Instant | null
  calls: number
  reachedAt: Instant | null
  endedAt: Instant | null
  endedBy: string | null
}
