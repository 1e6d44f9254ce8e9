import { describe, expect, test } from '@jest/globals'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'
import { sealedJson } from '../../src/keys/sealedJson.ts'
import type { TurnoPersonal } from '../../src/turno/turno.ts'
import { guayaquil } from '../support/story.ts'
import { check, type Evidence } from './checker.ts'
import { walker } from './walk.ts'

const keyring = keyringFrom(newKeySettings())
const hour = '2026-11-25T13:20:00.000Z'
const reference = 'K7Q-M3X-W92'

/** One person who was told of one turno, all in order. */
function inOrder(): Evidence {
  const person = walker(1)
  const personal: TurnoPersonal = {
    document: { kind: 'passport', country: 'COL', number: person.number },
    holder: { givenNames: 'María José', surnames: 'Ñáñez Peña' },
    thirdParty: null,
    email: person.email,
    phone: '+593991234567',
    consent: { version: '1', at: hour },
  }
  const place = { poolId: 'guayaquil-centro', day: '2026-11-25' }
  const span = { startAt: hour, endAt: '2026-11-25T13:40:00.000Z' }
  const sent = { line: 'sent' as const, client: 1, key: 'walk-1', hour, agenda: guayaquil, at: 100 }
  return {
    keyring,
    faults: [],
    deaths: [],
    taken: [
      {
        id: 'confirmation-turno-1',
        to: person.email,
        sender: 'worker-1',
        at: 200,
        toldAt: 210,
        paper: reference,
      },
    ],
    entries: [
      {
        ...sent,
        id: 1,
        op: 'confirm',
        got: {
          line: 'got',
          id: 1,
          outcome: 'answered',
          status: 303,
          location: `/turnos/${reference}?nuevo=1`,
          at: 150,
        },
      },
    ],
    ledger: {
      turnos: [
        {
          id: 'turno-1',
          reference,
          draftId: 'walk-1',
          procedureId: 'certificado',
          procedureVersion: 1,
          agendaId: guayaquil,
          agencyId: 'guayaquil-centro',
          ...place,
          ...span,
          status: 'confirmed',
          holderKey: 'holder',
          mailboxKey: 'mailbox',
          personal: sealedJson<TurnoPersonal>(keyring, 'turno').seal('turno-1', personal),
          language: 'es',
          linkVersion: 1,
          sequence: 0,
          createdAt: hour,
        },
      ],
      seats: [
        {
          ...place,
          ...span,
          seatNo: 1,
          draftId: null,
          turnoId: 'turno-1',
          holderKey: null,
          mailboxKey: null,
          expiresAt: null,
        },
      ],
      events: [{ turnoId: 'turno-1', number: 1, kind: 'confirmed', actor: 'applicant', at: hour }],
      drafts: [
        {
          id: 'walk-1',
          ownerKey: 'owner',
          nonceKey: 'nonce',
          language: 'es',
          procedureId: 'certificado',
          personal: '',
          holderKey: null,
          mailboxKey: null,
          verifiedAt: null,
          agendaId: null,
          slotStart: null,
          heldUntil: null,
          holdCeiling: null,
          turnoId: 'turno-1',
          createdAt: hour,
          expiresAt: hour,
        },
      ],
      messages: [
        {
          id: 'confirmation-turno-1',
          kind: 'confirmation',
          subjectId: 'turno-1',
          recipient: '',
          secret: null,
          language: 'es',
          status: 'sent',
          reason: null,
          createdAt: hour,
          dueAt: hour,
          notAfter: hour,
          attempts: 1,
          leasedUntil: null,
          lease: null,
          endedAt: hour,
        },
      ],
      days: [],
      pools: [
        {
          id: 'guayaquil-centro',
          agencyId: 'guayaquil-centro',
          name: 'Ventanillas',
          seats: 1,
          bands: [],
        },
      ],
      agencies: [],
    },
  }
}

const problemsOf = (evidence: Evidence) => {
  const { lost, doubled, wrong } = check(evidence)
  return [...lost, ...doubled, ...wrong]
}

/** The evidence after something was done to it. */
function afterwards(change: (evidence: Evidence) => void): string[] {
  const evidence = inOrder()
  change(evidence)
  return problemsOf(evidence)
}

const onlyOne = <T>(some: T[]): T => {
  const [one] = some
  if (one === undefined) throw new Error('nothing there')
  return one
}

describe('the checker', () => {
  test('finds nothing where all is in order', () => {
    expect(problemsOf(inOrder())).toEqual([])
  })

  test.each<[string, (evidence: Evidence) => void, RegExp]>([
    [
      'an answered turno that is not there',
      ({ ledger }) => {
        ledger.turnos = []
        ledger.seats = []
      },
      /was answered to client 1 and is not in the database/,
    ],
    [
      'another hour than was told',
      ({ ledger }) => {
        onlyOne(ledger.turnos).startAt = '2026-11-25T14:00:00.000Z'
      },
      /is at 2026-11-25T14:00:00.000Z, not/,
    ],
    [
      'a turno that nobody asked for',
      (evidence) => {
        evidence.entries = []
      },
      /was made and nobody asked for it/,
    ],
    [
      'a seat too many',
      ({ ledger }) => {
        ledger.seats.push({ ...onlyOne(ledger.seats), seatNo: 2, turnoId: null, draftId: 'walk-1' })
      },
      /2 seats are taken at .*, and there are 1 windows/,
    ],
    [
      'a turno without its seat',
      ({ ledger }) => {
        ledger.seats = []
      },
      /has no seat/,
    ],
    [
      'a gap in what happened',
      ({ ledger }) => {
        onlyOne(ledger.events).number = 2
      },
      /has the events 2/,
    ],
    [
      'a turno whose mail never came',
      (evidence) => {
        evidence.taken = []
      },
      /has no confirmation mail, and its row says sent/,
    ],
    [
      'a mail to somebody else',
      ({ taken }) => {
        onlyOne(taken).to = 'otra@example.org'
      },
      /went to somebody else/,
    ],
    [
      'a mail of nothing',
      ({ taken }) => {
        taken.push({ ...onlyOne(taken), id: 'confirmation-nothing' })
      },
      /tells of a turno that does not exist/,
    ],
    [
      'a second copy for no reason',
      ({ taken }) => {
        taken.push({ ...onlyOne(taken), at: 5_000, toldAt: 5_010 })
      },
      /was sent again after 4.8 s by worker-1, though nothing befell/,
    ],
    [
      'two turnos for one walk',
      ({ entries }) => {
        const entry = onlyOne(entries)
        if (!entry.got) return
        const got = { ...entry.got, location: '/turnos/222-222-222?nuevo=1' }
        entries.push({ ...entry, id: 2, got })
      },
      /was told K7Q-M3X-W92 and then 222-222-222 for one walk/,
    ],
  ])('finds %s', (_what, change, sentence) => {
    expect(afterwards(change)).toContainEqual(expect.stringMatching(sentence))
  })

  test('excuses a second copy where the sender died before it could mark the first', () => {
    const died = afterwards(({ taken, deaths }) => {
      taken.push({ ...onlyOne(taken), at: 5_000, toldAt: 5_010, sender: 'worker-2' })
      deaths.push({ who: 'worker-1', at: 220, cause: 'after-smtp', said: '' })
    })
    expect(died).toEqual([])
  })

  test('does not excuse it by the death of another process', () => {
    const died = afterwards(({ taken, deaths }) => {
      taken.push({ ...onlyOne(taken), at: 5_000, toldAt: 5_010 })
      deaths.push({ who: 'web-1', at: 220, cause: 'killed', said: '' })
    })
    expect(died).toHaveLength(1)
  })
})
