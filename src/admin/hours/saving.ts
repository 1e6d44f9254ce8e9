import { applyChange } from '../../agencies/applyChange.ts'
import type { Change } from '../../agencies/change/change.ts'
import type { Services } from '../../services.ts'

/** What became of a save: where it is on record, and which relocations it began at which agencies. */
export type Saved = {
  changed: boolean
  entry: number | null
  relocations: { id: string; agencyId: string }[]
}

/** Makes a change; null where it would leave somebody without their hour, and nothing was written. */
export async function saveChange(
  services: Services,
  change: Change,
  actor: string,
): Promise<Saved | null> {
  const { audit, clock, database, stores } = services
  try {
    return await database.transaction(async (tx) => {
      const applied = await applyChange({ stores, clock, audit }, tx, change, actor)
      if (applied.turnos.length > 0) throw new SomebodyTouched()
      return {
        changed: applied.changed,
        entry: applied.entries[0]?.number ?? null,
        relocations: [],
      }
    })
  } catch (error) {
    if (error instanceof SomebodyTouched) return null
    throw error
  }
}

class SomebodyTouched extends Error {}
