import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import type { RoleGrant } from '../../src/staff/roles.ts'
import { type StaffBrowser, signedIn, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, lukasz, maria, turnoOf } from '../support/people.ts'
import { ayora, certificate, guayaquil } from '../support/story.ts'
import { wordsOf } from '../support/visitor.ts'
import { preview } from './hoursSteps.ts'

const centro = 'guayaquil-centro'
const at = `/admin/agencias/${centro}`
/** Thursday 3 December, 08:20 in Guayaquil. */
const thursday = '2026-12-03T13:20:00.000Z'

const closure = {
  from: '2026-12-03',
  to: '',
  fromTime: '',
  toTime: '',
  reasonEs: 'Mantenimiento eléctrico',
  reasonEn: 'Electrical work',
}

describe('hours and capacity in the administration', () => {
  let test_: TestApp
  let admin: StaffBrowser
  beforeEach(async () => {
    test_ = await startTestApp()
    admin = await signedAs([{ role: 'admin', agencyId: null }], 'admin')
  })
  afterEach(() => test_.stop())

  async function signedAs(roles: RoleGrant[], name: string): Promise<StaffBrowser> {
    const person = { name: `Persona ${name}`, email: `${name}@iess.example` }
    return signedIn(test_, await worker(test_, person, roles), { strong: true })
  }

  const hold = async (start: string, agenda = guayaquil, person = lukasz) => {
    const id = await atTheHours(test_.services, person, agenda)
    const result = await test_.services.booking.hold(id, start)
    return result.ok ? 'held' : result.reason
  }

  test('a closure says what it does, is saved once, shown, on record, and taken back', async () => {
    const shown = await preview(admin, `${at}/cierres/c1`, closure)
    expect(shown.changes[0]).toContain('jueves 3 de diciembre')
    expect(shown.happens[0]).toBe('Ningún turno reservado se toca.')
    expect(shown.happens.join()).toContain('Semana del lun 30 nov: de 405 a 324 cupos')
    const saved = await shown.save()
    expect(saved).toMatchObject({ status: 303, location: `${at}/horario?aviso=guardado&cambio=1` })
    expect((await shown.save()).location).toBe(`${at}/horario?aviso=guardado`)
    expect(await hold(thursday)).toBe('no-slot')
    const month = wordsOf((await admin.get(`${at}/horario?mes=2026-12`)).text)
    expect(month).toContain('Cierre: Mantenimiento eléctrico')

    const list = await admin.get(`${at}/cambios`)
    expect(wordsOf(list.text)).toContain('Persona admin')
    const undo = await preview(admin, `${at}/cambios/1`, {})
    expect(undo.changes.join()).toContain('Mantenimiento eléctrico')
    expect((await undo.save()).status).toBe(303)
    expect(await hold(thursday)).toBe('held')
  })

  test('what cannot be read is said beside it, and nothing typed is lost', async () => {
    const bad = await preview(admin, `${at}/cierres/c1`, {
      ...closure,
      from: '35/12/2026',
      toTime: 'late',
      reasonEn: '',
    })
    expect(bad.status).toBe(422)
    expect(bad.errors).toEqual([
      'No es una fecha, como 31/12/2026',
      'No es una hora, como 08:30',
      'Falta este dato',
    ])
    expect(bad.$('#from').attr('value')).toBe('35/12/2026')
    const past = await preview(admin, `${at}/cierres/c1`, { ...closure, from: '2026-11-03' })
    expect(past.errors).toEqual(['Ese momento ya pasó'])
    const last = await preview(admin, `${at}/cierres/c1`, { ...closure, to: '9999-12-31' })
    expect(last.errors).toEqual(['No es una fecha, como 31/12/2026'])
    const week = await preview(admin, `${at}/semanas/siempre`, { day1: '8-12, 11-13', day2: 'x' })
    expect(week.errors).toEqual([
      'Dos franjas se cruzan',
      'No se entiende. Escriba las horas así: 08:00–12:30, 13:30–17:00',
    ])
  })

  test('a week with dates takes the place of the usual one on those days alone', async () => {
    const days = { day1: '9-11', day2: '9-11', day3: '9-11', day4: '9-11', day5: '9-11' }
    const season = { ...days, validFrom: '2026-11-30', validTo: '2026-12-04' }
    const shown = await preview(admin, `${at}/semanas/nueva`, season)
    expect((await shown.save()).status).toBe(303)
    expect(await hold(thursday)).toBe('no-slot')
    expect(await hold('2026-12-03T14:00:00.000Z')).toBe('held')
    expect(await hold('2026-12-10T13:20:00.000Z')).toBe('held')
    const again = await preview(admin, `${at}/semanas/nueva`, season)
    expect(again.errors).toEqual(['Ya hay una semana que empieza ese día'])
    const removed = await preview(admin, `${at}/semanas/2026-11-30`, { remove: 'yes' })
    await removed.save()
    expect(await hold(thursday)).toBe('held')
  })

  test('fewer windows at noon, and another length: the form keeps what stands', async () => {
    const page = load((await admin.get(`${at}/ventanillas/${centro}`)).text)
    expect(page('#seats').attr('value')).toBe('3')
    const shown = await preview(admin, `${at}/ventanillas/${centro}`, {
      rows: '3',
      name: 'Ventanillas',
      seats: '3',
      band1Day: '4',
      band1Hours: '12:00-13:00',
      band1Seats: '1',
    })
    expect(shown.changes).toEqual(['Franja 1 Ahora: jueves, 12:00–13:00: 1 ventanilla'])
    expect((await shown.save()).status).toBe(303)
    const again = load((await admin.get(`${at}/ventanillas/${centro}`)).text)
    expect(again('#band1Hours').attr('value')).toBe('12:00–13:00')

    const agenda = load((await admin.get(`${at}/agendas/${certificate}`)).text)
    expect(agenda('#slotMinutes').attr('value')).toBe('20')
    expect(agenda('#release').attr('checked')).toBeDefined()
  })

  test('a decree is added for a province in one form, and a holiday is confirmed, moved, removed', async () => {
    const decree = { date: '2026-12-03', area: '20', nameEs: 'Decreto', nameEn: 'Decree' }
    const shown = await preview(admin, '/admin/feriados/d1', decree)
    expect((await shown.save()).location).toBe('/admin/feriados?anio=2026&aviso=guardado')
    expect(await hold('2026-12-03T14:20:00.000Z', ayora)).toBe('no-slot')
    expect(await hold(thursday)).toBe('held')
    await (await preview(admin, '/admin/feriados/d1', { act: 'remove' })).save()
    expect(await hold('2026-12-03T14:20:00.000Z', ayora, maria)).toBe('held')

    const fill = await preview(admin, '/admin/feriados/llenar', { year: '2027' })
    expect(fill.changes).toHaveLength(12)
    await fill.save()
    const list = load((await admin.get('/admin/feriados?anio=2027')).text)
    expect(list('#national').next().find('li')).toHaveLength(12)
    const nothing = await preview(admin, '/admin/feriados/llenar', { year: '2027' })
    expect(nothing.changes).toEqual([])
  })

  test('a supervisor closes their own agency, and sets no week; who is not there sees nothing', async () => {
    const tomas = await signedAs([{ role: 'supervisor', agencyId: centro }], 'tomas')
    const shown = await preview(tomas, `${at}/cierres/c2`, closure)
    expect((await shown.save()).status).toBe(303)
    expect((await tomas.get(`${at}/semanas/siempre`)).status).toBe(403)
    expect((await tomas.post(`/admin/agencias/puerto-ayora/cierres/c3`, closure)).status).toBe(403)
    // Another agency's closure is not found under one's own.
    const theirs = await preview(admin, '/admin/agencias/puerto-ayora/cierres/c4', closure)
    await theirs.save()
    expect((await tomas.get(`${at}/cierres/c4`)).status).toBe(404)
    expect((await tomas.post(`${at}/cierres/c4`, closure)).status).toBe(404)
  })

  test('somebody who is booked is shown before anything is saved, and handed to the assistant', async () => {
    const turnoId = await turnoOf(test_.services, maria, thursday)
    const shown = await preview(admin, `${at}/cierres/c1`, closure)
    expect(shown.happens[0]).toMatch(
      /^1 turno reservado se queda sin su hora: jueves 3 de diciembre, 08:20 · [A-Z0-9-]+ · a esa hora ya no se atiende$/,
    )
    expect(shown.happens.join()).not.toMatch(/María|Ñáñez/)
    const saved = await shown.save()
    expect(saved.status).toBe(303)
    expect(saved.location).toMatch(new RegExp(`^${at}/reubicar/[\\w-]+$`))
    const { database, stores } = test_.services
    const relocation = await stores.relocations.openOf(database.read, turnoId)
    expect(relocation).toMatchObject({ fromStart: thursday, toStart: '2026-12-04T13:00:00.000Z' })
    expect(await test_.services.turnos.byId(turnoId)).toMatchObject({ startAt: thursday })
  })
})
