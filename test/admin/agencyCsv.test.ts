import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { agencyImport } from '../../src/agencies/csv/importAgencies.ts'
import { decoded } from '../../src/agencies/csv/readTable.ts'
import { writeAgencies } from '../../src/agencies/csv/writeAgencies.ts'
import type { AgencySettings } from '../../src/agencies/settings/agencySettings.ts'
import { type StaffBrowser, signedIn, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { filledIn } from './filledIn.ts'

const head = 'codigo;nombre;provincia;canton;direccion;ventanillas;telefono'
const ports = ({ services }: TestApp) => services

let test_: TestApp
beforeAll(async () => {
  test_ = await startTestApp()
})
afterAll(() => test_.stop())

const agencies = () => agencyImport(ports(test_))
const save = async (text: string) => {
  const plan = await agencies().plan(text)
  if (!plan.ok) return plan
  const carried = await agencies().carryOut(plan.lines, 'staff:ana')
  if (!carried.ok) throw new Error(carried.reason)
  return plan
}
const all = () => ports(test_).stores.agencySettings.all(ports(test_).database.read)

/** 500 lines of agencies that do not exist yet. */
function manyLines(): string[][] {
  return Array.from({ length: 500 }, (_, at) => [
    `nueva-${at + 1}`,
    `Agencia ${at + 1}`,
    at % 2 === 0 ? 'Guayas' : '9',
    'Guayaquil',
    `Calle ${at + 1}; esquina`,
    '3',
    '04 259 0000',
  ])
}

function written(lines: string[][], end = '\r\n'): string {
  const quoted = (cell: string) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return [head, ...lines.map((cells) => cells.map(quoted).join(';'))].join(end)
}

/** A cell of a line (counted from 2, as a spreadsheet shows it) replaced. */
const faults: [line: number, column: string, typed: string, reason: string][] = [
  [4, 'codigo', 'Con Mayúsculas', 'code'],
  [9, 'codigo', '', 'missing'],
  [17, 'codigo', 'nueva-1', 'code-twice'],
  [33, 'nombre', '', 'missing'],
  [48, 'nombre', '=HYPERLINK("http://x")', 'formula'],
  [62, 'nombre', '@SUM(A1)', 'formula'],
  [77, 'nombre', 'x'.repeat(301), 'too-long'],
  [101, 'nombre', 'Agen\u0007cia', 'characters'],
  [130, 'provincia', 'Narnia', 'province'],
  [155, 'provincia', '99', 'province'],
  [180, 'provincia', '', 'missing'],
  [222, 'canton', '', 'missing'],
  [240, 'canton', '+1+1', 'formula'],
  [275, 'direccion', '', 'missing'],
  [300, 'direccion', '-1*2', 'formula'],
  [333, 'ventanillas', '-1', 'number'],
  [350, 'ventanillas', 'tres', 'number'],
  [402, 'ventanillas', '201', 'number'],
  [450, 'telefono', '12', 'phone'],
  [501, 'telefono', 'llamar', 'phone'],
]

describe('a file of 500 lines', () => {
  test('with 20 planted faults names each by line and column, and changes nothing', async () => {
    const before = await all()
    const lines = manyLines()
    const columns = head.split(';')
    for (const [line, column, typed] of faults) {
      const cells = lines[line - 2]
      if (cells) cells[columns.indexOf(column)] = typed
    }
    const result = await save(written(lines))
    if (result.ok) throw new Error('It was taken')
    expect(result.mistakes.map(({ line, column, reason }) => [line, column, reason])).toEqual(
      faults.map(([line, column, , reason]) => [line, column, reason]),
    )
    expect(await all()).toEqual(before)
  })

  test('corrected, is loaded, and twice is the same as once', async () => {
    const text = written(manyLines())
    expect((await agencies().plan(text)).ok).toBe(true)
    expect((await save(text)).ok).toBe(true)
    const once = await all()
    expect(once.filter(({ id }) => id.startsWith('nueva-'))).toHaveLength(500)
    const again = await save(text)
    expect(again.ok && again.lines.every(({ kind }) => kind === 'same')).toBe(true)
    expect(await all()).toEqual(once)
    const { audit } = ports(test_).stores
    const { read } = ports(test_).database
    expect(await audit.ofSubject(read, 'agencies')).toHaveLength(1)
    expect(await audit.ofSubject(read, 'agency:nueva-7')).toHaveLength(1)
  }, 60_000)

  test('taken out and brought in again changes nothing', async () => {
    const text = writeAgencies((await all()).map(({ settings }) => settings))
    const plan = await agencies().plan(text)
    expect(plan.ok && plan.lines.map(({ kind }) => kind).every((kind) => kind === 'same')).toBe(
      true,
    )
  })
})

describe('a file as spreadsheets write it', () => {
  const line = (name: string) => `sierra-1;${name};Guayas;Quito;Av. Amazonas;2;`
  const nameIn = async (bytes: Uint8Array) => {
    const plan = await agencies().plan(decoded(bytes))
    return plan.ok ? plan.lines.map(({ settings }) => settings.name) : plan
  }
  const utf8 = (text: string) => new TextEncoder().encode(text)

  test.each([
    ['in UTF-8 with its mark', utf8(`\uFEFF${head}\r\n${line('Ñuñoa')}\r\n`)],
    ['with plain ends of lines', utf8(`${head}\n${line('Ñuñoa')}`)],
    ['with old ends of lines', utf8(`${head}\r${line('Ñuñoa')}\r`)],
    ['with empty lines', utf8(`${head}\n\n${line('Ñuñoa')}\n;;;;;;\n`)],
    ['with tabs', utf8(`${head}\n${line('Ñuñoa')}`.replaceAll(';', '\t'))],
    ['with commas', utf8(`${head}\n${line('Ñuñoa')}`.replaceAll(';', ','))],
    ['in Windows-1252', Buffer.from(`${head}\r\n${line('Ñuñoa')}`, 'latin1')],
    ['in UTF-16', Buffer.from(`\uFEFF${head}\r\n${line('Ñuñoa')}`, 'utf16le')],
    ['with headings in capitals', utf8(`${head.toUpperCase()}\n${line('Ñuñoa')}`)],
    ['in quotes', utf8(`${head}\n${line('"Ñuñoa"')}`)],
  ])('%s is read', async (_, bytes) => {
    expect(await nameIn(bytes)).toEqual(['Ñuñoa'])
  })

  test('with a line end within quotes still counts its lines', async () => {
    const text = `${head}\nuno-1;"Uno\ny medio";Guayas;G;D;1;\ndos-2;;Guayas;G;D;1;\n`
    const plan = await agencies().plan(text)
    expect(plan.ok ? [] : plan.mistakes).toEqual([
      { line: 4, column: 'nombre', typed: '', reason: 'missing' },
    ])
  })

  test.each([
    ['nothing below the headings', head, { line: 1, reason: 'empty' }],
    ['nothing at all', '', { line: 1, reason: 'empty' }],
    ['a quote that is not closed', `${head}\nuno-1;"Uno;Guayas`, { reason: 'quote' }],
  ])('with %s is no table', async (_, text, noTable) => {
    expect(await agencies().plan(text)).toMatchObject({ ok: false, noTable })
  })

  test.each([
    ['an unknown heading', `${head};color\n`, [1, 'color', 'unknown-column']],
    ['a heading twice', `${head};name\n`, [1, 'name', 'column-twice']],
    ['a line that ends early', `${head}\nuno-1;Uno\n`, [2, 'provincia', 'short']],
    ['a line with more behind', `${head}\nuno-1;U;Guayas;G;D;1;;x\n`, [2, '8', 'extra']],
  ])('with %s says where', async (_, start, expected) => {
    const plan = await agencies().plan(`${start}fin-1;Fin;Guayas;G;D;1;\n`)
    const first = plan.ok ? null : plan.mistakes[0]
    expect([first?.line, first?.column, first?.reason]).toEqual(expected)
  })
})

test('nothing in a file that is taken out is computed by a spreadsheet', async () => {
  const [agency] = await all()
  if (!agency) throw new Error('No agency')
  const text = writeAgencies([{ ...agency.settings, name: '=1+1', phone: '+593 4 259 0000' }])
  expect(text.startsWith('\uFEFF')).toBe(true)
  expect(text).toContain("'=1+1")
  expect(text).toContain("'+593 4 259 0000")
  expect(text.split('\r\n').length).toBeGreaterThan(2)
})

describe('on the page', () => {
  let admin: StaffBrowser
  beforeAll(async () => {
    const person = { name: 'Ada', email: 'ada@iess.example' }
    admin = await signedIn(test_, await worker(test_, person, [{ role: 'admin', agencyId: null }]))
  })

  async function upload(bytes: Buffer, token?: string) {
    const page = await admin.get('/admin/agencias/csv')
    const own = load(page.text)('input[name="_csrf"]').first().attr('value') ?? ''
    return admin.agent
      .post('/admin/agencias/csv')
      .field('_csrf', token ?? own)
      .attach('file', bytes, 'agencias.csv')
  }

  test('a file is checked first, then saved by what the check carried along', async () => {
    const text = `${head}\r\npuyo-1;Puyo «ñ»;Guayas;Pastaza;Ceslao Marín;1;\r\n`
    const checked = await upload(Buffer.from(text, 'latin1'))
    expect(checked.status).toBe(200)
    const $ = load(checked.text)
    expect(await ports(test_).stores.agencySettings.one(ports(test_).database.read, 'puyo-1')).toBe(
      null,
    )
    const fields = Object.fromEntries(
      $('main input[type=hidden]')
        .map((_, e) => [[$(e).attr('name') ?? '', $(e).attr('value') ?? '']])
        .get(),
    )
    const saved = await admin.post('/admin/agencias/csv', { ...fields, step: 'save' })
    expect([saved.status, saved.headers.location]).toEqual([303, '/admin/agencias?aviso=guardado'])
    const puyo = await ports(test_).stores.agencySettings.one(ports(test_).database.read, 'puyo-1')
    expect(puyo?.settings).toMatchObject({ name: 'Puyo «ñ»', windows: 1, graceMinutes: 15 })
  })

  /** What the page that says what will happen carries along. */
  const carriedIn = (html: string) => {
    const { _csrf: _, ...fields } = filledIn(html)
    return { ...fields, step: 'save' }
  }
  const change = async (id: string, settings: Partial<AgencySettings>) => {
    const { database, stores } = ports(test_)
    const before = await stores.agencySettings.one(database.read, id)
    if (!before) throw new Error('No agency')
    const after = { ...before.settings, ...settings }
    await database.transaction((tx) => stores.agencySettings.change(tx, id, after))
  }

  test('what somebody else changed meanwhile is shown before it is written over', async () => {
    const wanted = `${head}\npuerto-ayora;Otro nombre;Galápagos;Puerto Ayora;Calle Uno;1;04 259 0000\n`
    const checked = await upload(Buffer.from(wanted))
    await change('puerto-ayora', { phone: '05 252 6000' })
    const again = await admin.post('/admin/agencias/csv', carriedIn(checked.text))
    expect([again.status, load(again.text)('.notice--care').length]).toEqual([200, 1])
    expect(again.text).toContain('05 252 6000')
    const one = () =>
      ports(test_).stores.agencySettings.one(ports(test_).database.read, 'puerto-ayora')
    expect((await one())?.settings.phone).toBe('05 252 6000')
    for (const _ of [1, 2]) {
      const saved = await admin.post('/admin/agencias/csv', carriedIn(again.text))
      expect(saved.status).toBe(303)
    }
    expect((await one())?.settings).toMatchObject({ name: 'Otro nombre', phone: '04 259 0000' })
  })

  test('of two who save the same agency at once, one is told', async () => {
    const line = (phone: string) => `${head}\ndoble-1;Doble;Guayas;G;D;1;${phone}\n`
    await save(line('04 111 1111'))
    const plans = await Promise.all(
      ['04 222 2222', '04 333 3333'].map(async (phone) => agencies().plan(line(phone))),
    )
    const carried = await Promise.all(
      plans.map((plan) => (plan.ok ? agencies().carryOut(plan.lines, 'staff:ana') : null)),
    )
    expect(carried).toEqual([{ ok: true }, { ok: false, reason: 'meanwhile' }])
    // An agency that both would make is no other mistake.
    const made = `${head}\ndoble-2;Doble;Guayas;G;D;1;\n`
    const first = await agencies().plan(made)
    await save(made.replace(';1;', ';2;'))
    expect(first.ok && (await agencies().carryOut(first.lines, 'staff:ana'))).toEqual({
      ok: false,
      reason: 'meanwhile',
    })
  })

  test('the largest file in Windows-1252 comes through the second step too', async () => {
    const line = `vieja-1;${'ñ'.repeat(290)};Guayas;Guayaquil;${'Ñ'.repeat(290)};1;\r\n`
    const text = `${head}\r\n${line.repeat(Math.floor((510 * 1024) / line.length))}`
    const answer = await admin.post('/admin/agencias/csv', { csv: text, step: 'save' })
    expect(answer.status).toBe(422)
    expect(load(answer.text)('tbody td').first().text()).toBe('codigo')
  })

  test('a file that is too large is refused in words', async () => {
    const answer = await upload(Buffer.alloc(600 * 1024, 'a'))
    expect([answer.status, answer.text.includes('512 kB')]).toEqual([422, true])
  })

  test('a file without the form’s proof is not taken', async () => {
    expect((await upload(Buffer.from(head), 'other')).status).toBe(403)
  })

  test('two files, or a form that breaks off, are a mistake of their sender', async () => {
    const broken = await admin.agent
      .post('/admin/agencias/csv')
      .set('Content-Type', 'multipart/form-data; boundary=x')
      .send('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc')
    expect(broken.status).toBe(400)
  })

  test('signed out, the file is not even read', async () => {
    const { staffBrowser } = await import('../staff/people.ts')
    const answer = await staffBrowser(test_)
      .agent.post('/admin/agencias/csv')
      .attach('file', Buffer.from(head), 'a.csv')
    expect([answer.status, answer.headers.location]).toEqual([303, '/personal/entrar'])
  })
})
