/**
 * The notice that consent refers to. Whoever changes its words raises the version; a turno keeps
 * the one that was agreed to.
 */
export const privacyNotice = {
  version: '1',
  validFrom: '2026-11-23',
} as const
