import { resolve } from 'node:path'

/** What a database's address names: a PostgreSQL, or a SQLite file by its absolute path. */
export type DatabasePlace =
  | { dialect: 'postgres'; url: string }
  | { dialect: 'sqlite'; file: string }

/** Reads an address as `openDatabase` does: `postgres://…`, `sqlite:path`, or a path. */
export function placeOf(url: string): DatabasePlace {
  return /^postgres(ql)?:\/\//.test(url)
    ? { dialect: 'postgres', url }
    : { dialect: 'sqlite', file: resolve(url.replace(/^sqlite:/, '')) }
}
