import type { TestApp } from '../support/app.ts'

/** What a path's parameters stand for at one agency: records that belong to it. */
export type Records = Record<string, string>

/**
 * One record of each kind at an agency, by the name that paths give its parameter. A route with a
 * parameter that is not here fails the matrix: add how to make such a record.
 */
export async function recordsAt(_test: TestApp, agencyId: string): Promise<Records> {
  return { agency: agencyId }
}
