import type { Request } from 'express'
import type { Services } from '../services.ts'

/** The names of those who did something, by what the record calls them: `staff:<id>`, `operator`. */
export async function actorNames(
  { pages, staff }: Services,
  request: Request,
  actors: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const actor of new Set(actors)) {
    const id = actor.startsWith('staff:') ? actor.slice('staff:'.length) : null
    const account = id === null ? null : await staff.accounts.byId(id)
    names.set(actor, account?.name ?? wordFor(pages, request, actor))
  }
  return names
}

/** Whoever is no account: the command line, the clock, a kiosk, the person themselves. */
function wordFor(pages: Services['pages'], request: Request, actor: string): string {
  const known = [
    'operator',
    'nobody',
    'system',
    'applicant',
    'assistant',
    'kiosk',
    'staff',
  ] as const
  const word = known.find((one) => one === actor)
  return word ? pages.text(request, `record:actors.${word}`) : actor
}
