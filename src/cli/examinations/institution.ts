import type { TransferSide } from '../../../db/transferSide.ts'
import { readings } from '../ledger/readings.ts'
import { bad, good, type Verdict } from './verdict.ts'

/** Whether there is an institution: without one the database is in order, and every page answers 503. */
export async function examineInstitution(side: TransferSide, demo: boolean): Promise<Verdict> {
  for await (const { name } of readings(side, 'institution', ['name'])) {
    return good('institution', `${String(name)}.`)
  }
  return bad(
    'institution',
    'There is no institution yet, so every page answers 503.',
    demo
      ? 'Start Turnero, which loads that of the demonstration.'
      : 'Run "npm run turnero -- import <folder>" with the folder of yours.',
  )
}
