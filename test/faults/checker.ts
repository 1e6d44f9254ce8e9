import type { Keyring } from '../../src/keys/keyring.ts'
import { sealedJson } from '../../src/keys/sealedJson.ts'
import { leaseSeconds } from '../../src/messages/deliver.ts'
import { handoverSeconds } from '../../src/messages/mailer.ts'
import type { TurnoPersonal } from '../../src/turno/turno.ts'
import type { Entry } from './journal.ts'
import { contradictions, grouped, isLive, type Ledger, oversold } from './ledger.ts'
import type { Fault } from './nemesis.ts'
import type { Death } from './processes.ts'
import type { Taken } from './sink.ts'
import { walker } from './walk.ts'

export type Evidence = {
  entries: Entry[]
  ledger: Ledger
  keyring: Keyring
  taken: Taken[]
  faults: Fault[]
  deaths: Death[]
  /** The longest a hand-over may take, in seconds; a lease is as many times longer as it always is. */
  handover?: number
}

export type Verdict = {
  /** One sentence for each thing that is not as it was promised. */
  lost: string[]
  doubled: string[]
  wrong: string[]
  answered: number
  unknown: number
  mails: number
  /** Mails that were sent again, by what explains it. */
  duplicates: Record<string, number>
}

const referenceIn = (location: string | null | undefined) =>
  /^\/turnos\/([A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3})(\?|$)/.exec(location ?? '')?.[1] ?? null

/** Holds what people were told against what the database and the mails say. */
export function check(evidence: Evidence): Verdict {
  const { entries, ledger, keyring, taken } = evidence
  const lost: string[] = []
  const doubled: string[] = []
  const wrong: string[] = [...contradictions(ledger)]
  doubled.push(...oversold(ledger, new Date().toISOString()))

  const seal = sealedJson<TurnoPersonal>(keyring, 'turno')
  const byReference = new Map(ledger.turnos.map((turno) => [turno.reference, turno]))
  const confirms = entries.filter(({ op }) => op === 'confirm')
  const cancels = entries.filter(({ op }) => op === 'cancel')
  const cancelledBy = new Set(cancels.map(({ key }) => key))
  const sentCancel = new Set(
    cancels.filter(({ got }) => got?.location?.endsWith('/cancelado')).map(({ key }) => key),
  )

  const told = new Map<string, string>()
  for (const { client, key, hour, agenda, got } of confirms) {
    const reference = referenceIn(got?.location)
    if (reference === null) continue
    const before = told.get(key)
    if (before !== undefined && before !== reference) {
      doubled.push(`client ${client} was told ${before} and then ${reference} for one walk`)
    }
    told.set(key, reference)
    const turno = byReference.get(reference)
    if (!turno) {
      lost.push(`turno ${reference} was answered to client ${client} and is not in the database`)
      continue
    }
    if (turno.draftId !== key) wrong.push(`turno ${reference} belongs to another walk`)
    if (turno.startAt !== hour) wrong.push(`turno ${reference} is at ${turno.startAt}, not ${hour}`)
    if (turno.agendaId !== agenda) wrong.push(`turno ${reference} is at ${turno.agendaId}`)
    const { document, email } = seal.open(turno.id, turno.personal)
    const person = walker(client)
    if (document.number !== person.number || email !== person.email) {
      wrong.push(`turno ${reference} is not the one of client ${client}`)
    }
    if (!isLive(turno) && !cancelledBy.has(reference)) {
      lost.push(
        `turno ${reference} was answered and nobody cancelled it, yet it is ${turno.status}`,
      )
    }
    if (isLive(turno) && sentCancel.has(reference)) {
      wrong.push(`turno ${reference} was said to be cancelled and still stands`)
    }
  }

  const asked = new Set(confirms.map(({ key, hour }) => `${key} ${hour}`))
  for (const turno of ledger.turnos) {
    if (!asked.has(`${turno.draftId} ${turno.startAt}`)) {
      wrong.push(`turno ${turno.reference} was made and nobody asked for it`)
    }
  }

  const duplicates = checkMails(evidence, { lost, doubled, wrong })
  return {
    lost,
    doubled,
    wrong,
    answered: new Set(told.values()).size,
    unknown: confirms.filter(({ got }) => (got?.outcome ?? 'unknown') === 'unknown').length,
    mails: taken.length,
    duplicates,
  }
}

function checkMails(
  { ledger, keyring, taken, faults, deaths, entries, handover = handoverSeconds }: Evidence,
  { lost, doubled, wrong }: Pick<Verdict, 'lost' | 'doubled' | 'wrong'>,
): Record<string, number> {
  const seal = sealedJson<TurnoPersonal>(keyring, 'turno')
  const copies = grouped(taken, ({ id }) => id)
  const messageById = new Map(ledger.messages.map((message) => [message.id, message]))
  const turnoById = new Map(ledger.turnos.map((turno) => [turno.id, turno]))

  for (const turno of ledger.turnos) {
    const mails = copies.get(`confirmation-${turno.id}`) ?? []
    const message = messageById.get(`confirmation-${turno.id}`)
    // A turno that was cancelled before its mail left gets the mail of its end instead.
    const needless = turno.status === 'cancelled' && message?.status === 'dropped'
    if (mails.length === 0 && !needless) {
      const said = message ? `its row says ${message.status}` : 'it has no row'
      lost.push(`turno ${turno.reference} has no confirmation mail, and ${said}`)
    }
    const { email } = seal.open(turno.id, turno.personal)
    for (const mail of mails) {
      if (mail.to !== email) wrong.push(`the mail of ${turno.reference} went to somebody else`)
      if (mail.paper !== turno.reference)
        wrong.push(`the mail of ${turno.reference} has other papers`)
    }
  }

  const clients = new Set(entries.map(({ client }) => walker(client).email))
  for (const mail of taken) {
    const turnoId = /^(?:confirmation|cancellation)-(.+)$/.exec(mail.id)?.[1]
    if (turnoId !== undefined && !turnoById.has(turnoId)) {
      wrong.push(`a mail tells of a turno that does not exist: ${mail.id}`)
    }
    if (!messageById.has(mail.id)) wrong.push(`a mail was sent that no row tells of: ${mail.id}`)
    if (!clients.has(mail.to)) wrong.push('a mail went to an address that nobody gave')
  }

  const duplicates: Record<string, number> = {}
  for (const [id, same] of copies) {
    const sorted = same.toSorted((one, other) => one.at - other.at)
    for (const [n, copy] of sorted.slice(0, -1).entries()) {
      const again = sorted[n + 1]
      if (!again) continue
      const why = excuseFor(copy, again, { faults, deaths, handover })
      const known = why ?? 'for no reason'
      duplicates[known] = (duplicates[known] ?? 0) + 1
      if (why === null) {
        const seconds = ((again.at - copy.at) / 1000).toFixed(1)
        doubled.push(
          `mail ${id} was sent again after ${seconds} s by ${again.sender}, though nothing befell ${copy.sender} between the server's answer and its mark`,
        )
      }
    }
  }
  return duplicates
}

/** How long a process may take from the mail server's answer to the mark in the database. */
const markMs = 8_000

/**
 * Why a second copy is what the design allows: the sender was never told that the first was taken, or it
 * died, or was stopped beyond the lease, or its database was away, before it could mark it. Null where it
 * is none of these.
 */
function excuseFor(
  first: Taken,
  again: Taken,
  { faults, deaths, handover }: Pick<Evidence, 'faults' | 'deaths'> & { handover: number },
): string | null {
  if (first.toldAt === null) return 'the sender was not told'
  const from = first.at - 500
  const to = Math.min(first.toldAt + markMs, again.at)
  if (deaths.some(({ who, at }) => who === first.sender && from <= at && at <= to)) {
    return 'the sender died'
  }
  // What a lease is longer than a hand-over: a shorter pause cannot cost it.
  const pauseMs = (leaseSeconds / handoverSeconds - 1) * handover * 1000
  const cause = faults.find((fault) => {
    const overlaps = fault.from <= to && fault.to >= from
    if (!overlaps) return false
    if (fault.kind === 'long pause' || fault.kind === 'pause') {
      return fault.target === first.sender && fault.to - fault.from >= pauseMs
    }
    return fault.kind === 'database kill' || fault.kind === 'disk full'
  })
  return cause ? `the sender met a ${cause.kind}` : null
}
