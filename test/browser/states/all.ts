import { adminStates } from './adminStates.ts'
import { codeStates } from './codeStates.ts'
import { deskStates } from './deskStates.ts'
import { followStates } from './followStates.ts'
import { hoursStates } from './hoursStates.ts'
import { kioskStates } from './kioskStates.ts'
import { liveStates } from './liveStates.ts'
import { mailboxStates } from './mailboxStates.ts'
import { officeFiles, officeStates } from './officeStates.ts'
import { placeStates } from './placeStates.ts'
import { portalStates } from './portalStates.ts'
import { relocationStates } from './relocationStates.ts'
import { roomStates } from './roomStates.ts'
import { staffStates } from './staffStates.ts'
import type { State } from './state.ts'
import { timeStates } from './timeStates.ts'
import { turnoStates } from './turnoStates.ts'
import { whoStates } from './whoStates.ts'

/** What applicants and everybody else can see. */
export const publicStates: State[] = [
  ...mailboxStates,
  ...portalStates,
  ...whoStates,
  ...codeStates,
  ...placeStates,
  ...timeStates,
  ...turnoStates,
  ...relocationStates,
]

/** What the people who work here see. */
export const workStates: State[] = [
  ...staffStates,
  ...roomStates,
  ...liveStates,
  ...kioskStates,
  ...deskStates,
  ...adminStates,
  ...hoursStates,
  ...followStates,
  ...officeStates,
]

/** What is no page: its route, and what it must be. */
export const files = [
  { route: 'GET /salud/viva', type: /json|plain/ },
  { route: 'GET /salud/lista', type: /json|plain/ },
  { route: 'GET /turnos/:reference/qr.svg', type: /svg/ },
  { route: 'GET /turnos/:reference/confirmacion.pdf', type: /pdf/ },
  { route: 'GET /turnos/:reference/calendario.ics', type: /calendar/ },
  { route: 'GET /personal/cuenta/segundo-factor/qr.svg', type: /svg/ },
  ...officeFiles,
  { route: 'GET /admin/agencias/csv/agencias.csv', type: /csv/ },
  { route: 'GET /buzon/:id/html', type: /html/ },
  { route: 'GET /buzon/:id/adjuntos/:n', type: /octet-stream/ },
]

/**
 * Steps at the desk and the window, and the parts and streams that keep pages fresh: each is asked
 * in test/attendance/pages, where there is a room with people in it.
 */
export const behindStaffPages = [
  'GET /pantalla/:agency/ahora',
  'GET /pantalla/:agency/cambios',
  'POST /pantalla/:agency/voz',
  'GET /pantalla/:agency/enlace/:token',
  'GET /espera/lugar/:arrival/cambios',
  'GET /turnos/:reference/espera',
  // In test/admin/mails.test.ts.
  'GET /admin/mensajes/texto/html',
  'POST /recepcion/:agency/pantalla',
  'GET /recepcion/:agency/dia/ahora',
  'GET /recepcion/:agency/cambios',
  'GET /recepcion/:agency/boleto/:arrival/qr.svg',
  'GET /llegada/:agency/boleto/:token/qr.svg',
  'POST /recepcion/:agency/boleto/:arrival/vuelve',
  'POST /recepcion/:agency/sin-turno',
  'GET /ventanilla/cola',
  'GET /ventanilla/cambios',
  'GET /ventanilla/certificados/:certificate',
  'GET /ventanilla/visitas/:visit/correccion',
  'GET /ventanilla/visitas/:visit/nota',
  'GET /recepcion/:agency/turnos/:turno/confirmacion.pdf',
  'POST /ventanilla/visitas/:visit/turno',
  'GET /recepcion/:agency/turno/:draft/liberar',
  'POST /ventanilla/visitas/:visit/correccion',
  ...[
    'apartar',
    'atender',
    'ausente',
    'comprobar',
    'deshacer',
    'devolver',
    'elegir',
    'guardar',
    'pasar',
    'repetir',
    'resultado',
    'se-va',
    'siguiente',
  ].map((step) => `POST /ventanilla/${step}`),
]
