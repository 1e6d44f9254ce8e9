/** How many findings of a kind are told one by one. */
const mostTold = 10

/** Collects what is wrong: each finding a sentence, and after ten of a kind only their number. */
export function createFindings() {
  const kinds = new Map<string, { told: string[]; more: number }>()
  return {
    add(kind: string, sentence: string): void {
      const known = kinds.get(kind) ?? { told: [], more: 0 }
      kinds.set(kind, known)
      if (known.told.length < mostTold) known.told.push(sentence)
      else known.more += 1
    },
    all: (): string[] =>
      [...kinds.entries()].flatMap(([kind, { told, more }]) =>
        more === 0 ? told : [...told, `And ${more} more: ${kind}.`],
      ),
  }
}

export type Findings = ReturnType<typeof createFindings>
