import type { TransferSide } from '../../../db/transferSide.ts'
import type { Keyring } from '../../keys/keyring.ts'
import { sealedJson } from '../../keys/sealedJson.ts'
import { openColumn } from '../../messages/sealed.ts'
import type { Findings } from './findings.ts'
import { readings } from './readings.ts'

type SealedColumn = {
  table: string
  column: string
  open(id: string, sealed: string): unknown
}

/** Every sealed text opens with the keys of the settings, in its own row; how many did. */
export async function checkSeals(
  side: TransferSide,
  keyring: Keyring,
  findings: Findings,
): Promise<number> {
  let opened = 0
  for (const { table, column, open } of sealedColumns(keyring)) {
    for await (const reading of readings(side, table, ['id', column])) {
      const id = String(reading.id)
      const sealed = reading[column]
      if (typeof sealed !== 'string') continue
      try {
        open(id, sealed)
        opened += 1
      } catch {
        findings.add(
          `sealed texts of ${table} that do not open`,
          `The ${column} of ${table} ${id} does not open: it was altered, or SEAL_KEYS lacks its key.`,
        )
      }
    }
  }
  return opened
}

/** A new sealed column has to be named here, or nobody notices when it is damaged. */
function sealedColumns(keyring: Keyring): SealedColumn[] {
  const json = (table: string, column: string, kind: string): SealedColumn => ({
    table,
    column,
    open: sealedJson(keyring, kind).open,
  })
  const mail = (column: 'recipient' | 'secret'): SealedColumn => ({
    table: 'messages',
    column,
    open: (id, sealed) => openColumn(keyring, column, id, sealed),
  })
  return [
    json('turnos', 'personal', 'turno'),
    json('drafts', 'personal', 'draft'),
    mail('recipient'),
    mail('secret'),
    json('staff', 'personal', 'staff'),
    json('staff', 'totp_secret', 'staff-factor'),
    json('arrivals', 'personal', 'arrival'),
    json('visits', 'notes', 'visit'),
    json('certificates', 'personal', 'certificate'),
    json('certificates', 'code', 'certificate-code'),
  ]
}
