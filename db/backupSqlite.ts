import { copyFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { wholeFile } from './backupFile.ts'
import { codesOf } from './errors.ts'
import { quoted } from './transferSide.ts'
import { tableOutlines } from './transferTables.ts'

/** What a database file holds: rows by table, and how many migrations it was brought through. */
export type FileContents = { rows: Record<string, number>; migrations: number }

/** What is wrong with a database file, one sentence each; none, and what it holds, where it is sound. */
export type FileCheck = { problems: string[]; contents: FileContents }

/**
 * Copies a SQLite file to a new one while others read and write it: one consistent view, compact, and
 * checked before it gets its name. Throws where the copy is not sound.
 */
export function backupSqlite(source: string, file: string): Promise<FileContents> {
  return wholeFile(file, async (draft) => {
    // A backup page by page begins again whenever somebody writes; this is one view throughout.
    const connection = new Sqlite(source, { readonly: true, fileMustExist: true, timeout: 5000 })
    try {
      connection.prepare('vacuum into ?').run(draft)
    } finally {
      connection.close()
    }
    return soundCopy(draft)
  })
}

/** Puts a checked backup at `file`; `ready` is called when all that is left is to give it that name. */
export function placeBackup(
  backup: string,
  file: string,
  ready: () => void,
): Promise<FileContents> {
  const make = async (draft: string) => {
    copyFileSync(backup, draft)
    return soundCopy(draft)
  }
  return wholeFile(file, make, ready)
}

function soundCopy(file: string): FileContents {
  const { problems, contents } = checkFile(file)
  if (problems.length > 0) throw new Error(`the copy is not sound. ${problems.join(' ')}`)
  return contents
}

/** Checks a database file page by page and reference by reference, and counts what it holds. Writes nothing. */
export function checkFile(file: string): FileCheck {
  const contents: FileContents = { rows: {}, migrations: 0 }
  try {
    const connection = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 5000 })
    try {
      return { problems: findProblems(connection, file, contents), contents }
    } finally {
      connection.close()
    }
  } catch (error) {
    if (codesOf(error).includes('SQLITE_NOTADB')) {
      return { problems: [`${file} is no SQLite database.`], contents }
    }
    const damage = codesOf(error).find((code) => /^SQLITE_(CORRUPT|IOERR)/.test(code))
    if (damage === undefined) throw error
    return { problems: [`The file cannot be read to its end (${damage}).`], contents }
  }
}

function findProblems(connection: Sqlite.Database, file: string, contents: FileContents): string[] {
  const problems: string[] = []
  const findings = connection.prepare('pragma integrity_check(20)').pluck().all().map(String)
  if (findings.join() !== 'ok')
    problems.push(...findings.map((one) => `The file is damaged: ${one}.`))

  const orphans = new Map<string, number>()
  for (const row of connection.prepare<[], unknown[]>('pragma foreign_key_check').raw().iterate()) {
    const where = `${String(row[0])} refer to ${String(row[2])}`
    orphans.set(where, (orphans.get(where) ?? 0) + 1)
  }
  for (const [where, count] of orphans) {
    problems.push(`Rows of ${where} that are not there: ${count}.`)
  }

  const names = new Set(
    connection.prepare("select name from sqlite_master where type = 'table'").pluck().all(),
  )
  if (!names.has('turnos') || !names.has('__drizzle_migrations')) {
    return [...problems, `${file} is not a database of Turnero.`]
  }
  const countOf = (name: string) =>
    Number(
      connection
        .prepare(`select count(*) from ${quoted(name)}`)
        .pluck()
        .get(),
    )
  for (const { name } of tableOutlines()) {
    if (names.has(name)) contents.rows[name] = countOf(name)
  }
  contents.migrations = countOf('__drizzle_migrations')
  return problems
}
