/** The name under which a paper of the turno is saved: `turno-K7QM-3XW9.pdf`. */
export function paperFileName(reference: string, kind: 'pdf' | 'ics'): string {
  return `turno-${safeLabel(reference)}.${kind}`
}

/** `reference` with only letters, digits and hyphens, so that no header or file system trips over it. */
export function safeLabel(reference: string): string {
  return reference.replace(/[^A-Za-z0-9-]/g, '')
}
