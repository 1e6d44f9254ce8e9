import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { filledGround } from './filled.ts'
import { type Ground, ground } from './ground.ts'

let here: Ground
beforeEach(() => {
  here = ground()
})
afterEach(() => here.clear())

const centre = 'guayaquil-centro'
const certificate = 'certificado-no-afiliacion-extranjeros'

function versions(tables: Record<string, { id: string; version: number }[]>) {
  return Object.fromEntries((tables.procedures ?? []).map(({ id, version }) => [id, version]))
}

describe('importing an institution', () => {
  test('loads the folder and says how much it was', async () => {
    const { code, said, complained } = await here.run('import', here.folder)
    expect({ code, complained }).toEqual({ code: 0, complained: '' })
    const { provinces, agencies, procedures, agendas, holidays } = here.tables()
    expect(said).toBe(
      `Imported: ${provinces.length} provinces, ${agencies.length} agencies, ${procedures.length} procedures, ${agendas.length} agendas, ${holidays.length} holidays.`,
    )
    expect(provinces).toHaveLength(24)
    expect(agencies.map(({ name }: { name: string }) => name)).toContain(
      'Guayaquil Centro (demostración)',
    )
  })

  test('twice is once', async () => {
    await here.run('import', here.folder)
    const once = here.tables()
    expect((await here.run('import', here.folder)).code).toBe(0)
    expect(here.tables()).toEqual(once)
    expect(versions(once)[certificate]).toBe(1)
  })

  test('raises the version of a procedure whose requirement changed, and of no other', async () => {
    await here.run('import', here.folder)
    const before = versions(here.tables())
    here.edit('procedures.json', (text) => {
      const procedures = JSON.parse(text)
      procedures[0].requirements[0].title.es = 'Pasaporte vigente y dos copias'
      return JSON.stringify(procedures)
    })
    const { said } = await here.run('import', here.folder)
    expect(said).toContain(`${certificate} has changed: it is at version 2 now.`)
    expect(versions(here.tables())).toEqual({ ...before, [certificate]: 2 })
  })

  test('replaces the hours of an agency and leaves alone what the files do not name', async () => {
    await here.run('import', here.folder)
    const before = here.tables()
    here.edit('agencies.json', (text) => {
      const [first] = JSON.parse(text)
      return JSON.stringify([{ ...first, hours: [{ weekday: 6, from: '09:00', to: '12:00' }] }])
    })
    here.edit('agendas.json', (text) => {
      const [first] = JSON.parse(text)
      return JSON.stringify([first])
    })
    expect((await here.run('import', here.folder)).code).toBe(0)
    const after = here.tables()
    const [{ id }] = before.agencies.filter(({ code }: { code: string }) => code === 'iess-cuenca')
    const hoursOf = ({ agency_id }: { agency_id: string }) => agency_id === id
    expect(after.opening_hours.filter(hoursOf)).toMatchObject([
      { weekday: 6, from_time: '09:00', to_time: '12:00' },
    ])
    expect(after.agencies).toEqual(before.agencies)
    expect(after.agendas).toEqual(before.agendas)
  })

  test('leaves an agency its time zone while somebody has a turno there, and then takes the new one', async () => {
    const filled = await filledGround(1)
    await filled.run('import', filled.folder)
    const before = filled.tables()
    filled.edit('agencies.json', (text) => {
      const agencies: { code: string }[] = JSON.parse(text)
      const moved = agencies.map((one) =>
        one.code === centre ? { ...one, zone: 'Pacific/Galapagos', name: 'Otro nombre' } : one,
      )
      return JSON.stringify(moved)
    })
    const refused = await filled.run('import', filled.folder)
    const unchanged = filled.tables()
    const connection = new Sqlite(filled.file)
    connection.exec("update turnos set status = 'served'; delete from seats")
    connection.close()
    const taken = await filled.run('import', filled.folder)
    const after = filled.tables().agencies.find(({ id }: { id: string }) => id === centre)
    filled.clear()
    expect(refused).toEqual({
      code: 1,
      said: '',
      complained: `agencies.json, ${centre}: its time zone stays America/Guayaquil as long as somebody has a turno or holds an hour there\n1 mistake found; nothing was changed.`,
    })
    expect(unchanged).toEqual(before)
    expect([taken.code, after.zone, after.name]).toEqual([0, 'Pacific/Galapagos', 'Otro nombre'])
  })

  test('leaves an agenda with the windows that the administration gave it', async () => {
    await here.run('import', here.folder)
    const connection = new Sqlite(here.file)
    connection.exec(`
      insert into pools (id, agency_id, name, seats, bands) select 'apart', id, 'Aparte', 2, '[]' from agencies where id = '${centre}';
      update agendas set pool_id = 'apart' where agency_id = '${centre}'`)
    connection.close()
    expect((await here.run('import', here.folder)).code).toBe(0)
    const agendas = here
      .tables()
      .agendas.filter(({ agency_id }: { agency_id: string }) => agency_id === centre)
    expect(agendas.length).toBeGreaterThan(0)
    expect(agendas.map(({ pool_id }: { pool_id: string }) => pool_id)).toEqual(
      agendas.map(() => 'apart'),
    )
  })

  test('lists every mistake by file and place, and changes nothing', async () => {
    await here.run('import', here.folder)
    const before = here.tables()
    here.edit('institution.json', (text) => text.replace('"IESS"', '"Seguro"'))
    here.edit('provinces.json', (text) => text.replace('"America/Guayaquil"', '"Guayaquil"'))
    here.edit('agencies.json', (text) => {
      const agencies = JSON.parse(text)
      agencies[1].code = agencies[0].code
      agencies[2].provinceCode = '99'
      return JSON.stringify(agencies)
    })
    here.edit('procedures.json', (text) => '\n'.concat(text.slice(0, -10)))
    here.edit('agendas.json', (text) => {
      const agendas = JSON.parse(text)
      agendas[0].slotMinutes = 7
      agendas[1].colour = 'green'
      return JSON.stringify(agendas)
    })
    here.edit('holidays.json', (text) => {
      const holidays = JSON.parse(text)
      holidays[0].canton = 'Quito'
      holidays[1].scope = 'canton'
      return JSON.stringify(holidays)
    })
    const { code, said, complained } = await here.run('import', here.folder)
    expect({ code, said }).toEqual({ code: 1, said: '' })
    expect(complained.split('\n').map((line) => line.replace(/not JSON: .*/, 'not JSON'))).toEqual([
      'procedures.json: not JSON',
      'provinces.json, 0.zone: an IANA time zone',
      'agendas.json, 0.slotMinutes: a multiple of five minutes',
      'agendas.json, 1: Unrecognized key: "colour"',
      'agencies.json, 1.code: iess-cuenca is there twice',
      'holidays.json, 0.scope: a national holiday names no province or canton',
      'holidays.json, 1.scope: a holiday of a canton needs its provinceCode',
      '7 mistakes found; nothing was changed.',
    ])
    expect(here.tables()).toEqual(before)
  })

  test('finds names that nothing bears', async () => {
    here.edit('agencies.json', (text) =>
      text.replace('"provinceCode": "01"', '"provinceCode": "99"'),
    )
    here.edit('agendas.json', (text) => text.replace('"iess-cuenca"', '"iess-cuenka"'))
    const { complained } = await here.run('import', here.folder)
    expect(complained.split('\n')).toEqual([
      'agencies.json, 0.provinceCode: there is no province 99',
      'agendas.json, 0.agency: there is no agency iess-cuenka',
      '2 mistakes found; nothing was changed.',
    ])
    expect(here.hasDatabase()).toBe(false)
  })

  test('says which files are missing', async () => {
    here.remove('agendas.json')
    here.remove('holidays.json')
    const { complained } = await here.run('import', here.folder)
    expect(complained).toBe(
      'agendas.json: the file is missing\nholidays.json: the file is missing\n2 mistakes found; nothing was changed.',
    )
  })

  test('only checks the files with --dry-run', async () => {
    const { code, said } = await here.run('import', here.folder, '--dry-run')
    expect(code).toBe(0)
    expect(said).toMatch(/^The files are in order: 24 provinces, .* Nothing was changed\.$/)
    expect(here.hasDatabase()).toBe(false)
  })

  test('says so where there is no such folder', async () => {
    const nowhere = `${here.folder}/nowhere`
    expect(await here.run('import', nowhere)).toEqual({
      code: 1,
      said: '',
      complained: `There is no folder ${nowhere}.`,
    })
  })

  test('reads past the byte-order mark that some editors begin a file with', async () => {
    here.edit('agencies.json', (text) => `\ufeff${text}`)
    expect(await here.run('import', here.folder, '--dry-run')).toMatchObject({ code: 0 })
  })

  test('says so where another process keeps the database for itself', async () => {
    await here.run('import', here.folder)
    const other = new Sqlite(here.file)
    other.exec('begin immediate')
    const { code, complained } = await here.run('import', here.folder)
    other.exec('rollback')
    other.close()
    expect({ code, complained }).toEqual({
      code: 1,
      complained:
        'The database is busy: another process has been writing to it for 5 seconds. Try again in a moment.',
    })
  })

  test('says so where the settings name no database', async () => {
    const wrong = ground({ DATABASE_URL: `${here.folder}/procedures.json` })
    const file = await wrong.run('import', here.folder)
    wrong.clear()
    const elsewhere = ground({ DATABASE_URL: 'postgres://nobody:secreto@127.0.0.1:1/turnero' })
    const server = await elsewhere.run('import', here.folder)
    elsewhere.clear()
    expect([file.complained, server.complained]).toEqual([
      'The file that DATABASE_URL names is no database.',
      'The database that DATABASE_URL names cannot be reached or written (ECONNREFUSED).',
    ])
  })
})
