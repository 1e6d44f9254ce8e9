import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import { type InstitutionData, institutionDataSchema } from './institutionData.ts'

const parts = ['institution', 'provinces', 'agencies', 'procedures', 'agendas', 'holidays'] as const

export type ReadResult =
  | { ok: true; data: InstitutionData }
  /** Each problem names the file and the place in it. */
  | { ok: false; problems: string[] }

/** Reads an institution's folder, one JSON file per part, and checks it whole before anything is written. */
export async function readInstitution(folder: string): Promise<ReadResult> {
  const read: Record<string, unknown> = {}
  const problems: string[] = []
  for (const part of parts) {
    try {
      read[part] = JSON.parse(await readFile(join(folder, `${part}.json`), 'utf8'))
    } catch (error) {
      problems.push(`${part}.json: ${error instanceof Error ? error.message : 'not readable'}`)
    }
  }
  if (problems.length > 0) return { ok: false, problems }
  const parsed = institutionDataSchema.safeParse(read)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const [part, ...place] = issue.path
      problems.push(`${String(part)}.json, ${place.join('.') || 'whole'}: ${issue.message}`)
    }
    return { ok: false, problems }
  }
  const strangers = danglingNames(parsed.data)
  return strangers.length > 0 ? { ok: false, problems: strangers } : { ok: true, data: parsed.data }
}

/**
 * Writes an institution, in one transaction; doing it twice is doing it once. What exists is brought
 * up to the files; what the files do not name stays. Turnos are never touched.
 */
export async function importInstitution(
  database: Database,
  stores: Stores,
  data: InstitutionData,
): Promise<void> {
  await database.transaction((tx) => stores.institution.write(tx, data))
}

function danglingNames(data: InstitutionData): string[] {
  const provinces = new Set(data.provinces.map((province) => province.code))
  const agencies = new Set(data.agencies.map((agency) => agency.code))
  const procedures = new Set(data.procedures.map((procedure) => procedure.slug))
  return [
    ...data.agencies
      .filter((agency) => !provinces.has(agency.provinceCode))
      .map((agency) => `agencies.json, ${agency.code}: no province ${agency.provinceCode}`),
    ...data.agendas
      .filter((agenda) => !agencies.has(agenda.agency))
      .map((agenda) => `agendas.json: no agency ${agenda.agency}`),
    ...data.agendas
      .filter((agenda) => !procedures.has(agenda.procedure))
      .map((agenda) => `agendas.json: no procedure ${agenda.procedure}`),
  ]
}
