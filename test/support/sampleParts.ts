import type { Language } from '../../src/language.ts'
import type { TurnoSummary } from '../../src/turno/viewModels.ts'
import type { I18n } from '../../src/web/i18n.ts'
import type { FieldError, PageModel, Step } from '../../src/web/pageModel.ts'

export const zone = 'America/Guayaquil'

export const guayaquil = {
  name: 'Guayaquil Centro (demostración)',
  address: 'Av. Olmedo y Boyacá',
  city: 'Guayaquil',
  demonstration: true,
}

export const ayora = {
  name: 'Puerto Ayora (demostración)',
  address: 'Av. Baltra y Marchena',
  city: 'Santa Cruz',
  demonstration: true,
}

/** What every page shares, for a demonstration of an institution that does not exist. */
export function pageOf(language: Language): PageModel {
  return {
    language,
    path: '/',
    otherLanguageUrl: language === 'es' ? '/?idioma=en' : '/?idioma=es',
    csrfToken: 'token',
    demo: true,
    institution: {
      name: 'Instituto de Seguridad Social',
      logo: null,
      email: 'atencion@institucion.example',
      phone: '02 394 5666',
      phoneHref: '+59323945666',
    },
    currentYear: 2026,
  }
}

/** A place among the nine steps, with the answers of the steps before it. */
export function stepOf(from: number, to = from): Step {
  const soFar = [
    { label: 'Pasaporte', value: '····3917', done: true, after: 2 },
    { label: 'Correo', value: 'm···@correo.example', done: to > 5, after: 3 },
    { label: 'Agencia', value: guayaquil.name, done: true, after: 6 },
  ]
  return {
    from,
    to,
    of: 9,
    backUrl: '/turnos/nuevo/d1/documento',
    soFar: soFar
      .filter(({ after }) => after < from)
      .map(({ label, value, done }) => ({ label, value, done })),
    hold: null,
  }
}

/** Errors of a form: field → the last part of its key under `booking:errors`. */
export function errorsOf(
  language: Language,
  i18n: I18n,
  reasons: Record<string, string>,
): FieldError[] {
  return Object.entries(reasons).map(([field, reason]) => ({
    field,
    message: i18n.t(language, `booking:errors.${reason}`),
  }))
}

/** The certificate of no affiliation, as the procedure's page tells it. */
export function procedureOf(language: Language) {
  return language === 'es' ? procedureInSpanish : procedureInEnglish
}

export function turnoOf(language: Language): TurnoSummary {
  return {
    reference: 'T7K4-9MXQ',
    start: '2026-11-24T13:20:00.000Z',
    zone,
    procedureName: procedureOf(language).name,
    agency: { ...guayaquil, phone: '04 232 1100' },
  }
}

const contact = {
  contactEmail: 'atencion@institucion.example',
  contactPhone: '02 394 5666',
  minutes: 20,
  free: true,
}

const procedureInSpanish = {
  ...contact,
  name: 'Certificado de no afiliación para extranjeros',
  summary: 'Un papel que dice que usted no está afiliado al seguro social.',
  needs: 'pasaporte, visa y una solicitud firmada',
  audience: 'Personas extranjeras que tienen pasaporte y todavía no tienen cédula.',
  result: 'El certificado, en papel, el mismo día.',
  cost: 'Nada',
  channel: 'En persona, en la ventanilla de una agencia',
  requirements: [
    { title: 'Pasaporte', detail: 'El original, vigente.' },
    { title: 'Visa', detail: 'La original, o la electrónica impresa.' },
    {
      title: 'Solicitud',
      detail: 'Una carta simple al Director Provincial, firmada a mano, que pide el certificado.',
    },
  ],
  thirdPartyRequirements: [
    { title: 'Autorización', detail: 'Simple, firmada a mano por la persona titular.' },
    { title: 'Pasaporte de la persona titular', detail: 'Original y copia.' },
    { title: 'Su cédula o código de extranjero', detail: 'Original.' },
  ],
  authorisation: [
    'Nombres y apellidos de la persona titular',
    'Número de su pasaporte',
    'Nombres y apellidos de quien viene',
    'Número de identidad de quien viene',
    'Que le autoriza, y para qué',
    'Firma a mano',
  ],
}

const procedureInEnglish = {
  ...contact,
  name: 'Certificate of no affiliation for foreigners',
  summary: 'A paper that says you are not affiliated to social security.',
  needs: 'passport, visa and a signed request',
  audience: 'Foreign persons who have a passport and no cédula yet.',
  result: 'The certificate, on paper, the same day.',
  cost: 'Nothing',
  channel: 'In person, at an agency’s window',
  requirements: [
    { title: 'Passport', detail: 'The original, in force.' },
    { title: 'Visa', detail: 'The original, or the electronic one on paper.' },
    {
      title: 'Request',
      detail: 'A simple letter to the Provincial Director, signed by hand, asking for it.',
    },
  ],
  thirdPartyRequirements: [
    { title: 'Authorisation', detail: 'Simple, signed by hand by the holder.' },
    { title: 'The holder’s passport', detail: 'Original and copy.' },
    { title: 'Your cédula or foreigner’s code', detail: 'Original.' },
  ],
  authorisation: [
    'The holder’s full names',
    'Their passport number',
    'Your full names',
    'Your identity number',
    'That they authorise you, and for what',
    'Signature by hand',
  ],
}
