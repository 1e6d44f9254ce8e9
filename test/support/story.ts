import type { InstitutionData } from '../../src/agencies/institutionData.ts'

const weekdays = [1, 2, 3, 4, 5]
const officeHours = weekdays.map((weekday) => ({ weekday, from: '08:00', to: '17:00' }))
const text = (es: string, en: string) => ({ es, en })

/** When the story begins: Tuesday 24 November 2026, nine in the morning in Guayaquil. */
export const storyBegins = '2026-11-24T14:00:00.000Z'

/** The certificate that the story's people come for. */
export const certificate = 'certificado-no-afiliacion-extranjeros'
export const update = 'actualizacion-datos-extranjeros'

/** Agendas of the story, by the ids the import gives them. */
export const guayaquil = `guayaquil-centro--${certificate}`
export const guayaquilUpdate = `guayaquil-centro--${update}`
export const ayora = `puerto-ayora--${certificate}`
export const cuenca = `cuenca-centro--${certificate}`

const requirement = (code: string, es: string, en: string) => ({
  code,
  title: text(es, en),
  detail: text(`Traiga: ${es}.`, `Bring: ${en}.`),
})

/**
 * The small institution of the tests. Guayaquil has three windows and both procedures, of different
 * lengths; Puerto Ayora has one window and Galápagos' own clock; Cuenca opens a week every Monday.
 */
export const story: InstitutionData = {
  institution: {
    name: 'Instituto Ecuatoriano de Seguridad Social',
    shortName: 'IESS',
    contactEmail: 'atencion@example.org',
    contactPhone: '+593 2 394 5666',
  },
  provinces: [
    { code: '01', name: 'Azuay', capital: 'Cuenca', zone: 'America/Guayaquil' },
    { code: '09', name: 'Guayas', capital: 'Guayaquil', zone: 'America/Guayaquil' },
    {
      code: '20',
      name: 'Galápagos',
      capital: 'Puerto Baquerizo Moreno',
      zone: 'Pacific/Galapagos',
    },
  ],
  agencies: [
    agency('guayaquil-centro', 'Guayaquil Centro (demostración)', '09', 'Guayaquil', 3),
    agency('cuenca-centro', 'Cuenca Centro (demostración)', '01', 'Cuenca', 1),
    {
      ...agency('puerto-ayora', 'Puerto Ayora (demostración)', '20', 'Santa Cruz', 1),
      zone: 'Pacific/Galapagos',
    },
  ],
  procedures: [
    {
      slug: certificate,
      name: text(
        'Certificado de no afiliación al IESS para extranjeros',
        'Certificate of non-affiliation to IESS for foreigners',
      ),
      summary: text('Dice que usted no está afiliada.', 'Says that you are not affiliated.'),
      audience: text('Personas extranjeras.', 'Foreign people.'),
      result: text('Un certificado.', 'A certificate.'),
      cost: text('Gratis', 'Free of charge'),
      free: true,
      channel: text('En persona.', 'In person.'),
      minutesAtWindow: 20,
      contactEmail: 'atencion@example.org',
      contactPhone: '+593 2 394 5666',
      requirements: [
        requirement('passport', 'Pasaporte original', 'Original passport'),
        requirement('visa', 'Visa original', 'Original visa'),
        requirement('letter', 'Solicitud firmada', 'Signed letter'),
      ],
      thirdPartyRequirements: [
        requirement('authorisation', 'Autorización firmada', 'Signed authorisation'),
      ],
      authorisation: [{ code: 'holder', text: text('Nombres del titular', 'Names of the holder') }],
      acceptedDocuments: { passport: 'accepted', cedula: 'warned', 'foreign-code': 'warned' },
      documentWarning: text(
        'Con cédula el certificado se saca en línea.',
        'With a cédula the certificate is issued online.',
      ),
    },
    {
      slug: update,
      name: text('Actualización de datos personales', 'Update of personal data'),
      summary: text('Corrige sus datos.', 'Corrects your data.'),
      audience: text('Personas extranjeras.', 'Foreign people.'),
      result: text('Datos al día.', 'Data up to date.'),
      cost: text('Gratis', 'Free of charge'),
      free: true,
      channel: text('En persona.', 'In person.'),
      minutesAtWindow: 15,
      contactEmail: 'atencion@example.org',
      contactPhone: '+593 2 394 5666',
      requirements: [requirement('passport', 'Pasaporte original', 'Original passport')],
      thirdPartyRequirements: [],
      authorisation: [],
      acceptedDocuments: { passport: 'accepted', cedula: 'accepted', 'foreign-code': 'refused' },
      documentWarning: null,
    },
  ],
  agendas: [
    agenda('guayaquil-centro', certificate, 20),
    agenda('guayaquil-centro', update, 15),
    agenda('puerto-ayora', certificate, 20),
    {
      ...agenda('cuenca-centro', certificate, 20),
      release: { kind: 'weekly', leadMinutes: 120, weekday: 1, time: '08:00', weeksAhead: 2 },
    },
  ],
  holidays: [
    { date: '2026-12-25', name: text('Navidad', 'Christmas'), scope: 'national' },
    {
      date: '2026-12-07',
      name: text('Fiesta del cantón', 'Canton holiday'),
      scope: 'canton',
      provinceCode: '01',
      canton: 'Cuenca',
    },
  ],
}

function agency(code: string, name: string, provinceCode: string, canton: string, windows: number) {
  return {
    code,
    name,
    kind: 'centre' as const,
    provinceCode,
    canton,
    zone: 'America/Guayaquil',
    address: 'Calle Uno y Calle Dos',
    phone: null,
    windows,
    hours: officeHours,
    demonstration: true,
  }
}

function agenda(agencyCode: string, procedure: string, slotMinutes: number) {
  return {
    agency: agencyCode,
    procedure,
    slotMinutes,
    release: { kind: 'rolling' as const, leadMinutes: 120, horizonDays: 30 },
  }
}
