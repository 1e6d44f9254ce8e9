/** Why somebody is called before their place. A closed list: no free text, so no personal data. */
export const callReasons = ['priority', 'comes-back', 'helper', 'mistake', 'supervisor'] as const
export type CallReason = (typeof callReasons)[number]

/** Why somebody is set aside. */
export const parkReasons = ['copies', 'papers', 'system', 'absent', 'other'] as const
export type ParkReason = (typeof parkReasons)[number]

/** Why somebody goes to another window or procedure. */
export const transferReasons = ['other-procedure', 'language', 'supervisor', 'closing'] as const
export type TransferReason = (typeof transferReasons)[number]

/** Why an agency takes nobody in for a while. Whoever comes is told. */
export const pauseReasons = ['full', 'system', 'staff', 'emergency', 'other'] as const
export type PauseReason = (typeof pauseReasons)[number]

/** Why reception ends the turno that keeps a document from the holder who has shown it. */
export const freeReasons = ['not-theirs', 'no-access', 'wrong-data'] as const
export type FreeReason = (typeof freeReasons)[number]

/** Whether a text is one of a closed list of reasons. */
export function isReason<Reason extends string>(
  reasons: readonly Reason[],
  text: unknown,
): text is Reason {
  return reasons.some((reason) => reason === text)
}
