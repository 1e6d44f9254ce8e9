import type { ChangeRow, RelocationRow } from '../../db/relocationStore.ts'
import type { Agency } from '../agencies/agency.ts'
import type { Turno } from '../turno/turno.ts'
import type { Turnos } from '../turno/turnos.ts'
import type { RelocationPorts } from './ports.ts'
import type { Proposal, Relocation } from './relocation.ts'

/** Reading relocations with all that pages and mails say of them. */
export function createReading(
  { database, stores }: Pick<RelocationPorts, 'database' | 'stores'>,
  turnos: Pick<Turnos, 'byId' | 'byIds'>,
) {
  /** The agencies that relocations go from and to, each read once. */
  function agenciesRead() {
    const known = new Map<string, Promise<Agency | null>>()
    const once = (key: string, read: () => Promise<Agency | null>) => {
      const agency = known.get(key) ?? read()
      known.set(key, agency)
      return agency
    }
    const { agencies } = stores
    return {
      agency: (id: string) => once(`agency ${id}`, () => agencies.agency(database.read, id)),
      ofAgenda: (id: string) =>
        once(`agenda ${id}`, () => agencies.agencyOfAgenda(database.read, id)),
    }
  }

  async function whole(
    row: RelocationRow,
    change: ChangeRow,
    turno: Turno | null,
    agencies = agenciesRead(),
  ): Promise<Relocation> {
    const agency = await agencies.agency(row.fromAgencyId)
    if (!turno || !agency) throw new Error('A relocation without its turno or agency')
    return {
      ...row,
      turno,
      kind: change.kind,
      reason: change.reason,
      from: { start: row.fromStart, agency },
      proposal: await proposalOf(row, agencies),
    }
  }

  async function proposalOf(
    row: RelocationRow,
    agencies: ReturnType<typeof agenciesRead>,
  ): Promise<Proposal | null> {
    const { toAgendaId, toStart, proposalNo } = row
    if (toAgendaId === null || toStart === null) return null
    const agency = await agencies.ofAgenda(toAgendaId)
    return agency && { no: proposalNo, agendaId: toAgendaId, start: toStart, agency }
  }

  async function found(row: RelocationRow | null): Promise<Relocation | null> {
    const change = row && (await stores.relocations.change(database.read, row.changeId))
    return row && change ? whole(row, change, await turnos.byId(row.turnoId)) : null
  }

  return {
    byId: async (id: string) => found(await stores.relocations.find(database.read, id)),

    /** What a turno waits for; null where it stays as it is. */
    openOf: async (turnoId: string) =>
      found(await stores.relocations.openOf(database.read, turnoId)),

    /** The newest one of a turno, ended or not. */
    latestOf: async (turnoId: string) =>
      found(await stores.relocations.latestOf(database.read, turnoId)),

    /** The newest mail about each of these, by their ids. */
    lastMails: (ids: string[]) => stores.relocations.lastMails(database.read, ids),

    change: (id: string): Promise<ChangeRow | null> => stores.relocations.change(database.read, id),

    /** Everybody a change touches, by their old hour. */
    async ofChange(change: ChangeRow): Promise<Relocation[]> {
      const rows = await stores.relocations.ofChange(database.read, change.id)
      const known = await turnos.byIds(rows.map(({ turnoId }) => turnoId))
      const agencies = agenciesRead()
      const all: Relocation[] = []
      for (const row of rows) {
        all.push(await whole(row, change, known.get(row.turnoId) ?? null, agencies))
      }
      return all
    },

    /** The newest changes of an agency, and how many stand where under each. */
    async changesOf(agencyId: string) {
      const changes = await stores.relocations.changesOf(database.read, agencyId, 50)
      const counts = await stores.relocations.counts(
        database.read,
        changes.map(({ id }) => id),
      )
      return changes.map((change) => ({
        change,
        counts: counts.filter(({ changeId }) => changeId === change.id),
      }))
    },
  }
}
