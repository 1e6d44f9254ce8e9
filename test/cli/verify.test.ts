import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { newKeySettings } from '../../src/keys/newKeys.ts'
import { type FilledGround, filledGround } from './filled.ts'

let here: FilledGround
beforeAll(async () => {
  here = await filledGround(300)
})
beforeEach(() => here.reset())
afterAll(() => here.clear())

function spoil(...statements: string[]) {
  const connection = new Sqlite(here.file)
  connection.pragma('foreign_keys = OFF')
  for (const statement of statements) connection.exec(statement)
  connection.close()
}

const first = "(select id from turnos where status = 'confirmed' order by id limit 1)"

describe('verify', () => {
  test('says what it checked where all agrees, and changes nothing', async () => {
    const before = here.tables()
    const answer = await here.run('verify')
    expect(answer).toMatchObject({ code: 0, complained: '' })
    expect(answer.said).toContain('300 turnos with their seats')
    expect(answer.said).toContain('900 sealed texts opened')
    expect(here.tables()).toEqual(before)
  })

  const awaiting = (turno: string, to = 'null') => `
    insert into changes (id, agency_id, kind, source, reason, actor, created_at)
    values ('c1', (select id from agencies limit 1), 'capacity', 'pool:p', '{}', 'operator', '2026-11-24T14:00:00.000Z');
    insert into relocations (id, change_id, turno_id, status, from_start, from_end, from_agency_id, proposal_no, to_start, created_at, calls)
    select 'r-' || id, 'c1', id, 'open', '2999-01-01T00:00:00.000Z', end_at, agency_id, 0, ${to}, created_at, 0
    from turnos where ${turno}`

  test('who waits for another hour is not expected at the old one', async () => {
    spoil('update pools set seats = 2 where seats = 3', awaiting("status = 'confirmed'"))
    const answer = await here.run('verify')
    expect(answer).toMatchObject({ code: 0, complained: '' })
    expect(answer.said).toMatch(/300 turnos with their seats \(\d+ waiting for another hour\)/)
  })

  test('a proposed hour that nobody keeps is found', async () => {
    spoil(awaiting(`id = ${first}`, "'2999-01-02T00:00:00.000Z'"))
    const answer = await here.run('verify')
    expect(answer.code).toBe(1)
    expect(answer.complained).toMatch(/The hour proposed to turno .* is not held/)
  })

  const wounds: [string, string, RegExp][] = [
    [
      'a seat removed',
      `delete from seats where turno_id = ${first}`,
      /is confirmed and has no seat/,
    ],
    [
      'a cancelled turno with a seat',
      `update turnos set status = 'cancelled' where id = ${first}`,
      /is cancelled and still keeps a seat/,
    ],
    [
      'a turno moved without its seat',
      `update turnos set start_at = '2026-12-11T20:00:00.000Z', end_at = '2026-12-11T20:20:00.000Z' where id = ${first}`,
      /its seat is at another hour or place/,
    ],
    [
      'a seat of nobody',
      `update seats set turno_id = 'nobody' where turno_id = ${first}`,
      /kept for the turno nobody, which is not there/,
    ],
    [
      'a load that is wrong',
      `update pool_days set load = '0101' where rowid = 1`,
      /The load of .* is not that of its seats/,
    ],
    [
      'a load that is lost',
      'delete from pool_days where rowid = 1',
      /has seats and no row of its own/,
    ],
    [
      'a capacity cut below what was given',
      'update pools set seats = 2 where seats = 3',
      /3 seats are taken at .* where there are 2/,
    ],
    [
      'an event removed',
      `delete from turno_events where number = 1 and turno_id = (select turno_id from turno_events where number = 2 limit 1)`,
      /go from 0 to 2: one is missing/,
    ],
    [
      'all events of a turno removed',
      `delete from turno_events where turno_id = ${first}`,
      /Nothing is recorded of turno/,
    ],
    [
      'a sealed text altered',
      `update turnos set personal = substr(personal, 1, 60) || 'AAAA' || substr(personal, 65) where id = ${first}`,
      /The personal of turnos \S+ does not open/,
    ],
    [
      'a sealed text of another person',
      `update turnos set personal = (select personal from turnos order by id desc limit 1) where id = ${first}`,
      /The personal of turnos \S+ does not open/,
    ],
    [
      'a reference to nothing',
      `update turnos set agenda_id = 'nowhere' where id = ${first}`,
      /Rows of turnos refer to agendas that are not there: 1/,
    ],
  ]
  test.each(wounds)('finds %s', async (_name, statement, finding) => {
    spoil(statement)
    const { code, complained } = await here.run('verify')
    expect(code).toBe(1)
    expect(complained).toMatch(finding)
  })

  test('finds a page that was overwritten', async () => {
    spoil('vacuum')
    const bytes = readFileSync(here.file)
    bytes.fill(0x5a, 4096 * 40, 4096 * 41)
    const copy = join(here.folder, 'damaged.sqlite')
    writeFileSync(copy, bytes)
    const { code, complained } = await here.run('verify', copy)
    expect(code).toBe(1)
    expect(complained).toMatch(/damaged|cannot be read to its end/)
  })

  test('tells ten findings of a kind, and then their number', async () => {
    spoil('delete from seats')
    const { complained } = await here.run('verify')
    expect(complained.match(/has no seat/g)).toHaveLength(10)
    expect(complained).toContain('And 260 more: turnos and seats that do not fit.')
  })

  test('says that the keys are others, and that a key is no key', async () => {
    const { sealKeys } = newKeySettings()
    const others = await here.runWith({ SEAL_KEYS: sealKeys }, 'verify')
    expect(others.code).toBe(1)
    expect(others.complained).toContain('And 290 more: sealed texts of turnos that do not open.')
    const example = await here.runWith({ SEAL_KEYS: `k9:${'x'.repeat(43)}=` }, 'verify')
    expect(example).toMatchObject({ code: 1, said: '' })
    expect(example.complained).toMatch(/^SEAL_KEYS has an example value/)
  })
})
