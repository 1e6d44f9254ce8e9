import { describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { languages } from '../../src/language.ts'
import type { MailFacts } from '../../src/messages/facts.ts'
import { type LetterOrder, writeLetter } from '../../src/messages/letter.ts'
import type { ComposedMail } from '../../src/messages/mailer.ts'
import { confirmationIcs } from '../../src/turno/confirmation/calendarFile.ts'
import { createI18n } from '../../src/web/i18n.ts'
import { createRenderer } from '../../src/web/render.ts'
import { code } from './ground.ts'
import { institution, paperOf, passport, relocationOf, turnoOf } from './people.ts'

const i18n = createI18n('views/locales', { onMissing: 'throw' })
const renderer = createRenderer({
  viewsDir: 'views',
  i18n,
  assets: { url: (name) => `/assets/${name}` },
  cache: true,
})
const views = { page: renderer.page, text: renderer.text, t: i18n.t }
const papers = {
  pdf: async () => new TextEncoder().encode('%PDF-1.7'),
  calendar: (paper: ReturnType<typeof paperOf>, method: 'PUBLISH' | 'CANCEL') =>
    confirmationIcs({ ...paper, status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED' }),
}

const turnos = [
  turnoOf('t1'),
  turnoOf('t2', { status: 'cancelled' }),
  turnoOf('t3', { startAt: '2026-11-20T15:00:00.000Z' }),
]
const agencyNearby = { ...turnoOf('t1').agency, id: 'ag2', name: 'Durán', canton: 'Durán' }
const relocations = [
  relocationOf('r1', turnoOf('t1')),
  relocationOf('r2', turnoOf('t1'), { to: agencyNearby }),
  relocationOf('r3', turnoOf('t1'), { to: null }),
  relocationOf('r4', turnoOf('t1'), { status: 'kept', ended: true }),
  relocationOf('r5', turnoOf('t1'), { status: 'moved-at-deadline', ended: true }),
  relocationOf('r6', turnoOf('t2', { status: 'cancelled' }), {
    status: 'unserved',
    to: null,
    ended: true,
  }),
  relocationOf('r7', turnoOf('t1'), { status: 'accepted', ended: true }),
  relocationOf('r8', turnoOf('t2', { status: 'cancelled' }), { status: 'kept', ended: true }),
]
const facts: MailFacts = {
  institution: async () => institution,
  code: async (draftId, given) =>
    draftId === 'draft-1' && given === code ? { expiresAt: '2026-11-24T13:10:00.000Z' } : null,
  turno: async (id) => turnos.find((turno) => turno.id === id) ?? null,
  relocation: async (id) => relocations.find((one) => one.id === id) ?? null,
  answerLinkFor: (turno) => `https://turnos.example/turnos/propuesta/${turno.id}`,
  linkFor: (turno) => `https://turnos.example/turnos/enlace/${turno.id}`,
  confirmationFacts: (turno) => paperOf(turno),
}

function write(order: Partial<LetterOrder>): Promise<ComposedMail | null> {
  return writeLetter(
    { kind: 'code', subjectId: 'draft-1', secret: code, language: 'es', ...order },
    { facts, papers, views },
  )
}

async function written(order: Partial<LetterOrder>): Promise<ComposedMail> {
  const mail = await write(order)
  if (mail === null) throw new Error('No mail was written')
  return mail
}

/** Words in order, without marks and spaces, so that both parts of a mail can be compared. */
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? []

const kinds: Partial<LetterOrder>[] = [
  { kind: 'code' },
  { kind: 'confirmation', subjectId: 't1', secret: null },
  { kind: 'cancellation', subjectId: 't2', secret: null },
  { kind: 'links', subjectId: 'request-1', secret: JSON.stringify(['t1', 't2', 't3']) },
  { kind: 'clash', subjectId: 't1', secret: null },
  { kind: 'freed', subjectId: 't2', secret: null },
]
const aboutMoving: Partial<LetterOrder>[] = [
  { kind: 'relocation', subjectId: 'r1' },
  // At an agency nearby, and where no hour is free.
  { kind: 'relocation', subjectId: 'r2' },
  { kind: 'relocation', subjectId: 'r3' },
  { kind: 'relocation-reminder', subjectId: 'r1' },
  { kind: 'relocation-kept', subjectId: 'r4' },
  { kind: 'relocated', subjectId: 'r5' },
  { kind: 'unserved', subjectId: 'r6' },
]
kinds.push(...aboutMoving.map((order) => ({ ...order, secret: null })))
const everyMail = kinds.flatMap((order) => languages.map((language) => ({ ...order, language })))

describe.each(everyMail)('the $kind mail about $subjectId in $language', (order) => {
  test('says the same in both parts', async () => {
    const { html, text } = await written(order)
    const page = load(html)
    const shown = new Set(wordsOf(load(html.replaceAll('<br>', ' '))('body').text()))
    expect(wordsOf(text.replaceAll(/https:\S+/g, '')).filter((word) => !shown.has(word))).toEqual(
      [],
    )
    for (const link of page('a').toArray()) expect(text).toContain(page(link).attr('href'))
  })

  test('is in its language and loads nothing', async () => {
    const { html } = await written(order)
    expect(load(html)('html').attr('lang')).toBe(order.language)
    expect(html).not.toMatch(/<(img|script|link|iframe)|url\(|src=/)
  })

  test('begins with the fact, in the biggest type', async () => {
    const { html, text } = await written(order)
    const fact = load(html)('h1').first().find('strong').text()
    expect(fact).toMatch(order.kind === 'code' ? code : /(noviembre|November), \d\d:\d\d/)
    expect(text.split('\n').slice(0, 3).join(' ')).toContain(fact)
  })

  test('holds no document', async () => {
    expect(JSON.stringify(await written(order))).not.toContain(passport)
  })

  test('leaves no hole and no mark-up in its text', async () => {
    const { subject, text } = await written(order)
    expect(subject + text).not.toMatch(/[{}<>]|&\w+;|undefined|null|\[object/)
  })
})

describe('the subject of the code mail', () => {
  test('is the one people are told to look for', async () => {
    expect((await written({})).subject).toBe('Verificar IESS turno online')
  })
  test('holds it in English too', async () => {
    expect((await written({ language: 'en' })).subject).toContain('Verificar IESS turno online')
  })
})

test('the code can be copied in one piece', async () => {
  const { html, text } = await written({})
  expect(html).toContain(`>${code}<`)
  expect(text).toMatch(new RegExp(`\\b${code}\\b`))
})

test('the confirmation carries its papers', async () => {
  const { attachments } = await written({ kind: 'confirmation', subjectId: 't1' })
  expect(attachments.map(({ filename }) => filename)).toEqual([
    'turno-K7QM-3XW9.pdf',
    'turno-K7QM-3XW9.ics',
  ])
  expect(attachments[1]?.contentType).toContain('method=PUBLISH')
  expect(attachments[1]?.content).toContain('METHOD:PUBLISH')
})

test('the cancellation takes the turno out of the calendar', async () => {
  const { attachments } = await written({ kind: 'cancellation', subjectId: 't2' })
  expect(attachments).toHaveLength(1)
  expect(attachments[0]?.contentType).toContain('method=CANCEL')
  expect(attachments[0]?.content).toContain('METHOD:CANCEL')
})

test('the links are those of the live turnos, the next first', async () => {
  const order = { kind: 'links', secret: JSON.stringify(['t1', 't2', 't3', 'gone']) }
  const { html } = await written(order)
  const page = load(html)
  const links = page('a').map((_, link) => page(link).attr('href'))
  expect(links.get()).toEqual([
    'https://turnos.example/turnos/enlace/t3',
    'https://turnos.example/turnos/enlace/t1',
  ])
})

describe('the mail that proposes another hour', () => {
  const proposal = async (order: Partial<LetterOrder>) => written({ ...order, secret: null })

  test('has the three ways to answer, the fact, the reason and until when the hour is kept', async () => {
    const { html, text } = await proposal({ kind: 'relocation', subjectId: 'r1' })
    const page = load(html)
    const way = 'https://turnos.example/turnos/propuesta/t1'
    expect(
      page('a')
        .map((_, link) => page(link).attr('href'))
        .get(),
    ).toEqual(expect.arrayContaining([way, `${way}/otra-hora`, `${way}/cancelar`]))
    for (const said of ['Mantenimiento', '25 de noviembre, 08:20', '23 de noviembre, 08:20']) {
      expect(text).toContain(said)
    }
  })

  test('says so where the hour is at another agency', async () => {
    const [here, there] = await Promise.all(
      ['r1', 'r2'].map((subjectId) => proposal({ kind: 'relocation', subjectId })),
    )
    expect(there?.text).toContain('Es en otra agencia')
    expect(here?.text).not.toContain('Es en otra agencia')
  })

  test('has nothing to accept where no hour is free', async () => {
    const { html } = await proposal({ kind: 'relocation', subjectId: 'r3' })
    expect(html).not.toContain('href="https://turnos.example/turnos/propuesta/t1"')
  })

  test('brings what its calendar needs where the turno ended or was moved', async () => {
    const over = await proposal({ kind: 'unserved', subjectId: 'r6' })
    expect(over.attachments.map(({ contentType }) => contentType)).toEqual([
      expect.stringContaining('method=CANCEL'),
    ])
    const moved = await proposal({ kind: 'relocated', subjectId: 'r5' })
    expect(moved.attachments).toHaveLength(2)
  })
})

describe('nothing is written', () => {
  test.each([
    ['for a code that was replaced', { secret: '000000' }],
    ['for a code whose draft is gone', { subjectId: 'draft-2' }],
    ['to confirm a turno that is cancelled', { kind: 'confirmation', subjectId: 't2' }],
    ['to cancel a turno that stands', { kind: 'cancellation', subjectId: 't1' }],
    ['about a freed document whose turno stands', { kind: 'freed', subjectId: 't1' }],
    ['about a clash with a turno that is cancelled', { kind: 'clash', subjectId: 't2' }],
    ['about a turno that is gone', { kind: 'confirmation', subjectId: 't9' }],
    ['to propose an hour to who has taken one', { kind: 'relocation', subjectId: 'r7' }],
    ['to remind who has taken one', { kind: 'relocation-reminder', subjectId: 'r7' }],
    ['to remind of an hour that is not there', { kind: 'relocation-reminder', subjectId: 'r3' }],
    ['that a cancelled turno stands', { kind: 'relocation-kept', subjectId: 'r8' }],
    ['of a move that was their own', { kind: 'relocated', subjectId: 'r7' }],
    ['of an end that did not come', { kind: 'unserved', subjectId: 'r1' }],
    ['of a relocation that is gone', { kind: 'relocation', subjectId: 'r9' }],
    ['where no turno is live', { kind: 'links', secret: JSON.stringify(['t2']) }],
  ])('%s', async (_, order) => {
    expect(await write(order)).toBeNull()
  })
})
