import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '#dialect'
import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Instant } from '../clock.ts'
import { contradictions } from './contradictions.ts'
import { type InstitutionData, institutionDataSchema } from './institutionData.ts'
import { lockAhead } from './settings/lockAhead.ts'

const parts = ['institution', 'provinces', 'agencies', 'procedures', 'agendas', 'holidays'] as const

export type ReadResult =
  | { ok: true; data: InstitutionData }
  /** Each problem names the file and the place in it. */
  | { ok: false; problems: string[] }

/**
 * Reads an institution's folder, one JSON file per part, and checks it whole before anything is
 * written. All that is wrong is found at once, also beside a file that cannot be read.
 */
export async function readInstitution(folder: string): Promise<ReadResult> {
  const read: Record<string, unknown> = {}
  const problems: string[] = []
  for (const part of parts) {
    try {
      const text = await readFile(join(folder, `${part}.json`), 'utf8')
      // Some editors begin a file with a byte-order mark, which is no JSON.
      read[part] = JSON.parse(text.replace(/^\ufeff/, ''))
    } catch (error) {
      problems.push(`${part}.json: ${unreadable(error)}`)
    }
  }
  const parsed = institutionDataSchema.safeParse(read)
  for (const issue of parsed.error?.issues ?? []) {
    const [part, ...place] = issue.path
    if (!(String(part) in read)) continue
    problems.push(`${String(part)}.json, ${place.join('.') || 'whole'}: ${issue.message}`)
  }
  const { shape } = institutionDataSchema
  problems.push(
    ...contradictions({
      provinces: shape.provinces.safeParse(read.provinces).data,
      agencies: shape.agencies.safeParse(read.agencies).data,
      procedures: shape.procedures.safeParse(read.procedures).data,
      agendas: shape.agendas.safeParse(read.agendas).data,
      holidays: shape.holidays.safeParse(read.holidays).data,
    }),
  )
  if (!parsed.success || problems.length > 0) return { ok: false, problems }
  return { ok: true, data: parsed.data }
}

function unreadable(error: unknown): string {
  const known = typeof error === 'object' && error !== null
  const code = known && 'code' in error ? String(error.code) : null
  if (code === 'ENOENT') return 'the file is missing'
  if (code !== null) return `not readable (${code})`
  return `not JSON${known && 'message' in error ? `: ${error.message}` : ''}`
}

/**
 * Writes an institution, in one transaction; doing it twice is doing it once. What exists is brought
 * up to the files; what the files do not name stays. Turnos are never touched. Answers what stands in
 * the way at `now`, one sentence each; then nothing was written.
 */
export async function importInstitution(
  database: Database,
  stores: Stores,
  data: InstitutionData,
  now: Instant,
): Promise<string[]> {
  let problems: string[] = []
  try {
    await database.transaction(async (tx) => {
      problems = await zonesInUse(stores, tx, data.agencies, now)
      if (problems.length > 0) throw refused
      await stores.institution.write(tx, data)
    })
  } catch (error) {
    if (error !== refused) throw error
  }
  return problems
}

/** Thrown to undo the locks of a transaction too; what was wrong is told as a value. */
const refused = new Error('The files do not fit what is there')

/** The hours that are taken at an agency lie in days by its clock, and are counted by them. */
async function zonesInUse(
  stores: Stores,
  tx: Db,
  agencies: InstitutionData['agencies'],
  now: Instant,
) {
  const problems: string[] = []
  for (const { code, zone } of agencies) {
    const known = await stores.agencies.agency(tx, code)
    if (!known || known.zone === zone) continue
    await lockAhead(stores, tx, code, now)
    if (
      (await stores.turnos.anyAt(tx, code)) ||
      (await stores.seats.countHolds(tx, code, now)) > 0
    ) {
      problems.push(
        `agencies.json, ${code}: its time zone stays ${known.zone} as long as somebody has a turno or holds an hour there`,
      )
    }
  }
  return problems
}
