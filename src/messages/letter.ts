import { z } from 'zod'
import type { Language } from '../language.ts'
import type { Relocation } from '../relocation/relocation.ts'
import type { Turno } from '../turno/turno.ts'
import { clashMail } from './compose/clash.ts'
import { codeMail } from './compose/code.ts'
import { confirmationMail } from './compose/confirmation.ts'
import { endedMail } from './compose/ended.ts'
import { linksMail } from './compose/links.ts'
import type { MailViews } from './compose/mailViews.ts'
import { keptMail, proposalMail, relocatedMail, unservedMail } from './compose/relocation.ts'
import type { MailFacts, MailPapers } from './facts.ts'
import type { ComposedMail } from './mailer.ts'
import type { RelocationMail } from './message.ts'

/** A message about to leave, its secret open. */
export type LetterOrder = {
  kind: string
  subjectId: string
  secret: string | null
  language: Language
}

export type LetterParts = { facts: MailFacts; papers: MailPapers; views: MailViews }

/**
 * Writes the mail from what is true now, or answers null when it would no longer be true: the code
 * was used or replaced, the turno cancelled before its confirmation went out, no turno left.
 */
export async function writeLetter(
  order: LetterOrder,
  parts: LetterParts,
): Promise<ComposedMail | null> {
  switch (order.kind) {
    case 'code':
      return writeCode(order, parts)
    case 'links':
      return writeLinks(order, parts)
    case 'confirmation':
    case 'cancellation':
    case 'freed':
    case 'clash': {
      const turno = await parts.facts.turno(order.subjectId)
      const ended = order.kind === 'cancellation' || order.kind === 'freed'
      if (turno === null || isLive(turno) === ended) return null
      return writeAboutTurno(order, turno, parts)
    }
    case 'relocation':
    case 'relocation-reminder':
    case 'relocation-kept':
    case 'relocated':
    case 'unserved':
      return writeAboutRelocation(order.kind, order, parts)
    default:
      throw new Error(`There is no mail of the kind ${order.kind}`)
  }
}

async function writeCode(
  { subjectId, secret, language }: LetterOrder,
  { facts, views }: LetterParts,
): Promise<ComposedMail | null> {
  if (secret === null) throw new Error('A code mail needs its code')
  const live = await facts.code(subjectId, secret)
  if (live === null) return null
  const institution = await facts.institution()
  return codeMail(views, { institution, language, code: secret, expiresAt: live.expiresAt })
}

async function writeAboutTurno(
  { kind, language }: LetterOrder,
  turno: Turno,
  { facts, papers, views }: LetterParts,
): Promise<ComposedMail> {
  const institution = await facts.institution()
  const paper = facts.confirmationFacts(turno, institution)
  const about = { institution, language, turno: paper, link: facts.linkFor(turno) }
  if (kind === 'clash') return clashMail(views, about)
  if (kind === 'freed' || kind === 'cancellation') {
    return endedMail(views, { ...about, why: kind, calendar: papers.calendar(paper, 'CANCEL') })
  }
  return confirmationMail(views, {
    ...about,
    pdf: await papers.pdf(paper),
    calendar: papers.calendar(paper, 'PUBLISH'),
  })
}

async function writeAboutRelocation(
  kind: RelocationMail,
  { subjectId, language }: LetterOrder,
  { facts, papers, views }: LetterParts,
): Promise<ComposedMail | null> {
  const relocation = await facts.relocation(subjectId)
  if (relocation === null || !isTrue(kind, relocation)) return null
  const { turno, from } = relocation
  const institution = await facts.institution()
  const paper = facts.confirmationFacts(turno, institution)
  const about = { institution, language, relocation, turno: paper }
  const link = facts.linkFor(turno)
  if (kind === 'relocation-kept') return keptMail(views, { ...about, link })
  if (kind === 'unserved') {
    return unservedMail(views, { ...about, link, calendar: papers.calendar(paper, 'CANCEL') })
  }
  if (kind === 'relocated') {
    const pdf = await papers.pdf(paper)
    return relocatedMail(views, {
      ...about,
      link,
      pdf,
      calendar: papers.calendar(paper, 'PUBLISH'),
    })
  }
  const answer = facts.answerLinkFor(turno, from.start)
  return proposalMail(views, { ...about, answer, again: kind === 'relocation-reminder' })
}

/** Whether what a mail says of a relocation is still so. */
function isTrue(kind: RelocationMail, { status, endedAt, turno, proposal }: Relocation): boolean {
  if (kind === 'relocation') return endedAt === null
  if (kind === 'relocation-reminder') return endedAt === null && proposal !== null
  if (kind === 'relocation-kept') return status === 'kept' && isLive(turno)
  if (kind === 'relocated') return status === 'moved-at-deadline' && isLive(turno)
  return status === 'unserved'
}

const turnoIds = z.array(z.string())

async function writeLinks(
  { secret, language }: LetterOrder,
  { facts, views }: LetterParts,
): Promise<ComposedMail | null> {
  const turnos: Turno[] = []
  for (const id of turnoIds.parse(JSON.parse(secret ?? '[]'))) {
    const turno = await facts.turno(id)
    if (turno !== null && isLive(turno)) turnos.push(turno)
  }
  if (turnos.length === 0) return null
  turnos.sort((a, b) => (`${a.startAt}${a.id}` < `${b.startAt}${b.id}` ? -1 : 1))
  const institution = await facts.institution()
  return linksMail(views, {
    institution,
    language,
    turnos: turnos.map((turno) => ({
      facts: facts.confirmationFacts(turno, institution),
      link: facts.linkFor(turno),
    })),
  })
}

function isLive({ status }: Turno): boolean {
  return status === 'confirmed' || status === 'arrived'
}
