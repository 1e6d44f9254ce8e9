import Sqlite from 'better-sqlite3'
import { sealColumn } from '../../src/messages/sealed.ts'
import type { Services } from '../../src/services.ts'

/** Seconds from one message or entry of the record to the next: a month of them. */
const apart = 25

/** Writes so many messages about the newest turnos, as the last month leaves behind. */
export function fillMessages(file: string, { keyring }: Services, count: number): void {
  const connection = new Sqlite(file, { timeout: 30_000 })
  connection.pragma('synchronous = OFF')
  const subjects = connection
    .prepare('select id from turnos order by day desc, id limit 20000')
    .pluck()
    .all()
    .map(String)
  const kinds = ['code', 'confirmation', 'confirmation', 'cancellation', 'links', 'clash']
  const add = connection.prepare(
    `insert into messages (id, kind, subject_id, recipient, secret, language, status, reason, created_at,
       due_at, not_after, attempts, leased_until, lease, ended_at)
     values (?, ?, ?, ?, null, 'es', ?, ?, ?, ?, ?, 1, null, null, ?)`,
  )
  connection.transaction(() => {
    for (let n = 0; n < count; n += 1) {
      const id = `bench-${n}`
      const at = new Date(Date.now() - n * apart * 1000).toISOString()
      const failed = n % 200 === 0
      const recipient = sealColumn(keyring, 'recipient', id, `persona${n}@example.org`)
      add.run(
        id,
        kinds[n % kinds.length],
        subjects[n % subjects.length],
        recipient,
        failed ? 'failed' : 'sent',
        failed ? 'refused' : null,
        at,
        at,
        at,
        at,
      )
    }
  })()
  connection.close()
}

/** Writes so many entries of the record, of many people, at the agencies and at the institution. */
export function fillRecord(file: string, staffId: string, count: number): void {
  const connection = new Sqlite(file, { timeout: 30_000 })
  connection.pragma('synchronous = OFF')
  connection.exec(`
    create temp table place as select row_number() over (order by id) - 1 as n, id from agencies;
    with recursive counted(n) as (select 1 union all select n + 1 from counted where n < ${count})
    insert into audit (number, chain, at, actor, action, subject, agency_id, detail, seal)
      select counted.n + 1000, 'agency:' || place.id,
        strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || (counted.n * ${apart}) || ' seconds'),
        case counted.n % 3 when 0 then 'operator' else 'staff:${staffId}' end,
        case counted.n % 7 when 0 then 'agency-changed' else 'message-resent' end,
        'turno:' || (counted.n % 1000), place.id,
        '{"before":{"windows":3,"address":"Calle Uno"},"after":{"windows":2,"address":"Calle Dos"}}', 'x'
      from counted join place on place.n = counted.n % (select count(*) from place);
  `)
  connection.close()
}

/** Writes that everybody whose turno was served in the last days came, was called and got an outcome. */
export function fillAttendance(file: string, days: number): void {
  const connection = new Sqlite(file, { timeout: 60_000 })
  connection.pragma('synchronous = OFF')
  connection.pragma('foreign_keys = OFF')
  connection.exec(`
    begin;
    create temp table came as
      select id, agency_id, procedure_id, day, start_at,
        row_number() over (partition by agency_id, day order by id) as n
      from turnos where day >= date('now', '-${days} days') and status = 'served';
    insert into arrivals (id, agency_id, day, turno_id, procedure_id, label, arrived_at, place, place_reason,
        priority, status, window_id, language, personal)
      select 'a' || id, agency_id, day, id, procedure_id, 'A ' || n, start_at, start_at, '{}', null, 'served',
        null, 'es', null from came;
    insert into calls (id, agency_id, day, arrival_id, window_id, staff_id, called_at, told_at, told, ended_at,
        ending)
      select 'c' || id, agency_id, day, 'a' || id, agency_id || '-1', 'x',
        strftime('%Y-%m-%dT%H:%M:%fZ', start_at, '+' || (n % 45) || ' minutes'), start_at, 1, start_at, 'served'
      from came;
    insert into visits (id, call_id, arrival_id, checks, third_party, notes, started_at, ended_at)
      select 'v' || id, 'c' || id, 'a' || id, '[]', 0, null, start_at, start_at from came;
    insert into outcomes (visit_id, number, kind, detail, staff_id, reason, at)
      select 'v' || id, 1, case n % 4 when 0 then 'papers-missing' else 'issued' end,
        case n % 4 when 0 then '{"missing":["visa"],"certificateId":null}'
          else '{"missing":[],"certificateId":null}' end, 'x', null, start_at
      from came;
    commit;
  `)
  connection.close()
}

/**
 * Writes the figures of two years by month and of so many weeks, for every agenda and their sums, as the
 * job would have left them. Their numbers are made up: a page that reads them does not know.
 */
export function fillFigures(file: string, weeks: number): void {
  const connection = new Sqlite(file, { timeout: 60_000 })
  connection.pragma('synchronous = OFF')
  const tally = (keys: number, each: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, n) => [n * each, n + 1])))
  const tallies = [
    '{"issued":40,"affiliated":3,"papers-missing":9,"no-authority":1,"withdrew":2}',
    '{"visa":6,"passport":2,"letter":4}',
    tally(50, 1),
    tally(20, 7),
  ]
  const numbers = '400, 300, 30, 12, 25, 240, 18, 5'
  const some = tallies.map((text) => `'${text}'`).join(', ')
  connection.exec(`
    create temp table month as
      with recursive counted(n) as (select 0 union all select n + 1 from counted where n < 23)
      select n from counted;
    create temp table span as
      with recursive counted(n) as (select 0 union all select n + 1 from counted where n < ${weeks - 1})
      select 'week' as span, date('now', 'weekday 0', '-6 days', '-' || (n * 7) || ' days') as from_day
        from counted
      union all
      select 'month', date('now', 'start of month', '-' || n || ' months') from month;
    create temp table cell as
      select agency_id, procedure_id from agendas
      union select agency_id, '*' from agendas
      union select '*', procedure_id from agendas
      union select '*', '*';
    insert into figures
      select agency_id, procedure_id, span, from_day, ${numbers}, ${some} from cell join span;
    -- Nothing is left to count while pages are measured.
    insert into closed_days (agency_id, day, counted_at, offered_at, stale)
      select id, date('now'), 'x', 'x', 0 from agencies;
  `)
  connection.close()
}
