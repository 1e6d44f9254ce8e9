import type { Language } from '../../language.ts'
import type { Relocation } from '../relocation.ts'
import type { PanelModel, ProposalModel } from '../viewModels.ts'

/** The addresses at which a person answers. */
export const answerPath = (reference: string) => `/turnos/${reference}/propuesta`
export const choosePath = (reference: string) => `/turnos/${reference}/propuesta/otra-hora`

/** A proposal as pages show it; null where none is held. */
export function shownProposal({ proposal, from }: Relocation): ProposalModel | null {
  if (!proposal) return null
  const { agency, no, start } = proposal
  return {
    no,
    at: start,
    zone: agency.zone,
    agency: { name: agency.name, address: agency.address, city: agency.canton },
    elsewhere: agency.id !== from.agency.id,
  }
}

/** Why a turno cannot be served, in a sentence and in the institution's own words. */
export function shownCause(
  { kind, reason, from }: Relocation,
  language: Language,
  t: (key: string, args: Record<string, string>) => string,
) {
  return shownCauseOf({ kind, reason }, from.agency.name, language, t)
}

/** The same of a change, before anybody is looked at. */
export function shownCauseOf(
  { kind, reason }: Pick<Relocation, 'kind' | 'reason'>,
  agency: string,
  language: Language,
  t: (key: string, args: Record<string, string>) => string,
) {
  return {
    what: t(`relocation:what.${kind}`, { agency }),
    reason: reason[language],
  }
}

/** What the turno's own page says first. */
export function panelOf(
  relocation: Relocation,
  language: Language,
  t: (key: string, args: Record<string, string>) => string,
): PanelModel {
  const { turno, from, answerBy } = relocation
  return {
    ...shownCause(relocation, language, t),
    proposal: shownProposal(relocation),
    answerBy: answerBy === null ? null : { at: answerBy, zone: from.agency.zone },
    acceptUrl: answerPath(turno.reference),
    anotherUrl: choosePath(turno.reference),
  }
}
