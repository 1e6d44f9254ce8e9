import type { Relocation } from '../../src/relocation/relocation.ts'
import type { ConfirmationFacts } from '../../src/turno/confirmation/facts.ts'
import { fullName, type Turno } from '../../src/turno/turno.ts'

export const passport = '084523917'

export const institution = {
  name: 'Instituto de Seguridad Social',
  shortName: 'IESS',
  contactEmail: 'atencion@institucion.example',
  contactPhone: '02 394 5666',
  zone: 'America/Guayaquil',
}

const both = (es: string, en = es) => ({ es, en })

/** A turno of María José at the demonstration agency of Guayaquil. */
export function turnoOf(id: string, changes: Partial<Turno> = {}): Turno {
  return {
    id,
    reference: 'K7QM-3XW9',
    draftId: `draft-of-${id}`,
    procedureVersion: 1,
    agendaId: 'a1',
    poolId: 'p1',
    startAt: '2026-11-24T13:20:00.000Z',
    endAt: '2026-11-24T13:40:00.000Z',
    day: '2026-11-24',
    status: 'confirmed',
    personal: {
      document: { kind: 'passport', number: passport, country: 'VE' },
      holder: { givenNames: 'María José', surnames: 'Ñáñez Peña' },
      thirdParty: null,
      email: 'maria.nanez@correo.example',
      phone: '+593991234567',
      consent: { version: '1', at: '2026-11-20T13:00:00.000Z' },
    },
    language: 'es',
    linkVersion: 1,
    sequence: 0,
    createdAt: '2026-11-20T13:00:00.000Z',
    procedure: {
      id: 'pr1',
      slug: 'no-afiliacion',
      name: both('Certificado de no afiliación', 'Certificate of non-affiliation'),
      details: {
        summary: both(''),
        audience: both(''),
        result: both(''),
        cost: both(''),
        free: true,
        channel: both(''),
        minutesAtWindow: 20,
        contactEmail: 'atencion@institucion.example',
        contactPhone: '02 394 5666',
        requirements: [],
        thirdPartyRequirements: [],
        authorisation: [],
        acceptedDocuments: { passport: 'accepted', cedula: 'warned', 'foreign-code': 'warned' },
        documentWarning: null,
      },
      version: 1,
    },
    agency: {
      id: 'ag1',
      code: 'GYE',
      name: 'Guayaquil Centro (demostración)',
      kind: 'centre',
      province: { code: '09', name: 'Guayas' },
      canton: 'Guayaquil',
      address: 'Av. Olmedo & Boyacá',
      zone: 'America/Guayaquil',
      phone: null,
      demonstration: true,
    },
    ...changes,
  }
}

/** What became of a turno whose agency closes on its day, with another hour a day later. */
export function relocationOf(
  id: string,
  turno: Turno,
  {
    status = 'sent',
    to = turno.agency,
    ended = false,
  }: { status?: Relocation['status']; to?: Turno['agency'] | null; ended?: boolean } = {},
): Relocation {
  const { agency, startAt, agendaId } = turno
  return {
    id,
    changeId: 'c1',
    status,
    turno,
    kind: 'closure',
    reason: both('Mantenimiento eléctrico', 'Electrical maintenance'),
    from: { start: startAt, agency },
    proposal: to && { no: 1, agendaId, start: '2026-11-25T13:20:00.000Z', agency: to },
    sentAt: '2026-11-21T13:00:00.000Z',
    answerBy: '2026-11-23T13:20:00.000Z',
    remindedAt: null,
    calls: 0,
    reachedAt: null,
    endedAt: ended ? '2026-11-23T13:20:00.000Z' : null,
    endedBy: null,
  }
}

/** What the papers of that turno say. */
export function paperOf(turno: Turno): ConfirmationFacts {
  const { agency, language } = turno
  return {
    reference: turno.reference,
    procedureName: turno.procedure.name[language],
    start: turno.startAt,
    end: turno.endAt,
    zone: agency.zone,
    agency: {
      name: agency.name,
      address: agency.address,
      province: agency.province.name,
      canton: agency.canton,
      demonstration: agency.demonstration,
    },
    holderName: fullName(turno.personal.holder),
    documentMasked: '·····3917',
    thirdPartyName: 'Rosa Quispe',
    bring: [{ title: 'Pasaporte', detail: 'El original.' }],
    institution: institution.name,
    contact: { email: institution.contactEmail, phone: institution.contactPhone },
    qrText: 'T1.K7QM',
    manageHint: null,
    issuedAt: turno.createdAt,
    language,
    sequence: turno.sequence,
    uidDomain: 'turnos.example',
    pageUrl: 'https://turnos.example/turnos/K7QM-3XW9',
  }
}
