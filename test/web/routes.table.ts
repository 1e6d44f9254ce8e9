import { places } from '../support/walks.ts'

/**
 * Who asks: nobody we know, a browser with a walk of its own, one with the link of a mail, or one
 * that stands somewhere.
 */
export const askers = ['stranger', 'intruder', 'linked', ...places, 'cancelled', 'begun'] as const
export type Asker = (typeof askers)[number]

/**
 * What one route answers to one asker. `:draft`, `:reference` and `:token` are the asker's own (the
 * intruder's and the stranger's are another's). A POST is sent with a token; without, it is 403.
 */
export type Row = {
  route: string
  as: Asker
  /** Values of the pattern's other parameters. */
  with?: Record<string, string>
  query?: string
  body?: Record<string, string>
  status: number
  /** The view that was rendered, or where a redirect leads. */
  view?: string
  to?: string
  cache?: string
}

const steps = ['documento', 'contacto', 'codigo', 'lugar', 'horario', 'resumen'] as const
type Step = (typeof steps)[number]

const viewOf: Record<Step, string> = {
  documento: 'booking/document',
  contacto: 'booking/contact',
  codigo: 'booking/code',
  lugar: 'booking/place',
  horario: 'booking/time',
  resumen: 'booking/summary',
}

const at = '/turnos/nuevo/:draft'
const turno = '/turnos/:reference'
const noPage = { status: 404, view: 'web/error' }
const toTurno = { status: 303, to: turno }
const toFind = { status: 303, to: '/mi-turno' }

/** What answers a proposed hour, for who has no turno that must be moved: the way to their turno. */
const relocationPages: Row[] = [
  `GET ${turno}/propuesta`,
  `POST ${turno}/propuesta`,
  `GET ${turno}/propuesta/otra-hora`,
  `GET ${turno}/propuesta/otra-hora/:agenda`,
  `POST ${turno}/propuesta/otra-hora/:agenda`,
].flatMap((route): Row[] => [
  { route, as: 'turno', with: { agenda: 'ninguna' }, ...toTurno },
  { route, as: 'cancelled', with: { agenda: 'ninguna' }, ...toTurno },
  { route, as: 'stranger', with: { agenda: 'ninguna' }, ...toFind },
])

/** Every step seen from every place: what is behind is open, what is ahead leads to the frontier. */
const stepPages: Row[] = steps.flatMap((step, wanted): Row[] => [
  { route: `GET ${at}/${step}`, as: 'stranger', ...noPage },
  { route: `GET ${at}/${step}`, as: 'intruder', ...noPage },
  { route: `GET ${at}/${step}`, as: 'turno', ...toTurno },
  { route: `POST ${at}/${step}`, as: 'stranger', ...noPage },
  { route: `POST ${at}/${step}`, as: 'intruder', ...noPage },
  { route: `POST ${at}/${step}`, as: 'turno', ...toTurno },
  ...steps.flatMap((place, stands): Row[] => {
    const route = `${at}/${step}`
    if (wanted > stands) {
      const led = { as: place, status: 303, to: `${at}/${place}` }
      return [
        { route: `GET ${route}`, ...led },
        { route: `POST ${route}`, ...led },
      ]
    }
    // A verified address has no code to ask for.
    if (step === 'codigo' && stands > wanted) {
      return [{ route: `GET ${route}`, as: place, status: 303, to: `${at}/${place}` }]
    }
    return [{ route: `GET ${route}`, as: place, status: 200, view: viewOf[step] }]
  }),
])

/** An empty form on each step says what is missing; the last has nothing to fill in. */
const emptyForms: Row[] = steps
  .filter((step) => step !== 'resumen')
  .map((step) => ({ route: `POST ${at}/${step}`, as: step, status: 422, view: viewOf[step] }))

const papers = ['qr.svg', 'confirmacion.pdf', 'calendario.ics']

/** What belongs to the staff: who is not signed in is led to the door. The roles' own matrix is theirs. */
const behindTheDoor = [
  'GET /admin',
  'GET /admin/agencias',
  'GET /admin/agencias/:agency',
  'GET /admin/agencias/:agency/agendas/:procedure',
  'GET /admin/agencias/:agency/agendas/:procedure/semanas/:week',
  'GET /admin/agencias/:agency/cambios',
  'GET /admin/agencias/:agency/capacidad',
  'GET /admin/agencias/:agency/cierres/:closure',
  'GET /admin/agencias/:agency/excepciones',
  'GET /admin/agencias/:agency/excepciones/:date',
  'GET /admin/agencias/:agency/horario',
  'GET /admin/agencias/:agency/semanas/:week',
  'GET /admin/agencias/:agency/ventanillas/:pool',
  'GET /admin/feriados',
  'GET /admin/feriados/:holiday',
  'GET /admin/agencias/:agency/reubicar',
  'GET /admin/agencias/:agency/reubicar/:cause',
  'POST /admin/agencias/:agency/reubicar/:cause/enviar',
  'POST /admin/agencias/:agency/reubicar/:cause/recordar',
  'GET /admin/agencias/:agency/reubicar/:cause/:relocation',
  'POST /admin/agencias/:agency/reubicar/:cause/:relocation/telefono',
  'POST /admin/agencias/:agency/reubicar/:cause/:relocation/llamada',
  'GET /admin/agencias/:agency/reubicar/:cause/:relocation/hora',
  'GET /admin/agencias/:agency/reubicar/:cause/:relocation/hora/:agenda',
  'POST /admin/agencias/:agency/reubicar/:cause/:relocation/hora/:agenda',
  'GET /admin/informes',
  'GET /admin/informes/csv',
  'GET /admin/mensajes',
  'GET /admin/mensajes/envios',
  'GET /admin/mensajes/texto',
  'GET /admin/mensajes/texto/html',
  'GET /admin/registro',
  'GET /admin/registro/csv',
  'POST /admin/mensajes/envios',
  'POST /admin/mensajes/texto',
  'GET /admin/agencias/:agency/datos',
  'GET /admin/agencias/csv',
  'GET /admin/agencias/csv/agencias.csv',
  'GET /admin/agencias/nueva',
  'POST /admin/agencias/:agency/datos',
  'POST /admin/agencias/csv',
  'POST /admin/agencias/nueva',
  'GET /admin/personas',
  'GET /admin/personas/:person',
  'GET /admin/personas/:person/funciones',
  'GET /admin/personas/nueva',
  'POST /admin/personas',
  'POST /admin/personas/:person',
  'POST /admin/personas/:person/funciones',
  'POST /admin/personas/nueva',
  'GET /admin/tramites',
  'GET /admin/tramites/:procedure',
  'GET /admin/tramites/:procedure/datos',
  'GET /admin/tramites/nuevo',
  'POST /admin/tramites/:procedure/datos',
  'POST /admin/tramites/nuevo',
  'GET /personal',
  'GET /personal/cuenta',
  'GET /personal/cuenta/clave',
  'GET /personal/cuenta/segundo-factor',
  'GET /personal/cuenta/segundo-factor/qr.svg',
  'GET /personal/entrar/codigo',
  'GET /recepcion',
  'GET /recepcion/:agency',
  'GET /recepcion/:agency/boleto/:arrival',
  'GET /recepcion/:agency/boleto/:arrival/qr.svg',
  'GET /recepcion/:agency/cambios',
  'GET /recepcion/:agency/dia',
  'GET /recepcion/:agency/dia/ahora',
  'GET /recepcion/:agency/quioscos',
  'GET /recepcion/:agency/sin-turno',
  'GET /recepcion/:agency/turno',
  'GET /recepcion/:agency/turno/:draft',
  'GET /recepcion/:agency/turno/:draft/liberar',
  'GET /recepcion/:agency/turnos/:turno',
  'GET /recepcion/:agency/turnos/:turno/confirmacion.pdf',
  'GET /recepcion/:agency/ventanillas/:window',
  'GET /ventanilla',
  'GET /ventanilla/cambios',
  'GET /ventanilla/certificados/:certificate',
  'GET /ventanilla/cola',
  'GET /ventanilla/visitas/:visit/correccion',
  'GET /ventanilla/visitas/:visit/nota',
  'POST /admin/agencias/:agency/agendas/:procedure',
  'POST /admin/agencias/:agency/agendas/:procedure/semanas/:week',
  'POST /admin/agencias/:agency/cambios/:change',
  'POST /admin/agencias/:agency/cierres/:closure',
  'POST /admin/agencias/:agency/excepciones/:date',
  'POST /admin/agencias/:agency/semanas/:week',
  'POST /admin/agencias/:agency/ventanillas/:pool',
  'POST /admin/feriados/:holiday',
  'POST /admin/feriados/llenar',
  'POST /personal/cuenta/clave',
  'POST /personal/cuenta/segundo-factor',
  'POST /personal/cuenta/segundo-factor/codigos',
  'POST /personal/cuenta/segundo-factor/fin',
  'POST /personal/cuenta/sesiones',
  'POST /personal/entrar/codigo',
  'POST /personal/salir',
  'POST /recepcion/:agency',
  'POST /recepcion/:agency/boleto/:arrival/prioridad',
  'POST /recepcion/:agency/boleto/:arrival/se-va',
  'POST /recepcion/:agency/boleto/:arrival/vuelve',
  'POST /recepcion/:agency/cierre',
  'POST /recepcion/:agency/pantalla',
  'POST /recepcion/:agency/pausa',
  'POST /recepcion/:agency/quioscos',
  'POST /recepcion/:agency/quioscos/:kiosk/cierre',
  'POST /recepcion/:agency/reabrir',
  'POST /recepcion/:agency/reanudar',
  'POST /recepcion/:agency/sin-turno',
  'POST /recepcion/:agency/ventanilla',
  'POST /recepcion/:agency/ventanillas/:window/mover',
  'POST /recepcion/:agency/ventanillas/:window/tramites',
  'POST /recepcion/:agency/turno',
  'POST /recepcion/:agency/turno/:draft',
  'POST /recepcion/:agency/turno/:draft/liberar',
  'POST /ventanilla/abrir',
  'POST /ventanilla/apartar',
  'POST /ventanilla/atender',
  'POST /ventanilla/ausente',
  'POST /ventanilla/cerrar',
  'POST /ventanilla/comprobar',
  'POST /ventanilla/deshacer',
  'POST /ventanilla/devolver',
  'POST /ventanilla/elegir',
  'POST /ventanilla/guardar',
  'POST /ventanilla/pasar',
  'POST /ventanilla/repetir',
  'POST /ventanilla/resultado',
  'POST /ventanilla/se-va',
  'POST /ventanilla/siguiente',
  'POST /ventanilla/visitas/:visit/correccion',
  'POST /ventanilla/visitas/:visit/turno',
]
const nowhere = {
  ...{
    person: 'x',
    closure: 'x',
    date: 'x',
    week: 'x',
    pool: 'x',
    procedure: 'x',
    change: 'x',
    holiday: 'x',
  },
  agency: 'guayaquil-centro',
  arrival: 'x',
  certificate: 'x',
  visit: 'x',
  kiosk: 'x',
  window: 'x',
  draft: 'x',
  turno: 'x',
  cause: 'x',
  relocation: 'x',
  agenda: 'x',
}
const staffPages: Row[] = behindTheDoor.map((route) => ({
  route,
  as: 'stranger',
  with: nowhere,
  status: 303,
  to: '/personal/entrar',
}))

/** What stands at a door: any other device is told that it is none. */
const door = '/llegada/:agency'
const kiosk: Row[] = [
  `GET ${door}`,
  `POST ${door}`,
  `GET ${door}/sin-turno`,
  `POST ${door}/sin-turno`,
  `GET ${door}/boleto/:token`,
  `GET ${door}/boleto/:token/qr.svg`,
  `POST ${door}/boleto/:token/prioridad`,
].map((route) => ({
  route,
  as: 'stranger',
  with: { agency: 'guayaquil-centro', token: 'x' },
  status: 403,
  view: 'kiosk/shut',
}))
/** The waiting room's own pages; a stream has no end, so only its refusal is asked for here. */
const waitingRoom: Row[] = [
  ...['', '/ahora'].map(
    (tail): Row => ({
      route: `GET /pantalla/:agency${tail}`,
      as: 'stranger',
      with: nowhere,
      status: 200,
      ...(tail === '' ? { view: 'attendance/display' } : {}),
    }),
  ),
  { route: 'GET /pantalla/:agency/cambios', as: 'stranger', with: { agency: 'nada' }, ...noPage },
  { route: 'GET /pantalla/:agency/enlace/:token', as: 'stranger', with: nowhere, ...noPage },
  { route: 'POST /pantalla/:agency/voz', as: 'stranger', with: nowhere, status: 204 },
  { route: 'GET /espera/:token', as: 'stranger', ...noPage },
  { route: 'GET /espera/lugar/:arrival', as: 'stranger', with: nowhere, ...noPage },
  { route: 'GET /espera/lugar/:arrival/cambios', as: 'stranger', with: nowhere, ...noPage },
  { route: `GET ${turno}/espera`, as: 'stranger', ...toFind },
  { route: `GET ${turno}/espera`, as: 'turno', ...toTurno },
]

export const table: Row[] = [
  ...kiosk,
  { route: 'GET /salud/viva', as: 'stranger', status: 200 },
  { route: 'GET /salud/lista', as: 'stranger', status: 200 },
  { route: 'GET /', as: 'stranger', status: 200, view: 'web/home' },
  { route: 'GET /', as: 'turno', status: 200, view: 'web/home' },
  {
    route: 'GET /tramites/:slug',
    as: 'stranger',
    with: { slug: 'actualizacion-datos-extranjeros' },
    status: 200,
    view: 'web/procedure',
  },
  { route: 'GET /tramites/:slug', as: 'stranger', with: { slug: 'ninguno' }, ...noPage },
  { route: 'GET /privacidad', as: 'stranger', status: 200, view: 'web/privacy' },
  { route: 'GET /accesibilidad', as: 'stranger', status: 200, view: 'web/accessibility' },

  { route: 'GET /turnos/nuevo', as: 'stranger', status: 303, to: '/' },
  { route: 'POST /turnos/nuevo', as: 'stranger', ...noPage },
  { route: `GET ${at}`, as: 'stranger', ...noPage },
  { route: `GET ${at}`, as: 'intruder', ...noPage },
  ...steps.map(
    (place): Row => ({
      route: `GET ${at}`,
      as: place,
      status: 303,
      to: `${at}/${place}`,
    }),
  ),
  { route: `GET ${at}`, as: 'turno', ...toTurno },
  ...stepPages,
  ...emptyForms,
  { route: `GET ${at}/codigo/reenvio`, as: 'codigo', status: 200, view: 'booking/code' },
  { route: `GET ${at}/codigo/reenvio`, as: 'intruder', ...noPage },
  { route: `POST ${at}/codigo/reenvio`, as: 'intruder', ...noPage },
  { route: `POST ${at}/codigo/reenvio`, as: 'codigo', status: 429, view: 'booking/code' },
  { route: `POST ${at}/codigo/reenvio`, as: 'contacto', status: 303, to: `${at}/contacto` },
  { route: `POST ${at}/codigo/reenvio`, as: 'lugar', status: 303, to: `${at}/codigo` },
  {
    route: `GET ${at}/horario`,
    as: 'horario',
    query: '?hora=2026-11-25T15%3A00%3A00.000Z',
    status: 200,
    view: 'booking/timeConfirm',
  },

  { route: 'GET /turnos/enlace/:token', as: 'linked', ...toTurno },
  { route: 'GET /turnos/enlace/:token', as: 'stranger', with: { token: 'nada' }, ...noPage },
  { route: 'GET /mi-turno', as: 'stranger', status: 200, view: 'turno/find' },
  { route: 'GET /mi-turno', as: 'turno', status: 200, view: 'turno/find' },
  { route: 'POST /mi-turno', as: 'stranger', status: 422, view: 'turno/find' },
  {
    route: 'POST /mi-turno',
    as: 'stranger',
    body: { email: 'nadie@example.org' },
    status: 200,
    view: 'turno/findSent',
  },
  { route: `GET ${turno}`, as: 'turno', status: 200, view: 'turno/confirmation' },
  { route: `GET ${turno}`, as: 'cancelled', status: 200, view: 'turno/confirmation' },
  { route: `GET ${turno}`, as: 'begun', status: 200, view: 'turno/confirmation' },
  { route: `GET ${turno}`, as: 'stranger', ...toFind },
  { route: `GET ${turno}`, as: 'stranger', with: { reference: 'NADA' }, ...toFind },
  ...papers.flatMap((tail): Row[] => [
    { route: `GET ${turno}/${tail}`, as: 'turno', status: 200 },
    { route: `GET ${turno}/${tail}`, as: 'stranger', ...toFind },
  ]),
  { route: `GET ${turno}/qr.svg`, as: 'cancelled', ...toTurno },
  { route: `GET ${turno}/confirmacion.pdf`, as: 'cancelled', ...toTurno },
  { route: `GET ${turno}/calendario.ics`, as: 'cancelled', status: 200 },
  { route: `GET ${turno}/cancelacion`, as: 'turno', status: 200, view: 'turno/cancel' },
  { route: `GET ${turno}/cancelacion`, as: 'stranger', ...toFind },
  {
    route: `GET ${turno}/cancelacion`,
    as: 'cancelled',
    status: 303,
    to: `${turno}/cancelado`,
  },
  { route: `GET ${turno}/cancelacion`, as: 'begun', status: 409, view: 'turno/confirmation' },
  { route: `POST ${turno}/cancelacion`, as: 'stranger', ...toFind },
  {
    route: `POST ${turno}/cancelacion`,
    as: 'cancelled',
    status: 303,
    to: `${turno}/cancelado`,
  },
  { route: `POST ${turno}/cancelacion`, as: 'begun', status: 409, view: 'turno/confirmation' },
  { route: `GET ${turno}/cancelado`, as: 'cancelled', status: 200, view: 'turno/cancelled' },
  { route: `GET ${turno}/cancelado`, as: 'turno', ...toTurno },
  { route: `GET ${turno}/cancelado`, as: 'stranger', ...toFind },

  { route: `GET ${turno}/cambio`, as: 'turno', status: 200, view: 'turno/move' },
  { route: `GET ${turno}/cambio`, as: 'cancelled', ...toTurno },
  { route: `GET ${turno}/cambio`, as: 'begun', ...toTurno },
  { route: `GET ${turno}/cambio`, as: 'stranger', ...toFind },
  { route: `POST ${turno}/cambio`, as: 'turno', status: 422, view: 'turno/move' },
  { route: `POST ${turno}/cambio`, as: 'cancelled', ...toTurno },
  { route: `POST ${turno}/cambio`, as: 'begun', ...toTurno },
  { route: `POST ${turno}/cambio`, as: 'stranger', ...toFind },

  ...relocationPages,
  { route: 'GET /turnos/propuesta/:token', as: 'stranger', ...toFind },
  { route: 'GET /turnos/propuesta/:token', as: 'linked', ...toFind },
  { route: 'GET /turnos/propuesta/:token/:way', as: 'stranger', with: { way: 'x' }, ...toFind },

  ...staffPages,
  ...waitingRoom,
  { route: 'GET /personal/entrar', as: 'stranger', status: 200, view: 'staff/signIn' },
  { route: 'POST /personal/entrar', as: 'stranger', status: 422, view: 'staff/signIn' },
  { route: 'GET /personal/enlace/:token', as: 'stranger', status: 404, view: 'staff/linkGone' },
  { route: 'POST /personal/enlace/:token', as: 'stranger', status: 404, view: 'staff/linkGone' },
  { route: 'GET /verificar', as: 'stranger', status: 200, view: 'attendance/verify' },
  { route: 'POST /verificar', as: 'stranger', status: 422, view: 'attendance/verify' },
  {
    route: 'GET /verificar/:code',
    as: 'stranger',
    with: { code: 'x' },
    status: 200,
    view: 'attendance/verify',
  },
  {
    route: 'POST /verificar/:code',
    as: 'stranger',
    with: { code: 'x' },
    status: 200,
    view: 'attendance/verify',
  },

  { route: 'GET /buzon', as: 'stranger', status: 200, view: 'mailbox/list' },
  { route: 'GET /buzon/:id', as: 'stranger', status: 200, view: 'mailbox/message' },
  { route: 'GET /buzon/:id', as: 'stranger', with: { id: 'otro' }, ...noPage },
  { route: 'GET /buzon/:id/html', as: 'stranger', status: 200 },
  { route: 'GET /buzon/:id/html', as: 'stranger', with: { id: 'otro' }, ...noPage },
  { route: 'GET /buzon/:id/adjuntos/:n', as: 'stranger', status: 200 },
  { route: 'GET /buzon/:id/adjuntos/:n', as: 'stranger', with: { n: 'x' }, ...noPage },

  // These change something, so they come last.
  {
    route: `POST ${at}/documento`,
    as: 'documento',
    body: { forWhom: 'self', kind: 'passport', country: 'COL', number: 'AX1' },
    status: 422,
    view: 'booking/document',
  },
  { route: `POST ${at}/resumen`, as: 'resumen', status: 303, to: '/turnos/' },
  { route: `POST ${turno}/cancelacion`, as: 'turno', status: 303, to: `${turno}/cancelado` },
]
