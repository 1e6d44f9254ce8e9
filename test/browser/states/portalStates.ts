import { certificate } from '../../support/story.ts'
import type { State } from './state.ts'

const long = 'Ñ'.repeat(20_000)

export const portalStates: State[] = [
  {
    name: 'inicio',
    routes: ['GET /'],
    status: 200,
    shows: 'web:home.firstFree',
    reach: ({ open }) => open('/'),
  },
  {
    name: 'tramite',
    routes: ['GET /tramites/:slug'],
    status: 200,
    shows: 'web:procedure.thirdLead',
    reach: ({ open }) => open(`/tramites/${certificate}`),
  },
  {
    name: 'privacidad',
    routes: ['GET /privacidad'],
    status: 200,
    shows: 'web:privacy.short1',
    reach: ({ open }) => open('/privacidad'),
  },
  {
    name: 'accesibilidad',
    routes: ['GET /accesibilidad'],
    status: 200,
    shows: 'web:accessibility.can1',
    reach: ({ open }) => open('/accesibilidad'),
  },
  {
    name: 'error-400',
    routes: [],
    status: 400,
    shows: 'web:error.400.do',
    reach: ({ open }) => open('/tramites/%E0%A4%A'),
  },
  {
    name: 'error-403',
    routes: [],
    status: 403,
    shows: 'web:error.403.do',
    async reach({ open, send }) {
      await open('/mi-turno')
      await send('/mi-turno', { _csrf: 'falso' })
    },
  },
  {
    name: 'error-404',
    routes: [],
    status: 404,
    shows: 'web:error.404.do',
    reach: ({ open }) => open('/no-existe'),
  },
  {
    name: 'error-404-tramite',
    routes: ['POST /turnos/nuevo'],
    status: 404,
    shows: 'web:error.404.do',
    async reach({ open, send }) {
      await open('/')
      await send('/turnos/nuevo', { procedure: 'ninguno' })
    },
  },
  {
    name: 'error-404-enlace',
    routes: ['GET /turnos/enlace/:token'],
    status: 404,
    shows: 'web:error.404.do',
    reach: ({ open }) => open('/turnos/enlace/roto'),
  },
  {
    name: 'error-413',
    routes: [],
    status: 413,
    shows: 'web:error.413.do',
    async reach({ open, send }) {
      await open('/mi-turno')
      await send('/mi-turno', { email: long })
    },
  },
  {
    name: 'error-415',
    routes: [],
    status: 415,
    shows: 'web:error.415.do',
    async reach({ open, send }) {
      await open('/mi-turno')
      await send('/mi-turno', {}, 'text/plain')
    },
  },
  {
    name: 'error-429',
    routes: [],
    status: 429,
    shows: 'web:error.429.do',
    async reach({ broken, open, send }) {
      await open(`${broken.busy}/mi-turno`)
      await send(`${broken.busy}/mi-turno`)
    },
  },
  {
    name: 'error-500',
    routes: [],
    status: 500,
    shows: 'web:error.500.do',
    reach: ({ broken, open }) => open(broken.fails),
  },
  {
    name: 'error-503',
    routes: [],
    status: 503,
    shows: 'web:error.503.do',
    reach: ({ broken, open }) => open(broken.unavailable),
  },
]
