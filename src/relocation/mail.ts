import type { Db } from '#dialect'
import type { RelocationRow } from '../../db/relocationStore.ts'
import type { TurnoRow } from '../../db/turnoStore.ts'
import type { Instant } from '../clock.ts'
import type { RelocationMail } from '../messages/message.ts'
import type { RelocationPorts } from './ports.ts'

/**
 * Writes a mail about a relocation in the transaction of what it tells. One of each kind, but one for
 * each proposal; `notAfter` is when it would no longer be true.
 */
export async function writeMail(
  { turnoSeal, outbox }: Pick<RelocationPorts, 'turnoSeal' | 'outbox'>,
  tx: Db,
  kind: RelocationMail,
  { id, proposalNo }: Pick<RelocationRow, 'id' | 'proposalNo'>,
  turno: TurnoRow,
  notAfter: Instant,
): Promise<void> {
  await outbox.write(tx, {
    id: kind === 'relocation' ? `${kind}-${id}-${proposalNo}` : `${kind}-${id}`,
    kind,
    subjectId: id,
    to: turnoSeal.open(turno.id, turno.personal).email,
    secret: null,
    language: turno.language,
    notAfter,
  })
}
