import Sqlite from 'better-sqlite3'

/** The tables that grow with every person who comes; a statement that reads one whole gets slower with them. */
const growing = [
  ...['turnos', 'turno_events', 'seats', 'drafts', 'codes', 'allowances', 'messages'],
  ...['arrivals', 'arrival_events', 'calls', 'visits', 'outcomes', 'certificates', 'relocations'],
]

/** The statements that SQLite is asked from now on, in this test file. */
export function recordStatements(): Set<string> {
  const asked = new Set<string>()
  Sqlite.prototype.prepare = new Proxy(Sqlite.prototype.prepare, {
    apply(prepare, connection, [text]) {
      if (/^\s*(select|insert|update|delete|with)\b/i.test(text)) asked.add(text)
      return Reflect.apply(prepare, connection, [text])
    },
  })
  return asked
}

/**
 * Those of `statements` that go through a growing table from end to end, by SQLite's own plan on the
 * database in `file`. What a new row's foreign key may have to look for is left out: SQLite looks only
 * while another row waits for it.
 */
export function wholeReads(file: string, statements: Iterable<string>): string[] {
  const database = new Sqlite(file, { readonly: true })
  const found: string[] = []
  for (const text of statements) {
    if (/^\s*insert\b/i.test(text)) continue
    const holes = text.match(/\?/g) ?? []
    const plan = database
      .prepare<unknown[], { detail: string }>(`explain query plan ${text}`)
      .all(...holes.map(() => null))
    const whole = plan.some(({ detail }) => growing.some((table) => detail === `SCAN ${table}`))
    if (whole) found.push(text)
  }
  database.close()
  return found
}
