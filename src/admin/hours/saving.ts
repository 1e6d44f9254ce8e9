import type { Db } from '#dialect'
import { type AppliedChange, applyChange } from '../../agencies/applyChange.ts'
import type { Change } from '../../agencies/change/change.ts'
import type { Localized } from '../../language.ts'
import type { Services } from '../../services.ts'

/** What became of a save: where it is on record, and which relocations it began at which agencies. */
export type Saved = { entry: number | null; relocations: Begun[] }

/** The relocations that a change began at one agency. */
type Begun = { id: string; agencyId: string }

/** What people are told whose turno a change touches that has no reason for the public. */
const plainReason: Localized = {
  es: 'Cambio en la atención de la agencia',
  en: 'Change in how the agency serves',
}

/** After so many people the assistant goes on by itself, within minutes: whoever saves waits for an answer. */
const mostFollowed = 300

const kinds = {
  closure: 'closure',
  exception: 'exception',
  hours: 'hours',
  pool: 'capacity',
  agenda: 'agenda',
  'agency-use': 'agency',
  holidays: 'holiday',
} as const

/**
 * Makes a change, and in the same transaction hands those whom it touches to the assistant: nobody is
 * left with a turno that will not be served and nobody following them. Afterwards hours are looked for
 * at once, and who has room again is told so.
 */
export async function saveChange(
  services: Services,
  change: Change,
  actor: string,
): Promise<Saved> {
  const { audit, clock, database, outbox, relocations, stores } = services
  const { applied, begun } = await database.transaction(async (tx) => {
    const made = await applyChange({ stores, clock, audit }, tx, change, actor)
    const opened = await handOver(services, tx, change, made, actor)
    // A rest day, made or taken back, may change what anybody anywhere can be offered.
    if (change.kind === 'holidays' && made.changed) {
      await stores.relocations.wakeAll(tx, clock.now())
    }
    return { applied: made, begun: opened }
  })
  outbox.committed()
  const home = change.kind === 'holidays' ? [] : [change.agencyId]
  const touched = [...begun, ...applied.holds].map((one) => one.agencyId)
  let followed = 0
  for (const agencyId of new Set([...home, ...touched])) {
    if (followed < mostFollowed) followed += await relocations.follow(agencyId)
  }
  return { entry: applied.entries[0]?.number ?? null, relocations: begun }
}

/** Opens the relocations; a rest day touches several agencies, and each follows its own people. */
async function handOver(
  { relocations }: Services,
  tx: Db,
  change: Change,
  { turnos }: AppliedChange,
  actor: string,
): Promise<Begun[]> {
  const begun: Begun[] = []
  for (const agencyId of [...new Set(turnos.map((turno) => turno.agencyId))].sort()) {
    const ids = turnos.filter((turno) => turno.agencyId === agencyId).map(({ id }) => id)
    const about = { agencyId, kind: kinds[change.kind], source: sourceOf(change), actor }
    const id = await relocations.open(tx, { ...about, reason: reasonOf(change) }, ids)
    if (id !== null) begun.push({ id, agencyId })
  }
  return begun
}

function reasonOf(change: Change): Localized {
  if (change.kind === 'closure' || change.kind === 'exception') {
    return change.to?.reason ?? plainReason
  }
  if (change.kind !== 'holidays') return plainReason
  return change.to.flatMap(({ to }) => (to === null ? [] : [to.name]))[0] ?? plainReason
}

/** The record that was changed, as the audit names it. */
function sourceOf(change: Change): string {
  switch (change.kind) {
    case 'exception':
      return `exception:${change.agencyId} ${change.date}`
    case 'hours':
      return change.agendaId ? `agenda:${change.agendaId}` : `agency:${change.agencyId}`
    case 'agency-use':
      return `agency:${change.agencyId}`
    case 'holidays':
      return change.to.map(({ id }) => `holiday:${id}`).join(' ')
    case 'closure':
    case 'pool':
    case 'agenda':
      return `${change.kind}:${change.id}`
  }
}
