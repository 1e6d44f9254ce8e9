import createError from 'http-errors'
import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Clock } from '../clock.ts'
import type { Agenda } from './agenda.ts'
import { memo } from './memo.ts'
import type { Procedure } from './procedure.ts'

export type CataloguePorts = {
  database: Database
  stores: Stores
  clock: Clock
  /** How long what an admin set may be shown as it was. No seat is taken by what is read here. */
  memoSeconds: number
}

/** What the public pages tell of the institution: its procedures, provinces, agencies. */
export function createCatalogue({ database, stores, clock, memoSeconds }: CataloguePorts) {
  const millis = () => Date.parse(clock.now())
  const keep = <Key, Value>(load: (key: Key) => Promise<Value>) => memo(memoSeconds, millis, load)
  const institution = keep((_: 'all') => stores.agencies.institution(database.read))
  const provinces = keep((_: 'all') => stores.agencies.provinces(database.read))
  const procedures = keep((_: 'all') => stores.agencies.procedures(database.read))
  const agendas = keep((procedureId: string) => stores.agencies.agendas(database.read, procedureId))
  const agenda = keep((id: string) => stores.agencies.agenda(database.read, id))

  return {
    /** Answers 503 while nothing was imported yet: there is nothing to show. */
    async institution() {
      const row = await institution('all')
      if (!row) throw createError(503, 'No institution was imported yet')
      return row
    },
    provinces: () => provinces('all'),
    procedures: (): Promise<Procedure[]> => procedures('all'),
    async procedureBySlug(slug: string): Promise<Procedure | null> {
      return (await procedures('all')).find((procedure) => procedure.slug === slug) ?? null
    },
    async procedure(id: string): Promise<Procedure | null> {
      return (await procedures('all')).find((procedure) => procedure.id === id) ?? null
    },
    agendas: (procedureId: string): Promise<Agenda[]> => agendas(procedureId),
    agenda: (id: string): Promise<Agenda | null> => agenda(id),
  }
}

export type Catalogue = ReturnType<typeof createCatalogue>
