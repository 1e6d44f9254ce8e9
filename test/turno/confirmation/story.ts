import type { ConfirmationFacts } from '../../../src/turno/confirmation/facts.ts'

/** María José's turno in Guayaquil: the facts every test starts from. */
export const mariasTurno: ConfirmationFacts = {
  reference: 'K7QM-3XW9',
  procedureName: 'Certificado de no afiliación al IESS para extranjeros',
  start: '2026-11-24T13:20:00.000Z',
  end: '2026-11-24T13:40:00.000Z',
  zone: 'America/Guayaquil',
  agency: {
    name: 'Guayaquil Centro (demostración)',
    address: 'Av. Olmedo 102 y Boyacá, planta baja',
    province: 'Guayas',
    canton: 'Guayaquil',
    demonstration: true,
  },
  holderName: 'María José Ñáñez Peña',
  documentMasked: '······917',
  thirdPartyName: null,
  bring: [
    { title: 'Pasaporte', detail: 'El original, el mismo con el que sacó este turno.' },
    { title: 'Visa', detail: 'El original. Si es electrónica, impresa o en el teléfono.' },
    {
      title: 'Solicitud firmada',
      detail:
        'Una carta simple al Director Provincial con sus datos, su contacto, el pedido del certificado y su firma a mano.',
    },
    { title: 'Esta confirmación', detail: 'Impresa o en el teléfono.' },
  ],
  institution: 'Instituto Ecuatoriano de Seguridad Social',
  contact: { email: 'atencion@example.org', phone: '+593 2 394 5666' },
  qrText: `https://turnos.example.org/v/K7QM3XW9.${'aB3'.repeat(38)}xyz`,
  manageHint: null,
  issuedAt: '2026-11-20T15:04:00.000Z',
  language: 'es',
  sequence: 0,
  uidDomain: 'turnos.example.org',
  pageUrl: 'https://turnos.example.org/mi-turno',
}

/** Łukasz's turno in Galápagos, in English. */
export const lukaszsTurno: ConfirmationFacts = {
  ...mariasTurno,
  procedureName: 'Certificate of non-affiliation to the IESS for foreigners',
  start: '2026-11-24T14:20:00.000Z',
  end: '2026-11-24T14:40:00.000Z',
  zone: 'Pacific/Galapagos',
  agency: {
    name: 'Puerto Ayora (demostración)',
    address: 'Av. Charles Darwin y Bolívar Naveda',
    province: 'Galápagos',
    canton: 'Santa Cruz',
    demonstration: true,
  },
  holderName: 'Łukasz Żółć',
  documentMasked: '······567',
  bring: [
    { title: 'Passport', detail: 'The original, the one you booked this appointment with.' },
    { title: 'Visa', detail: 'The original. If it is electronic, on paper or on your phone.' },
    {
      title: 'Signed request',
      detail:
        'A plain letter to the Provincial Director with your details, the certificate you ask for, and your handwritten signature.',
    },
  ],
  language: 'en',
}

/** Rosa comes for Nguyễn Thị Ễn. */
export const nguyensTurno: ConfirmationFacts = {
  ...mariasTurno,
  holderName: 'Nguyễn Thị Ễn',
  documentMasked: '·····567',
  thirdPartyName: 'Rosa Quispe',
  bring: [
    ...mariasTurno.bring,
    {
      title: 'Autorización firmada por el titular',
      detail:
        'Con los nombres y el pasaporte del titular, los nombres y el número de identidad de quien viene, lo que se autoriza y la firma a mano.',
    },
    { title: 'Pasaporte del titular', detail: 'El original y una copia.' },
    { title: 'Su propia cédula', detail: 'El original, o su código de extranjero.' },
  ],
}

const long = (text: string, times: number) => Array.from({ length: times }, () => text).join(' ')

/** As long as everything can get at once, with a word nobody can break. */
export const longestTurno: ConfirmationFacts = {
  ...nguyensTurno,
  procedureName: long('Certificado de no afiliación para personas extranjeras', 6),
  institution: long('Instituto Nacional de Atención a la Ciudadanía', 6),
  agency: {
    name: long('Centro de Atención Universal', 8),
    address: long('Avenida de los Shyris N37-313 y El Telégrafo, edificio B,', 8),
    province: 'Santo Domingo de los Tsáchilas',
    canton: 'Santo Domingo de los Colorados',
    demonstration: true,
  },
  holderName: `${'Ñ'.repeat(90)} ${long('Nguyễn Thị Ễn', 12)}`,
  thirdPartyName: long('Rosa Quispe Wolfeschlegelsteinhausenbergerdorff', 6),
  bring: Array.from({ length: 8 }, (_, index) => ({
    title: `${index + 1}. ${long('Documento original', 8)}`,
    detail: long('Presente el original y una copia legible de cada página.', 12),
  })),
  manageHint: long('Abra el enlace que recibió por correo y elija «Cancelar».', 10),
}
