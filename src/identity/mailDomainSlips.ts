import { oftenMistyped, rightAsTheyAre } from './mailDomains.ts'

// Endings that are no top-level domain and one slip away from the commonest one. "co", "cm" and "om"
// are left alone here: they are countries.
const slipsOfCom = new Set([
  'con',
  'comm',
  'cmo',
  'ocm',
  'cpm',
  'vom',
  'xom',
  'coml',
  'cim',
  'conm',
])

/** Enough for every name in the list, and keeps the comparison small. */
const longestCompared = 40

/**
 * The domain that the person probably meant (`gmail.com` for `ana@gmial.com`), or null when there is
 * no reason to ask. Only ever a question: the address as typed must stay possible.
 */
export function suggestDomain(address: string): string | null {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const ended = withUsualEnding(domain)
  const meant = rightAsTheyAre.has(ended) ? ended : (nearest(ended) ?? ended)
  return meant === domain ? null : meant
}

/** The whole address with the suggested domain, or null when there is nothing to suggest. */
export function suggestAddress(address: string): string | null {
  const domain = suggestDomain(address)
  return domain === null ? null : address.slice(0, address.lastIndexOf('@') + 1) + domain
}

function withUsualEnding(domain: string): string {
  const dot = domain.lastIndexOf('.')
  return slipsOfCom.has(domain.slice(dot + 1)) ? `${domain.slice(0, dot)}.com` : domain
}

/** The well-known domain that is one slip away; two, where the first and last letters still agree. */
function nearest(domain: string): string | null {
  if (domain.length > longestCompared) return null
  const near = oftenMistyped.map((known) => ({ known, slips: slipsBetween(domain, known) }))
  const one = near.find(({ slips }) => slips === 1)
  const two = near.find(
    ({ known, slips }) => slips === 2 && known.at(0) === domain.at(0) && sameEnding(known, domain),
  )
  return (one ?? two)?.known ?? null
}

function sameEnding(a: string, b: string): boolean {
  return a.slice(a.indexOf('.')) === b.slice(b.indexOf('.'))
}

/** How many letters were left out, added, changed, or swapped with a neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      line.push(
        Math.min(
          at(last, column) + 1,
          at(line, column - 1) + 1,
          at(last, column - 1) + (same ? 0 : 1),
          row > 1 && column > 1 && swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = last
    last = line
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
