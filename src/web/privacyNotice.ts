/**
 * The notice that consent refers to. Whoever changes its words raises the version; a turno keeps
 * the one that was agreed to.
 */
export const privacyNotice = {
  version: '2',
  validFrom: '2026-11-25',
} as const
