import type { Procedure } from '../agencies/procedure.ts'
import type { Localized } from '../language.ts'
import type { CheckedRequirement } from './outcome.ts'

/** One thing to look at, and what was found. */
export type CheckItem = {
  /** The requirement's code; what an authorisation must say is `authorisation.<code>`. */
  code: string
  group: 'general' | 'third-party' | 'authorisation'
  title: Localized
  /** Null where the title says it all. */
  detail: Localized | null
  /** Null until the clerk has looked. */
  state: CheckedRequirement['state'] | null
}

/**
 * What the procedure asks for, in its order, with what was found. What a third party must bring, and
 * what their authorisation must say, comes with it only where one came.
 */
export function checklistOf(
  { details }: Procedure,
  thirdParty: boolean,
  checks: CheckedRequirement[],
): CheckItem[] {
  const found = new Map(checks.map(({ code, state }) => [code, state]))
  const general = details.requirements.map((one) => ({ ...one, group: 'general' as const }))
  const theirs = details.thirdPartyRequirements.map(({ code, ...rest }) => ({
    ...rest,
    // Two lists may use one code; what is missing must say of which.
    code: details.requirements.some((one) => one.code === code) ? `third-party.${code}` : code,
    group: 'third-party' as const,
  }))
  const contents = details.authorisation.map(({ code, text }) => ({
    code: `authorisation.${code}`,
    group: 'authorisation' as const,
    title: text,
    detail: null,
  }))
  const items = thirdParty ? [...general, ...theirs, ...contents] : general
  return items.map((item) => ({ ...item, state: found.get(item.code) ?? null }))
}

/** The codes that stand in the way of issuing: missing, or not looked at. */
export function openItems(checklist: CheckItem[]): string[] {
  return checklist
    .filter(({ state }) => state === null || state === 'missing')
    .map(({ code }) => code)
}

/** Whether every code is one of the checklist's. */
export function knowsAll(checklist: CheckItem[], codes: string[]): boolean {
  return codes.every((code) => checklist.some((item) => item.code === code))
}
