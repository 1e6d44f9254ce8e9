import type { DatabasePlace } from '../../db/place.ts'
import { openSide } from '../../db/transfer.ts'
import { tableOutlines } from '../../db/transferTables.ts'
import type { Instant } from '../clock.ts'
import { counted } from './counted.ts'

/**
 * What a database holds, in a sentence: how many turnos, how many of them still to come, when the last
 * was made, and how many mails wait. Of the mails some may have left after a backup was made.
 */
export async function holdings(place: DatabasePlace, now: Instant): Promise<string> {
  const side = await openSide(place, false)
  const tally = { turnos: 0, ahead: 0, last: '', waiting: 0, agencies: 0 }
  try {
    for (const outline of tableOutlines()) {
      if (!['turnos', 'messages', 'agencies'].includes(outline.name)) continue
      const at = (column: string) => outline.columns.findIndex(({ name }) => name === column)
      const [status, start, created] = [at('status'), at('start_at'), at('created_at')]
      for await (const rows of side.batches(outline)) {
        for (const row of rows) {
          if (outline.name === 'agencies') tally.agencies += 1
          else if (outline.name === 'messages') tally.waiting += row[status] === 'queued' ? 1 : 0
          else {
            tally.turnos += 1
            tally.ahead += row[status] === 'confirmed' && String(row[start]) > now ? 1 : 0
            if (String(row[created]) > tally.last) tally.last = String(row[created])
          }
        }
      }
    }
  } finally {
    await side.close()
  }
  const last = tally.last === '' ? '' : `, the last made at ${tally.last}`
  const mails =
    tally.waiting === 0 ? '' : ` ${counted(tally.waiting, 'mail')} will leave when Turnero starts.`
  return `${counted(tally.agencies, 'agency', 'agencies')}, ${counted(tally.turnos, 'turno')} (${tally.ahead} to come)${last}.${mails}`
}
