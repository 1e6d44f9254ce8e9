import { type BrokenRow, verifyAudit } from '../audit/verify.ts'
import { counted } from './counted.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withKeys } from './withKeys.ts'

const whys: Record<BrokenRow['why'], string> = {
  altered: 'was altered',
  missing: 'is missing',
  head: 'is the head of its chain, and it was altered or removed',
}

/** Checks the record of what staff did; names the first row that does not hold. */
export function auditVerify(terminal: Terminal): Promise<ExitCode> {
  return withKeys(terminal, async ({ database, stores, hash }) => {
    const verdict = await verifyAudit({ database, store: stores.audit, hash })
    if (!verdict.ok) {
      const { chain, number, why } = verdict
      terminal.complain(`The record is broken: row ${number} of ${chain} ${whys[why]}.`)
      return 1
    }
    for (const { chain, rows, seal } of verdict.chains) {
      terminal.say(`${chain}: ${counted(rows, 'row')}, ends in ${seal}`)
    }
    terminal.say(`The record is whole: ${counted(verdict.chains.length, 'chain')}.`)
    return 0
  })
}
