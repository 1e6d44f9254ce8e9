import { applyChange } from '../../../src/agencies/applyChange.ts'
import { certificate } from '../../support/story.ts'
import { adminPage, asAdmin } from './adminStates.ts'
import type { State } from './state.ts'

const centro = 'guayaquil-centro'
const route = '/admin/agencias/:agency'
const at = `/admin/agencias/${centro}`

/** A form of this room, sent: the page that says what will happen, or the form again. */
const sent = (
  name: string,
  path: string,
  address: string,
  fields: Record<string, string>,
  shows: string,
  status = 200,
  from = status === 200 ? '/admin/feriados' : address,
): State => ({
  name: `admin-${name}`,
  routes: status === 200 ? [`POST ${path}`] : [`GET ${path}`, `POST ${path}`],
  status,
  shows,
  async reach(stage) {
    await asAdmin(stage)
    await stage.open(from)
    await stage.send(address, fields)
  },
})

const closure = {
  from: '2026-12-17',
  reasonEs: 'Mantenimiento eléctrico',
  reasonEn: 'Electrical work',
}

/** Hours, windows and rest days, as who sets them sees them. A form is seen with what is wrong in it. */
export const hoursStates: State[] = [
  adminPage('horario', `${route}/horario`, `${at}/horario?mes=2026-12`, 'hours:precedence'),
  adminPage('capacidad', `${route}/capacidad`, `${at}/capacidad`, 'hours:capacity.lead'),
  adminPage('cambios', `${route}/cambios`, `${at}/cambios`, 'hours:changes.lead'),
  adminPage('feriados', '/admin/feriados', '/admin/feriados?anio=2026', 'hours:holiday.lead'),
  sent('cierre', `${route}/cierres/:closure`, `${at}/cierres/c1`, closure, 'admin:confirm.happens'),
  sent(
    'cierre-error',
    `${route}/cierres/:closure`,
    `${at}/cierres/c1`,
    { ...closure, reasonEn: '' },
    'hours:errors.missing',
    422,
  ),
  {
    ...sent(
      'excepcion-error',
      `${route}/excepciones/:date`,
      `${at}/excepciones/2026-12-17`,
      { hours: '12-8', reasonEs: 'Capacitación', reasonEn: 'Training' },
      'hours:errors.hours-backwards',
      422,
      `${at}/excepciones?fecha=2026-12-17`,
    ),
    routes: [
      `GET ${route}/excepciones`,
      `GET ${route}/excepciones/:date`,
      `POST ${route}/excepciones/:date`,
    ],
  },
  sent(
    'semana-error',
    `${route}/semanas/:week`,
    `${at}/semanas/siempre`,
    { day1: '8-12, 11-16', day2: '8:00–12:30' },
    'hours:errors.hours-overlapping',
    422,
  ),
  sent(
    'semana-propia-error',
    `${route}/agendas/:procedure/semanas/:week`,
    `${at}/agendas/${certificate}/semanas/nueva`,
    { day1: 'x' },
    'hours:errors.hours-unreadable',
    422,
  ),
  sent(
    'ventanillas-error',
    `${route}/ventanillas/:pool`,
    `${at}/ventanillas/${centro}`,
    { name: '', seats: '2', rows: '2', band1Hours: '12-13', band1Seats: '1' },
    'hours:errors.missing',
    422,
  ),
  sent(
    'agenda-error',
    `${route}/agendas/:procedure`,
    `${at}/agendas/${certificate}`,
    {
      ...{ pool: centro, slotMinutes: '7', keptSeats: '1', leadMinutes: '120', active: 'yes' },
      ...{ release: 'weekly', weekday: '1', time: '08:00', weeksAhead: '2' },
    },
    'hours:errors.fives',
    422,
  ),
  sent(
    'feriado-error',
    '/admin/feriados/:holiday',
    '/admin/feriados/d1',
    { date: '2026-12-18', area: '', nameEs: 'Decreto 100', nameEn: 'Decree 100' },
    'hours:errors.missing',
    422,
  ),
  {
    ...sent(
      'feriados-llenar',
      '',
      '/admin/feriados/llenar',
      { year: '2027' },
      'admin:confirm.happens',
    ),
    routes: ['POST /admin/feriados/llenar'],
  },
  {
    name: 'admin-deshacer',
    routes: [`POST ${route}/cambios/:change`],
    status: 200,
    shows: 'admin:confirm.happens',
    async reach(stage) {
      await asAdmin(stage)
      const { audit, clock, database, stores } = stage.test_.services
      const change = {
        kind: 'closure',
        agencyId: centro,
        id: 'c9',
        to: {
          from: '2026-12-21T05:00:00.000Z',
          to: '2026-12-22T05:00:00.000Z',
          reason: { es: 'Fumigación', en: 'Fumigation' },
        },
      } as const
      const ports = { stores, clock, audit }
      await database.transaction((tx) => applyChange(ports, tx, change, 'staff:x'))
      const rows = await stores.audit.newest(
        database.read,
        `agency:${centro}`,
        ['closure-changed'],
        1,
      )
      await stage.open(`${at}/cambios`)
      await stage.send(`${at}/cambios/${rows[0]?.number}`)
    },
  },
]
