import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { wholeFile } from './backupFile.ts'

const run = promisify(execFile)

/** What became of one of PostgreSQL's own programs; `says` is a sentence for the operator. */
export type ToolResult = { ok: true; tables: string[] } | { ok: false; says: string }

/**
 * Dumps a PostgreSQL to a new file in pg_dump's custom format, one consistent view, and reads the
 * dump's own list back. `path` is where pg_dump and pg_restore are looked for.
 */
export async function backupPostgres(
  url: string,
  file: string,
  path: string | undefined,
): Promise<ToolResult> {
  const tool = postgresTool(url, path)
  let ended: ToolResult = { ok: true, tables: [] }
  try {
    await wholeFile(file, async (draft) => {
      ended = await tool('pg_dump', ['--format=custom', '--no-owner', `--file=${draft}`])
      if (ended.ok) ended = await listOf(draft, path)
      if (!ended.ok) throw unfinished
    })
  } catch (error) {
    if (error !== unfinished) throw error
  }
  return ended
}

/** Thrown to leave no file behind; what was wrong is told as a value. */
const unfinished = new Error('The dump did not end well')

/** The tables whose rows a dump holds. */
export async function listOf(file: string, path: string | undefined): Promise<ToolResult> {
  const listed = await asked('pg_restore', ['--list', file], { PATH: path })
  if (!listed.ok) return listed
  const tables = [...listed.text.matchAll(/^\d+; .* TABLE DATA \S+ (\S+) /gm)].map(
    ([, name = '']) => name,
  )
  if (tables.includes('turnos')) return { ok: true, tables }
  return { ok: false, says: `${file} is not a dump of a Turnero database.` }
}

/** Brings a dump into a PostgreSQL, wholly or not at all; `replace` drops first what the dump has. */
export async function restorePostgres(
  url: string,
  file: string,
  replace: boolean,
  path: string | undefined,
): Promise<ToolResult> {
  const clean = replace ? ['--clean', '--if-exists'] : []
  const args = ['--single-transaction', '--exit-on-error', '--no-owner', ...clean, file]
  return postgresTool(url, path)('pg_restore', args)
}

/** The password goes by the environment: the arguments of a program can be read by everybody. */
function postgresTool(url: string, path: string | undefined) {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  const environment = { PATH: path, ...(password === '' ? {} : { PGPASSWORD: password }) }
  return async (program: string, args: string[]): Promise<ToolResult> => {
    const ended = await asked(program, [`--dbname=${address.href}`, ...args], environment)
    return ended.ok ? { ok: true, tables: [] } : ended
  }
}

async function asked(
  program: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ ok: true; text: string } | { ok: false; says: string }> {
  try {
    const { stdout } = await run(program, args, {
      env: { ...environment, LC_ALL: 'C' },
      maxBuffer: 16 * 1024 * 1024,
    })
    return { ok: true, text: stdout }
  } catch (error) {
    if (typeof error !== 'object' || error === null) throw error
    if ('code' in error && error.code === 'ENOENT') {
      return {
        ok: false,
        says: `${program} is not on the PATH: install PostgreSQL's client programs, of the server's version or newer.`,
      }
    }
    const text = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : ''
    const [first = 'it gave no reason'] = text.split('\n').filter((line) => line !== '')
    // What an older program says of a newer server, and of a dump that a newer program made.
    const isOlder = /server version mismatch|unsupported version .* in file header/.test(text)
    const todo = isOlder
      ? ": install PostgreSQL's client programs of the server's major version or newer."
      : ''
    return { ok: false, says: `${program} failed: ${first}${todo}` }
  }
}
