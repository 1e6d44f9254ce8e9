import type { ChangeRow, RelocationRow } from '../../db/relocationStore.ts'
import type { Turnos } from '../turno/turnos.ts'
import type { RelocationPorts } from './ports.ts'
import type { Proposal, Relocation } from './relocation.ts'

/** Reading relocations with all that pages and mails say of them. */
export function createReading(
  { database, stores }: Pick<RelocationPorts, 'database' | 'stores'>,
  turnos: Pick<Turnos, 'byId'>,
) {
  async function whole(row: RelocationRow, change: ChangeRow): Promise<Relocation> {
    const turno = await turnos.byId(row.turnoId)
    const agency = await stores.agencies.agency(database.read, row.fromAgencyId)
    if (!turno || !agency) throw new Error('A relocation without its turno or agency')
    return {
      ...row,
      turno,
      kind: change.kind,
      reason: change.reason,
      from: { start: row.fromStart, agency },
      proposal: await proposalOf(row),
    }
  }

  async function proposalOf(row: RelocationRow): Promise<Proposal | null> {
    const { toAgendaId, toStart, proposalNo } = row
    if (toAgendaId === null || toStart === null) return null
    const agency = await stores.agencies.agencyOfAgenda(database.read, toAgendaId)
    return agency && { no: proposalNo, agendaId: toAgendaId, start: toStart, agency }
  }

  async function found(row: RelocationRow | null): Promise<Relocation | null> {
    const change = row && (await stores.relocations.change(database.read, row.changeId))
    return row && change ? whole(row, change) : null
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
      const all: Relocation[] = []
      for (const row of rows) all.push(await whole(row, change))
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
