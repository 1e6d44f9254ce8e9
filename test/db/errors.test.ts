import { expect, test } from '@jest/globals'
import { isUnavailable } from '../../db/errors.ts'

/** What a driver throws, as Drizzle hands it on. */
const thrown = (code: string) =>
  new Error('Failed query', { cause: Object.assign(new Error(), { code }) })

test.each([
  ['a file that somebody else writes to', 'SQLITE_BUSY'],
  ['a full disk', 'SQLITE_FULL'],
  ['a race lost three times', '40001'],
  ['a deadlock met three times', '40P01'],
  ['a server that became a copy of another', '25006'],
  ['a server that nobody answers for', 'ECONNREFUSED'],
])('%s is a reason to come back later', (_what, code) => {
  expect(isUnavailable(thrown(code))).toBe(true)
})

test.each([
  ['a value twice', '23505'],
  ['a table that is not there', '42P01'],
  ['a constraint of SQLite', 'SQLITE_CONSTRAINT_CHECK'],
])('%s is a fault of ours', (_what, code) => {
  expect(isUnavailable(thrown(code))).toBe(false)
})
