import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { runTurnero } from '../../src/cli/program.ts'

/** An operator's machine: a data folder of its own, and a copy of the demonstration's files to spoil. */
export function ground(settings: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'turnero-cli-'))
  const data = join(root, 'data')
  const folder = join(root, 'institution')
  const file = join(data, 'turnero.sqlite')
  cpSync('db/seed/demo', folder, { recursive: true })
  const environment = { DATA_DIR: data, ...settings }

  return {
    folder,
    /** The SQLite file of the settings. */
    file,
    /** Runs a command line and tells how it ended and what it wrote. */
    run: (...line: string[]) => runIn(environment, line),
    /** The same with some settings changed. */
    runWith: (changed: Record<string, string>, ...line: string[]) =>
      runIn({ ...environment, ...changed }, line),
    /** Changes one file of the copy as text. */
    edit(name: string, change: (text: string) => string) {
      const path = join(folder, name)
      writeFileSync(path, change(readFileSync(path, 'utf8')))
    },
    remove: (name: string) => rmSync(join(folder, name)),
    hasDatabase: () => existsSync(file),
    /** Every row of every table, the migrator's included. */
    tables() {
      const connection = new Sqlite(file, { readonly: true })
      const names = connection
        .prepare("select name from sqlite_master where type = 'table' order by name")
        .pluck()
        .all()
      const rows = names.map((name) => [
        name,
        connection.prepare(`select * from "${String(name)}" order by 1, rowid`).all(),
      ])
      connection.close()
      return Object.fromEntries(rows)
    },
    clear: () => rmSync(root, { recursive: true, force: true }),
  }
}

async function runIn(environment: NodeJS.ProcessEnv, line: string[]) {
  const said: string[] = []
  const complained: string[] = []
  const code = await runTurnero(line, {
    environment,
    say: (text) => said.push(text),
    complain: (text) => complained.push(text),
  })
  return { code, said: said.join('\n'), complained: complained.join('\n') }
}

export type Ground = ReturnType<typeof ground>
