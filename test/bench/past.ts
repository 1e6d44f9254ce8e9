import Sqlite from 'better-sqlite3'

/**
 * Writes so many turnos that were served before today, spread over all the agendas there are, two a day
 * each, with their seats and their days' loads: as many years leave behind.
 */
export function fillPast(file: string, turnos: number): void {
  const connection = new Sqlite(file, { timeout: 30_000 })
  connection.pragma('synchronous = OFF')
  connection.exec(`
    create temp table place as
      select row_number() over (order by a.id) - 1 as n,
        row_number() over (partition by a.pool_id order by a.id) as seat, a.id as agenda_id, a.agency_id, a.pool_id, a.procedure_id
      from agendas a;
    create temp table past as
      with recursive counted(n) as (select 0 union all select n + 1 from counted where n + 1 < ${turnos})
      select counted.n as n, place.*,
        date('now', '-' || (1 + counted.n / (select count(*) from place) / 2) || ' days') as day,
        13 + (counted.n / (select count(*) from place)) % 2 as hour
      from counted join place on place.n = counted.n % (select count(*) from place);
    begin;
    insert into pool_days (pool_id, day, load, touched)
      select distinct pool_id, day, '${'00'.repeat(96)}01010101', 1 from past where true
      on conflict do nothing;
    insert into turnos (id, reference, draft_id, procedure_id, procedure_version, agenda_id, agency_id,
        pool_id, start_at, end_at, day, status, holder_key, mailbox_key, personal, language,
        link_version, sequence, created_at)
      select 't' || n, 'r' || n, 'd' || n, procedure_id, 1, agenda_id, agency_id, pool_id,
        day || 'T' || hour || ':00:00.000Z', day || 'T' || hour || ':20:00.000Z', day, 'served',
        'h' || n, 'm' || n, 'sealed', 'es', 1, 1, day || 'T00:00:00.000Z' from past;
    insert into seats (pool_id, start_at, seat_no, end_at, day, turno_id)
      select pool_id, day || 'T' || hour || ':00:00.000Z', seat, day || 'T' || hour || ':20:00.000Z', day,
        't' || n from past;
    commit;
  `)
  connection.pragma('wal_checkpoint(TRUNCATE)')
  connection.close()
}
