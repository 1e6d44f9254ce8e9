import { z } from 'zod'
import type { Catalogue } from '../../agencies/catalogue.ts'
import { addDays } from '../../calendar/dates.ts'
import { localDateOf, startOfDay } from '../../calendar/zonedDay.ts'
import { type Clock, later } from '../../clock.ts'
import { newReference } from '../../keys/reference.ts'
import { isLanguage, type Language } from '../../language.ts'
import type { Relocation } from '../../relocation/relocation.ts'
import type { PersonName, Turno } from '../../turno/turno.ts'
import type { I18n } from '../../web/i18n.ts'
import type { Renderer } from '../../web/render.ts'
import { mailViews } from '../compose/mailViews.ts'
import type { MailFacts } from '../facts.ts'
import { writeLetter } from '../letter.ts'
import type { ComposedMail } from '../mailer.ts'
import { type Edits, textInstead } from './editedTexts.ts'
import { type EditableKind, isEditableKind } from './mailTexts.ts'

/** A mail to be shown or tried out: which one, and with which texts. */
export type SampleOrder = { kind: EditableKind; language: Language; edits: Edits }

const sampleOrder = z.object({
  kind: z.custom<EditableKind>((kind) => typeof kind === 'string' && isEditableKind(kind)),
  language: z.custom<Language>(isLanguage),
  edits: z.record(z.string(), z.string()),
})

type SampleLettersPorts = {
  catalogue: Pick<Catalogue, 'procedures' | 'agendas'>
  clock: Clock
  facts: MailFacts
  /** The id of some turno that is still to come; null where there is none. */
  someTurno: () => Promise<string | null>
  renderer: Renderer
  i18n: Pick<I18n, 't'>
  publicUrl: () => string
}

const sampleCode = '123456'
const noPapers = { pdf: async () => new Uint8Array(), calendar: () => '' }

/**
 * Writes mails as people would get them, for who edits their texts: place, hour and procedure of a real
 * turno, its person masked, a code and a link that open nothing, and no papers.
 */
export function createSampleLetters(ports: SampleLettersPorts) {
  const { catalogue, clock, facts, someTurno, renderer, i18n, publicUrl } = ports

  async function sampleTurno(): Promise<Turno | null> {
    const id = await someTurno()
    const turno = id === null ? null : await facts.turno(id)
    return turno ? masked(turno) : inventedTurno()
  }

  /** Where nobody has a turno yet: tomorrow at ten, at the first agency there is. */
  async function inventedTurno(): Promise<Turno | null> {
    const [procedure] = await catalogue.procedures()
    const [agenda] = procedure ? await catalogue.agendas(procedure.id) : []
    if (!procedure || !agenda) return null
    const { zone } = agenda.agency
    const day = addDays(localDateOf(clock.now(), zone), 1)
    const startAt = later(startOfDay(day, zone), { hours: 10 })
    return masked({
      id: 'sample',
      reference: newReference(),
      draftId: 'sample',
      procedureVersion: procedure.version,
      agendaId: agenda.id,
      poolId: agenda.poolId,
      startAt,
      endAt: later(startAt, { minutes: agenda.slotMinutes }),
      day,
      status: 'confirmed',
      personal: {
        document: { kind: 'passport', country: 'COL', number: 'AX123456' },
        holder: { givenNames: 'María', surnames: 'Pérez' },
        thirdParty: null,
        email: 'maria@example.org',
        phone: '+593990000000',
        consent: { version: '1', at: clock.now() },
      },
      language: 'es',
      linkVersion: 1,
      sequence: 1,
      createdAt: clock.now(),
      procedure,
      agency: agenda.agency,
    })
  }

  return {
    /** The mail; null where there is neither a turno nor an agency to show one for. */
    async write({ kind, language, edits }: SampleOrder): Promise<ComposedMail | null> {
      const turno = await sampleTurno()
      if (!turno) return null
      const mail = kind === 'common' ? 'confirmation' : kind
      const secrets: Partial<Record<EditableKind, string>> = {
        code: sampleCode,
        links: JSON.stringify([turno.id]),
      }
      const shown: Turno = {
        ...turno,
        language,
        status: kind === 'cancellation' || kind === 'freed' ? 'cancelled' : 'confirmed',
      }
      const written = await writeLetter(
        { kind: mail, subjectId: turno.id, secret: secrets[mail] ?? null, language },
        {
          facts: {
            ...facts,
            code: async () => ({ expiresAt: later(clock.now(), { minutes: 10 }) }),
            turno: async () => shown,
            relocation: async () => relocationOf(shown),
            answerLinkFor: () => `${publicUrl()}/mi-turno`,
            linkFor: () => `${publicUrl()}/mi-turno`,
          },
          papers: noPapers,
          views: mailViews({ renderer, i18n }, (one) => textInstead(edits, one)),
        },
      )
      return written && { ...written, attachments: [] }
    },

    /** What a mail to oneself carries until it leaves. */
    toSecret: (order: SampleOrder): string => JSON.stringify(order),
    fromSecret: (secret: string): SampleOrder => sampleOrder.parse(JSON.parse(secret)),
  }
}

/** As if the turno's agency closed that day, and the same hour of the next were held. */
function relocationOf(turno: Turno): Relocation {
  const { agency, startAt } = turno
  const proposal = { no: 1, agendaId: turno.agendaId, start: later(startAt, { days: 1 }), agency }
  return {
    id: 'sample',
    changeId: 'sample',
    status: 'sent',
    turno,
    kind: 'closure',
    reason: { es: 'Mantenimiento del edificio', en: 'Work on the building' },
    from: { start: startAt, agency },
    proposal,
    sentAt: turno.createdAt,
    answerBy: later(startAt, { days: -1 }),
    remindedAt: null,
    calls: 0,
    reachedAt: null,
    endedAt: null,
    endedBy: null,
  }
}

/** The same turno with nothing in it that says whose it is. */
function masked(turno: Turno): Turno {
  const { personal } = turno
  return {
    ...turno,
    // Well formed, and nobody's.
    reference: newReference(),
    personal: {
      ...personal,
      holder: maskedName(personal.holder),
      thirdParty: personal.thirdParty && {
        ...personal.thirdParty,
        person: maskedName(personal.thirdParty.person),
      },
    },
  }
}

function maskedName({ givenNames, surnames }: PersonName): PersonName {
  const initial = (text: string) => (text === '' ? '' : `${[...text][0] ?? ''}···`)
  return { givenNames: initial(givenNames), surnames: initial(surnames) }
}
