/**
 * The groups that article 35 of the Constitution gives priority: 65 and older, pregnancy, disability,
 * children and adolescents, catastrophic illness, and the others it names (people at risk, victims of
 * violence or disaster). Recorded by group, never shown.
 */
export const priorityGroups = [
  'older',
  'pregnancy',
  'disability',
  'child',
  'illness',
  'other',
] as const

export type PriorityGroup = (typeof priorityGroups)[number]

/** Whether `text` names a group with priority. */
export function isPriorityGroup(text: unknown): text is PriorityGroup {
  return priorityGroups.some((group) => group === text)
}
