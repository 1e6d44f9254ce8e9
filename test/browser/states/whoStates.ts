import { certificate, update } from '../../support/story.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** The two steps that ask who comes: document and contact. */
const passport = { forWhom: 'self', kind: 'passport', country: 'VEN', number: 'AB1234567' }
const rosa = { thirdKind: 'cedula', thirdNumber: '1719999318' }
const contact = {
  givenNames: 'María José',
  surnames: 'Ñáñez Peña',
  thirdGivenNames: 'Rosa',
  thirdSurnames: 'Quispe',
  email: 'maria@example.org',
  phone: '0991234567',
  language: 'es',
  consent: 'yes',
}

type Fields = Record<string, string>

const documentSent = (name: string, shows: string, fields: Fields, procedure?: string): State => ({
  name: `documento-${name}`,
  routes: ['POST /turnos/nuevo/:draft/documento'],
  status: 422,
  shows,
  async reach({ begin, open, send }) {
    const walk = await begin(procedure)
    await open(`${walk}/documento`)
    await send(`${walk}/documento`, fields)
  },
})

async function atContact({ begin, open, send }: Stage, document: Fields): Promise<string> {
  const walk = await begin()
  await open(`${walk}/documento`)
  await send(`${walk}/documento`, document)
  return `${walk}/contacto`
}

const contactSent = (name: string, shows: string, fields: Fields, document = passport): State => ({
  name: `contacto-${name}`,
  routes: ['POST /turnos/nuevo/:draft/contacto'],
  status: 422,
  shows,
  async reach(stage) {
    await stage.send(await atContact(stage, document), fields)
  },
})

export const whoStates: State[] = [
  {
    name: 'documento',
    routes: ['POST /turnos/nuevo', 'GET /turnos/nuevo/:draft/documento'],
    status: 200,
    shows: 'booking:document.kindHints.passport',
    async reach({ open, send }) {
      await open('/')
      await send('/turnos/nuevo', { procedure: certificate, nonce: `${Math.random()}` })
    },
  },
  documentSent('vacio', 'booking:errors.forWhom-missing', {}),
  documentSent('sin-pais', 'booking:errors.country-missing', { ...passport, country: '' }),
  documentSent('cedula-mal', 'booking:errors.cedula-check-digit', {
    forWhom: 'self',
    kind: 'cedula',
    number: '1719999310',
  }),
  documentSent('aviso-en-linea', 'booking:document.warningTitle', {
    forWhom: 'self',
    kind: 'cedula',
    number: '1719999318',
  }),
  documentSent('aviso-largo', 'booking:document.warnings.long-passport', {
    ...passport,
    number: 'ABC123456789',
  }),
  documentSent(
    'rechazado',
    'booking:errors.kind-refused',
    {
      forWhom: 'self',
      kind: 'foreign-code',
      number: 'X1234567',
    },
    update,
  ),
  documentSent('tercero', 'booking:errors.country-missing', {
    ...passport,
    forWhom: 'other',
    thirdKind: 'passport',
  }),
  documentSent('el-mismo', 'booking:errors.same-person', {
    ...passport,
    forWhom: 'other',
    thirdKind: 'passport',
    thirdCountry: 'VEN',
    thirdNumber: 'AB1234567',
  }),
  {
    name: 'contacto',
    routes: ['GET /turnos/nuevo/:draft/contacto', 'POST /turnos/nuevo/:draft/documento'],
    status: 200,
    shows: 'booking:contact.namesHint',
    reach: async (stage) => void (await atContact(stage, passport)),
  },
  {
    name: 'contacto-tercero',
    routes: ['GET /turnos/nuevo/:draft/contacto'],
    status: 200,
    shows: 'booking:contact.thirdSurnames',
    reach: async (stage) =>
      void (await atContact(stage, { ...passport, forWhom: 'other', ...rosa })),
  },
  contactSent('vacio', 'booking:errors.consent-missing', {}),
  contactSent(
    'tercero-vacio',
    'booking:errors.surnames-missing',
    {},
    {
      ...passport,
      forWhom: 'other',
      ...rosa,
    },
  ),
  contactSent('mal', 'booking:errors.phone-invalid', {
    ...contact,
    givenNames: 'Мария',
    email: 'maria',
    phone: '12',
  }),
  contactSent('sugerencia', 'booking:contact.suggestionText', {
    ...contact,
    email: 'maria@gmial.com',
  }),
]
