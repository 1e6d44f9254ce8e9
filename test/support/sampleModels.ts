import type {
  CodeView,
  ContactView,
  DocumentView,
  PlaceView,
  SummaryView,
  TimeConfirmView,
  TimeView,
} from '../../src/booking/viewModels.ts'
import type { Language } from '../../src/language.ts'
import type {
  CancelledView,
  CancelView,
  ConfirmationView,
  FindSentView,
  FindView,
  MoveConfirmView,
  MoveView,
} from '../../src/turno/viewModels.ts'
import type { I18n } from '../../src/web/i18n.ts'
import type {
  AccessibilityView,
  ErrorView,
  HomeView,
  MailboxListView,
  MailboxMessageView,
  PrivacyView,
  ProcedureView,
} from '../../src/web/viewModels.ts'
import { errorStatuses } from '../../src/web/viewModels.ts'
import { hours, sampleMonth, sampleWeek } from './sampleCalendar.ts'
import {
  ayora,
  errorsOf,
  guayaquil,
  pageOf,
  procedureOf,
  stepOf,
  turnoOf,
  zone,
} from './sampleParts.ts'

/** One page in one state: `name` says which, `view` is its template. */
export type Sample = { name: string; view: string; model: object }

/** Every template of the public pages in each of its states, with the people of the tests' story. */
export function sampleModels(language: Language, i18n: I18n): Sample[] {
  return [
    ...portalSamples(language),
    ...documentSamples(language, i18n),
    ...contactSamples(language, i18n),
    ...codeSamples(language, i18n),
    ...placeSamples(language, i18n),
    ...timeSamples(language),
    ...summarySamples(language),
    ...turnoSamples(language, i18n),
    ...mailboxSamples(language),
    ...errorStatuses.map((status): Sample => {
      const model: ErrorView = {
        page: pageOf(language),
        status,
        retryAt: status === 429 || status === 503 ? { at: '2026-11-23T20:05:00.000Z', zone } : null,
        id: status === 500 ? '7f3a91' : null,
        againUrl: status === 503 ? '/' : null,
      }
      return { name: `error-${status}`, view: 'web/error', model }
    }),
  ]
}

function portalSamples(language: Language): Sample[] {
  const page = pageOf(language)
  const procedure = procedureOf(language)
  const firstFree = { start: '2026-11-24T13:20:00.000Z', zone, agencyName: guayaquil.name }
  const home: HomeView = {
    page,
    nonce: 'n1',
    procedures: [
      { ...procedure, slug: 'no-afiliacion', firstFree, opens: null },
      {
        slug: 'historial',
        name:
          language === 'es'
            ? 'Historial laboral para extranjeros'
            : 'Employment record for foreigners',
        summary:
          language === 'es'
            ? 'Un detalle de los aportes que hicieron por usted.'
            : 'A list of the contributions made for you.',
        needs: language === 'es' ? 'pasaporte' : 'passport',
        minutes: 15,
        free: true,
        firstFree: null,
        opens:
          language === 'es'
            ? 'Los próximos turnos se abren el lunes a las 08:00 en: Cuenca Centro.'
            : 'The next appointments open on Monday at 08:00 at: Cuenca Centro.',
      },
    ],
  }
  const { requirements, thirdPartyRequirements, authorisation } = procedure
  const about: ProcedureView = {
    page,
    nonce: 'n1',
    slug: 'no-afiliacion',
    ...procedure,
    requirements,
    thirdPartyRequirements,
    authorisation,
    firstFree,
    opens: language === 'es' ? 'Cada lunes a las 08:00' : 'Every Monday at 08:00',
  }
  const privacy: PrivacyView = {
    page,
    version: '1',
    validFrom: '2026-11-01',
    officer: { name: 'Carmen Ortiz', email: 'datos@institucion.example' },
  }
  const accessibility: AccessibilityView = { page, reviewed: '2026-11-22', holdMinutes: 10 }
  return [
    { name: 'home', view: 'web/home', model: home },
    { name: 'procedure', view: 'web/procedure', model: about },
    { name: 'privacy', view: 'web/privacy', model: privacy },
    { name: 'accessibility', view: 'web/accessibility', model: accessibility },
  ]
}

const countries = [
  { value: 'COL', label: 'Colombia' },
  { value: 'POL', label: 'Polonia' },
  { value: 'VEN', label: 'Venezuela' },
  { value: 'VNM', label: 'Vietnam' },
]

function documentSamples(language: Language, i18n: I18n): Sample[] {
  const empty: DocumentView = {
    page: pageOf(language),
    step: { ...stepOf(2), backUrl: '/' },
    errors: [],
    values: {
      forWhom: 'self',
      kind: 'passport',
      country: '',
      number: '',
      thirdKind: '',
      thirdCountry: '',
      thirdNumber: '',
    },
    procedureName: procedureOf(language).name,
    kinds: ['passport', 'cedula', 'foreign-code'],
    countries,
    warning: null,
  }
  const wrong: DocumentView = {
    ...empty,
    errors: errorsOf(language, i18n, {
      country: 'country-missing',
      number: 'too-short',
      thirdNumber: 'cedula-check-digit',
    }),
    values: {
      ...empty.values,
      forWhom: 'other',
      number: '08',
      thirdKind: 'cedula',
      thirdNumber: '1719999310',
    },
  }
  const text =
    language === 'es'
      ? 'Quien tiene cédula saca este certificado en línea, gratis y en el momento.'
      : 'Whoever has a cédula gets this certificate online, free and at once.'
  const warned: DocumentView = {
    ...empty,
    values: { ...empty.values, kind: 'cedula', number: '1719999318' },
    warning: { text, onlineUrl: 'https://institucion.example/certificados' },
  }
  return [
    { name: 'document', view: 'booking/document', model: empty },
    { name: 'document-errors', view: 'booking/document', model: wrong },
    { name: 'document-warning', view: 'booking/document', model: warned },
  ]
}

function contactSamples(language: Language, i18n: I18n): Sample[] {
  const values = {
    givenNames: 'María José',
    surnames: 'Ñáñez Peña',
    thirdGivenNames: '',
    thirdSurnames: '',
    email: 'maria@gmial.com',
    phone: '099 123 4567',
    language,
    consent: false,
  }
  const plain: ContactView = {
    page: pageOf(language),
    step: stepOf(3),
    errors: [],
    values,
    thirdParty: false,
    suggestedEmail: null,
    privacyVersion: '1',
  }
  const errors = errorsOf(language, i18n, {
    thirdGivenNames: 'givenNames-missing',
    email: 'email-invalid',
    consent: 'consent-missing',
  })
  return [
    { name: 'contact', view: 'booking/contact', model: plain },
    {
      name: 'contact-suggestion',
      view: 'booking/contact',
      model: { ...plain, suggestedEmail: 'maria@gmail.com' } satisfies ContactView,
    },
    {
      name: 'contact-third-errors',
      view: 'booking/contact',
      model: {
        ...plain,
        thirdParty: true,
        errors,
        values: { ...values, email: 'maria' },
      } satisfies ContactView,
    },
  ]
}

function codeSamples(language: Language, i18n: I18n): Sample[] {
  const mail = { fate: 'sent', at: '2026-11-23T15:42:00.000Z', zone } as const
  const plain: CodeView = {
    page: pageOf(language),
    step: stepOf(4, 5),
    errors: [],
    email: 'maria@correo.example',
    mail,
    subject: 'Verificar IESS turno online',
    expires: { at: '2026-11-23T15:52:00.000Z', zone },
    triesLeft: null,
    postUrl: '/turnos/nuevo/d1/codigo',
    resendUrl: '/turnos/nuevo/d1/codigo/reenvio',
    resendFrom: { at: '2026-11-23T15:43:00.000Z', zone, secondsLeft: 42 },
    contactUrl: '/turnos/nuevo/d1/contacto',
  }
  const fates = (['queued', 'late', 'refused', 'failed'] as const).map((fate) => ({
    name: `code-${fate}`,
    view: 'booking/code',
    model: { ...plain, mail: { ...mail, fate }, resendFrom: null } satisfies CodeView,
  }))
  const errors = errorsOf(language, i18n, { code: 'code-wrong' })
  const wrong: CodeView = { ...plain, errors, triesLeft: 3, expires: null }
  return [
    { name: 'code', view: 'booking/code', model: plain },
    { name: 'code-wrong', view: 'booking/code', model: wrong },
    { name: 'code-not-sent', view: 'booking/code', model: { ...plain, mail: null, expires: null } },
    ...fates,
  ]
}

function placeSamples(language: Language, i18n: I18n): Sample[] {
  const empty: PlaceView = {
    page: pageOf(language),
    step: stepOf(6),
    errors: [],
    values: { province: '', procedure: 'no-afiliacion', agency: '' },
    provinces: [
      { value: '09', label: 'Guayas' },
      { value: '20', label: 'Galápagos' },
    ],
    procedures: [{ value: 'no-afiliacion', label: procedureOf(language).name }],
    existing: null,
    earliest: {
      province: '20',
      procedure: 'no-afiliacion',
      agency: 'a2',
      agencyName: ayora.name,
      provinceName: 'Galápagos',
      at: '2026-11-24T14:20:00.000Z',
      zone: 'Pacific/Galapagos',
    },
    agencies: [],
    none: null,
  }
  const listed: PlaceView = {
    ...empty,
    values: { ...empty.values, province: '09' },
    agencies: [
      {
        id: 'a1',
        ...guayaquil,
        today: { hours: '08:00–17:00', over: false, closedBecause: null },
        firstFree: { at: '2026-11-24T13:20:00.000Z', zone },
        opens: null,
        noneBecause: null,
      },
      {
        id: 'a2',
        ...guayaquil,
        name: 'Guayaquil Norte (demostración)',
        today: { hours: '08:00–12:00', over: true, closedBecause: null },
        firstFree: { at: '2026-11-24T13:40:00.000Z', zone },
        opens: null,
        noneBecause: null,
      },
      {
        id: 'a3',
        name: 'Durán (demostración)',
        address: 'Av. Nicolás Lapentti y Loja',
        city: 'Durán',
        demonstration: true,
        today: { hours: '', over: false, closedBecause: 'Independencia de Guayaquil' },
        firstFree: null,
        opens: null,
        noneBecause: 'full',
      },
    ],
  }
  const none: PlaceView = {
    ...empty,
    earliest: null,
    values: { ...empty.values, province: '20' },
    none: { cause: 'not-released', opens: { at: '2026-11-30T13:00:00.000Z', zone } },
  }
  const again: PlaceView = {
    ...empty,
    existing: { url: '/turnos/T7K4-9MXQ', at: '2026-11-24T13:20:00.000Z', zone },
  }
  const unchosen: PlaceView = {
    ...listed,
    errors: errorsOf(language, i18n, { agency: 'agency-missing' }),
    none: null,
  }
  return [
    { name: 'place', view: 'booking/place', model: empty },
    { name: 'place-listed', view: 'booking/place', model: listed },
    { name: 'place-existing', view: 'booking/place', model: again },
    { name: 'place-none', view: 'booking/place', model: none },
    { name: 'place-errors', view: 'booking/place', model: unchosen },
  ]
}

function timeSamples(language: Language): Sample[] {
  const agency = { ...guayaquil, zone }
  const base = { page: pageOf(language), step: stepOf(7), errors: [], agency, holdMinutes: 10 }
  const plain: TimeView = {
    ...base,
    notice: null,
    nearest: [],
    month: sampleMonth(language, '2026-11-24'),
    week: sampleWeek(language, '2026-11-24'),
    day: {
      date: '2026-11-24',
      morning: hours('2026-11-24', ['08:20', '08:40', '09:00', '10:20', '11:40']),
      afternoon: hours('2026-11-24', ['14:00', '16:20']),
      cause: 'free',
      reason: null,
      opens: null,
    },
    firstFree: null,
    held: null,
    opens: null,
  }
  const lost: TimeView = {
    ...plain,
    notice: 'seat-taken',
    nearest: hours('2026-11-24', ['08:40', '09:00']),
    held: { at: '2026-11-24T13:20:00.000Z', zone },
  }
  const full: TimeView = {
    ...plain,
    month: sampleMonth(language, '2026-11-25'),
    firstFree: { at: '2026-12-01T13:00:00.000Z', zone, url: '?mes=2026-12' },
    day: {
      date: '2026-11-25',
      morning: [],
      afternoon: [],
      cause: 'not-released',
      reason: null,
      opens: { at: '2026-11-30T13:00:00.000Z', zone },
    },
  }
  const confirm: TimeConfirmView = {
    ...base,
    slot: { at: '2026-11-24T13:20:00.000Z', zone },
    held: { at: '2026-11-24T14:00:00.000Z', zone },
    postUrl: '/turnos/nuevo/d1/horario',
    timeUrl: '/turnos/nuevo/d1/horario',
  }
  return [
    { name: 'time', view: 'booking/time', model: plain },
    { name: 'time-lost', view: 'booking/time', model: lost },
    { name: 'time-none', view: 'booking/time', model: full },
    { name: 'time-confirm', view: 'booking/timeConfirm', model: confirm },
  ]
}

function summarySamples(language: Language): Sample[] {
  const hold = { until: '2026-11-23T15:42:00.000Z', zone, secondsLeft: 403 }
  const own: SummaryView = {
    page: pageOf(language),
    step: { ...stepOf(8), hold },
    errors: [],
    postUrl: '/turnos/nuevo/d1/resumen',
    procedureName: procedureOf(language).name,
    slot: { at: '2026-11-24T13:20:00.000Z', zone },
    agency: guayaquil,
    holder: {
      name: 'María José Ñáñez Peña',
      kind: 'passport',
      number: '084523917',
      country: 'Venezuela',
    },
    thirdParty: null,
    email: 'maria@correo.example',
    phone: '+593 99 123 4567',
    language,
    changeUrls: {
      document: '../documento',
      contact: '../contacto',
      place: '../lugar',
      time: '../horario',
    },
    refused: null,
  }
  const third = {
    name: 'Rosa Quispe',
    kind: 'cedula',
    number: '1719999318',
    country: null,
  } as const
  return [
    { name: 'summary', view: 'booking/summary', model: own },
    {
      name: 'summary-clash',
      view: 'booking/summary',
      model: { ...own, thirdParty: third, refused: 'clash' } satisfies SummaryView,
    },
    {
      name: 'summary-not-held',
      view: 'booking/summary',
      model: { ...own, step: stepOf(8), refused: 'not-held' } satisfies SummaryView,
    },
  ]
}

function turnoSamples(language: Language, i18n: I18n): Sample[] {
  const page = pageOf(language)
  const turno = turnoOf(language)
  const { requirements, thirdPartyRequirements, authorisation } = procedureOf(language)
  const sent = {
    fate: 'sent' as const,
    at: '2026-11-23T15:45:00.000Z',
    zone,
    email: 'l···@correo.example',
  }
  const own: ConfirmationView = {
    page,
    turno,
    status: 'confirmed',
    fresh: true,
    notice: null,
    relocation: null,
    holderName: 'Łukasz Żółć',
    documentMasked: 'EK····567',
    thirdPartyName: null,
    checklist: requirements,
    authorisation: [],
    mail: sent,
    qrUrl: '/turnos/T7K4-9MXQ/qr.svg',
    pdfUrl: '/turnos/T7K4-9MXQ/confirmacion.pdf',
    calendarUrl: '/turnos/T7K4-9MXQ/calendario.ics',
    cancelUrl: '/turnos/T7K4-9MXQ/cancelar',
    waitUrl: null,
    changeUrl: '/turnos/T7K4-9MXQ/cambiar',
  }
  const third: ConfirmationView = {
    ...own,
    fresh: false,
    holderName: 'Nguyễn Thị Ễn',
    thirdPartyName: 'Rosa Quispe',
    checklist: [...requirements, ...thirdPartyRequirements],
    authorisation,
    mail: { ...sent, fate: 'refused' },
  }
  const cancelled: ConfirmationView = {
    ...own,
    status: 'cancelled',
    fresh: false,
    pdfUrl: null,
    cancelUrl: null,
    changeUrl: null,
  }
  const cancel: CancelView = {
    page,
    turno,
    postUrl: '/turnos/T7K4-9MXQ/cancelar',
    backUrl: '/turnos/T7K4-9MXQ',
  }
  const move: MoveView = {
    page,
    turno,
    agency: { ...guayaquil, zone },
    notice: null,
    nearest: [],
    month: sampleMonth(language, '2026-11-25'),
    week: sampleWeek(language, '2026-11-25'),
    day: {
      date: '2026-11-25',
      morning: hours('2026-11-25', ['08:00', '08:20']),
      afternoon: [],
      cause: 'free',
      reason: null,
      opens: null,
    },
    firstFree: null,
    backUrl: '/turnos/T7K4-9MXQ',
  }
  const moveConfirm: MoveConfirmView = {
    page,
    turno,
    slot: { at: '2026-11-25T13:20:00.000Z', zone },
    postUrl: '/turnos/T7K4-9MXQ/cambio',
    backUrl: '/turnos/T7K4-9MXQ/cambio?dia=2026-11-25',
  }
  const gone: CancelledView = {
    page,
    turno,
    at: { at: '2026-11-23T16:10:00.000Z', zone },
    mailed: true,
  }
  const find: FindView = {
    page,
    errors: [],
    values: { email: '' },
    known: [{ ...turno, moves: true }],
  }
  const findWrong: FindView = {
    page,
    errors: [{ field: 'email', message: i18n.t(language, 'turno:errors.email-invalid') }],
    values: { email: 'maria' },
    known: [],
  }
  const findSent: FindSentView = { page, email: 'maria@correo.example' }
  return [
    { name: 'confirmation', view: 'turno/confirmation', model: own },
    { name: 'confirmation-third', view: 'turno/confirmation', model: third },
    { name: 'confirmation-cancelled', view: 'turno/confirmation', model: cancelled },
    {
      name: 'confirmation-already',
      view: 'turno/confirmation',
      model: { ...own, fresh: false, notice: 'already', mail: null },
    },
    {
      name: 'confirmation-too-late',
      view: 'turno/confirmation',
      model: { ...own, fresh: false, notice: 'too-late-to-cancel', cancelUrl: null },
    },
    { name: 'confirmation-moved', view: 'turno/confirmation', model: { ...own, notice: 'moved' } },
    { name: 'move', view: 'turno/move', model: move },
    {
      name: 'move-lost',
      view: 'turno/move',
      model: {
        ...move,
        notice: 'seat-taken',
        nearest: hours('2026-11-25', ['08:00', '08:20']),
      },
    },
    { name: 'move-confirm', view: 'turno/moveConfirm', model: moveConfirm },
    { name: 'cancel', view: 'turno/cancel', model: cancel },
    { name: 'cancelled', view: 'turno/cancelled', model: gone },
    { name: 'find', view: 'turno/find', model: find },
    { name: 'find-errors', view: 'turno/find', model: findWrong },
    { name: 'find-sent', view: 'turno/findSent', model: findSent },
  ]
}

function mailboxSamples(language: Language): Sample[] {
  const page = pageOf(language)
  const received = { at: '2026-11-23T15:42:10.000Z', zone }
  const subject = 'Verificar IESS turno online'
  const list: MailboxListView = {
    page,
    messages: [{ url: '/buzon/m1', to: 'maria@correo.example', subject, received }],
  }
  const message: MailboxMessageView = {
    page,
    to: 'maria@correo.example',
    from: 'turnos@institucion.example',
    subject,
    received,
    text: '482913 es su código.\n\nSirve hasta las 10:52.',
    htmlUrl: '/buzon/m1/html',
    attachments: [{ name: 'turno.pdf', url: '/buzon/m1/adjuntos/1', kilobytes: 84 }],
  }
  return [
    { name: 'mailbox', view: 'mailbox/list', model: list },
    {
      name: 'mailbox-empty',
      view: 'mailbox/list',
      model: { page, messages: [] } satisfies MailboxListView,
    },
    { name: 'mailbox-message', view: 'mailbox/message', model: message },
  ]
}
