import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { languages } from '../../src/language.ts'
import { openColumn } from '../../src/messages/sealed.ts'
import { editableKinds } from '../../src/messages/texts/mailTexts.ts'
import { type StaffBrowser, signedIn, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { lukasz, maria, nguyen, turnoOf } from '../support/people.ts'
import { ayora } from '../support/story.ts'
import { wordsOf } from '../support/visitor.ts'

const text = '/admin/mensajes/texto'
const ledger = '/admin/mensajes/envios'

describe('the texts of the mails', () => {
  let test_: TestApp
  let browser: StaffBrowser
  beforeAll(async () => {
    test_ = await startTestApp()
    const person = { name: 'Rosa Quishpe', email: 'rosa@iess.example' }
    browser = await signedIn(
      test_,
      await worker(test_, person, [{ role: 'admin', agencyId: null }]),
    )
    await turnoOf(test_.services, maria, '2026-12-01T15:00:00.000Z')
    await test_.sendMails()
    test_.mails.length = 0
  })
  afterAll(() => test_.stop())

  /** The form of a mail's texts as the browser would send it, with some fields changed. */
  async function sent(kind: string, language: string, changed: Record<string, string>) {
    const page = await browser.get(`${text}?tipo=${kind}&lengua=${language}`)
    const $ = load(page.text)
    const form = $(`form[action="${text}"]`)
    const fields = Object.fromEntries(
      form
        .find('input[name], textarea[name]')
        .map((_, e) => [[$(e).attr('name') ?? '', String($(e).val() ?? '')]])
        .get()
        .filter(([name]) => name !== '_csrf'),
    )
    return browser.post(text, { ...fields, ...changed })
  }

  /** Past "what will happen" to the save. */
  async function saved(kind: string, language: string, changed: Record<string, string>) {
    const asked = await sent(kind, language, { ...changed, do: changed.do ?? 'save' })
    const $ = load(asked.text)
    const fields = Object.fromEntries(
      $('form[action="/admin/mensajes/texto"] input[type=hidden]')
        .map((_, e) => [[$(e).attr('name') ?? '', String($(e).val() ?? '')]])
        .get()
        .filter(([name]) => name !== '_csrf'),
    )
    return { fields, answer: await browser.post(text, { ...fields, step: 'save' }) }
  }

  async function nextMail() {
    test_.mails.length = 0
    await turnoOf(
      test_.services,
      { ...lukasz, number: `LK${Math.random()}`.slice(0, 9) },
      hours.shift() ?? '',
    )
    await test_.sendMails()
    return test_.mails.find(({ id }) => id.startsWith('confirmation'))
  }
  const hours = ['2026-12-02T15:00:00.000Z', '2026-12-03T15:00:00.000Z', '2026-12-04T15:00:00.000Z']

  test.each([
    ['Su código es {{codigo', 'Falta una llave'],
    ['Su código es {codigo}', 'Falta una llave'],
    ['Su código es {{clave}}', '{{clave}} no es un dato'],
    ['Su código es', 'Falta {{codigo}}'],
    ['{{codigo}} es su código', '{{codigo}} va una sola vez'],
    ['{{codigo}} y {{codigo}}', '{{codigo}} va una sola vez'],
    ['  ', 'Escriba un texto'],
  ])('a broken placeholder cannot be saved: %s', async (typed, says) => {
    const answer = await sent('code', 'es', { 'texto-code-lead': typed, do: 'save' })
    expect(answer.status).toBe(422)
    const $ = load(answer.text)
    expect($('.govuk-error-summary').text()).toContain(says)
    expect($('#texto-code-lead').val()).toBe(typed)
    expect((await test_.services.mailTexts.latest('code', 'es')).version).toBe(0)
  })

  test('a saved text is in both parts of the next mail, as text and not as markup', async () => {
    const { answer, fields } = await saved('confirmation', 'es', {
      'texto-confirmation-lead': 'Le esperamos el {{fecha}}',
      'texto-confirmation-early': '<b>Traiga</b> agua & paciencia',
      'texto-confirmation-subject': 'Nos vemos: {{fecha}}, {{agencia}}',
    })
    expect(answer.status).toBe(303)
    const mail = await nextMail()
    expect(mail?.subject).toMatch(/^Nos vemos: miércoles 2 de diciembre, 10:00, Guayaquil Centro/)
    expect(mail?.html).toContain('&lt;b&gt;Traiga&lt;/b&gt; agua &amp; paciencia')
    expect(mail?.html).not.toContain('<b>Traiga')
    expect(mail?.html).toMatch(/Le esperamos el<br><strong/)
    expect(mail?.text).toContain('<b>Traiga</b> agua & paciencia')
    expect(mail?.text).toContain('Le esperamos el: miércoles 2 de diciembre, 10:00')

    // The same click again is the same save.
    expect((await browser.post(text, { ...fields, step: 'save' })).status).toBe(303)
    expect((await test_.services.mailTexts.latest('confirmation', 'es')).version).toBe(1)
    const { read } = test_.services.database
    const recorded = await test_.services.stores.audit.ofSubject(read, 'mail:confirmation:es')
    expect(recorded).toHaveLength(1)
    expect(recorded[0]?.detail).toMatchObject({
      before: { 'confirmation.early': 'Llegue 10 minutos antes.' },
      after: { 'confirmation.early': '<b>Traiga</b> agua & paciencia' },
    })
  })

  test('who saves over what another one saved meanwhile sees it first', async () => {
    const { mailTexts } = test_.services
    const asked = await sent('clash', 'es', {
      'texto-clash-you': 'Si fue usted, bien.',
      do: 'save',
    })
    const $ = load(asked.text)
    const fields = Object.fromEntries(
      $('form input[type=hidden]')
        .map((_, e) => [[$(e).attr('name') ?? '', String($(e).val() ?? '')]])
        .get(),
    )
    await mailTexts.save(
      { kind: 'clash', language: 'es' },
      { edits: { 'clash.what': 'Otra cosa.' }, over: 0, actor: 'staff:2' },
    )
    const answer = await browser.post(text, { ...fields, step: 'save' })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('Otra persona lo cambió mientras tanto')
    expect((await mailTexts.latest('clash', 'es')).version).toBe(1)
  })

  test('the mails about a turno that must be moved carry their texts too', async () => {
    const { mailTexts } = test_.services
    const edits = { 'relocation:mail.asks': 'Nada cambia sin su <i>sí</i>.' }
    const saved_ = await mailTexts.save(
      { kind: 'relocation', language: 'es' },
      { edits, over: 0, actor: 'staff:2' },
    )
    expect(saved_.ok).toBe(true)
    expect(await mailTexts.editsFor('relocation-reminder', 'es')).toEqual(edits)
    const mail = await mailTexts.samples.write({ kind: 'relocation', language: 'es', edits })
    expect(mail?.html).toContain('Nada cambia sin su &lt;i&gt;sí&lt;/i&gt;.')
    expect(mail?.text).toContain('Nada cambia sin su <i>sí</i>.')
    await mailTexts.save(
      { kind: 'relocation', language: 'es' },
      { edits: {}, over: 1, actor: 'staff:2' },
    )
  })

  test('the original comes back', async () => {
    const { answer } = await saved('confirmation', 'es', { do: 'restore' })
    expect(answer.status).toBe(303)
    expect((await nextMail())?.text).toContain('Su turno está confirmado: jueves 3 de diciembre')
    expect((await test_.services.mailTexts.latest('confirmation', 'es')).version).toBe(2)
  })

  test('the preview shows a real turno without its person, in the language asked for', async () => {
    const page = await browser.get(`${text}?tipo=confirmation&lengua=en`)
    const $ = load(page.text)
    const letter = $('.lettersheet').text()
    expect(letter).toContain('Your appointment is confirmed: ')
    expect(letter).toContain('Guayaquil Centro')
    for (const { givenNames, surnames, number } of [maria, lukasz]) {
      for (const secret of [givenNames, surnames, number]) expect(letter).not.toContain(secret)
    }
    expect(letter).not.toContain('/turnos/enlace/')
    const html = await browser.get(`${text}/html?tipo=confirmation&lengua=en`)
    expect(html.status).toBe(200)
    expect(html.headers['content-security-policy']).toContain('sandbox')
    expect(html.text).toContain('<html lang="en">')
  })

  test('every mail can be seen and saved as it stands, in both languages', async () => {
    for (const kind of editableKinds) {
      for (const language of languages) {
        const page = await browser.get(`${text}?tipo=${kind}&lengua=${language}`)
        expect([kind, language, page.status]).toEqual([kind, language, 200])
        expect(load(page.text)('.lettersheet__text').text().length).toBeGreaterThan(100)
        const looked = await sent(kind, language, { do: 'look' })
        expect([kind, language, looked.status]).toEqual([kind, language, 200])
        // Read and written again, nothing differs.
        expect(load(looked.text)('.tag').text()).toBe(load(page.text)('.tag').text())
      }
    }
  })

  test('a trial goes to who asked, with the texts as typed, once', async () => {
    test_.mails.length = 0
    const changed = { 'texto-code-notYou': 'No haga nada.', do: 'send', nonce: 'same' }
    await sent('code', 'es', changed)
    const answer = await sent('code', 'es', changed)
    expect(answer.text).toContain('Le enviamos la prueba')
    await test_.sendMails()
    expect(test_.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['rosa@iess.example', 'Verificar IESS turno online'],
    ])
    expect(test_.mails[0]?.text).toContain('No haga nada.')
    expect((await test_.services.mailTexts.latest('code', 'es')).version).toBe(0)
  })
})

describe('the ledger of the mails', () => {
  let test_: TestApp
  let turnoId = ''
  beforeAll(async () => {
    test_ = await startTestApp()
    turnoId = await turnoOf(test_.services, maria, '2026-12-01T15:00:00.000Z')
    await turnoOf(test_.services, nguyen, '2026-12-01T15:00:00.000Z', ayora)
    await test_.sendMails()
  })
  afterAll(() => test_.stop())

  const as = async (role: 'admin' | 'supervisor' | 'auditor', agencyId: string | null) => {
    const person = { name: 'Persona', email: `${role}@iess.example` }
    return signedIn(test_, await worker(test_, person, [{ role, agencyId }]))
  }
  const rowsOf = (html: string) => load(html)('tbody tr')

  test('shows each message with its fate and hides whose address it is', async () => {
    const page = await (await as('admin', null)).get(ledger)
    expect(rowsOf(page.text)).toHaveLength(4)
    expect(page.text).toContain('entregado')
    expect(page.text).not.toContain(maria.email)
    expect(page.text).toMatch(/[a-z]···@/)
  })

  test('shows a supervisor what is about turnos of their agency, whatever they ask for', async () => {
    const supervisor = await as('supervisor', 'guayaquil-centro')
    for (const asked of ['', '?agencia=guayaquil-centro', '?tipo=confirmation']) {
      expect(rowsOf((await supervisor.get(`${ledger}${asked}`)).text)).toHaveLength(1)
    }
    expect(rowsOf((await supervisor.get(`${ledger}?agencia=puerto-ayora`)).text)).toHaveLength(0)
    const other = (
      await test_.services.stores.messageLedger.list(test_.services.database.read, {
        kind: 'confirmation',
        status: null,
        between: null,
        agencies: { ids: ['puerto-ayora'], since: '2026-01-01' },
        subjectId: null,
        after: null,
        limit: 1,
      })
    )[0]
    const refused = await supervisor.post(ledger, { message: other?.id ?? '' })
    expect(refused.status).toBe(404)
  })

  test('tells a supervisor no more of a mail of no agency, or of another one, than of none', async () => {
    const sonia = { name: 'Sonia', email: 'sonia@iess.example' }
    const here = [{ role: 'supervisor' as const, agencyId: 'guayaquil-centro' }]
    const supervisor = await signedIn(test_, await worker(test_, sonia, here))
    const rows = await test_.services.database.read
      .select()
      .from(test_.services.database.tables.messages)
    const code = rows.find(({ kind }) => kind === 'code')
    const elsewhere = rows.find(
      ({ kind, subjectId }) => kind === 'confirmation' && subjectId !== turnoId,
    )
    const answers: [number, string | undefined, string][] = []
    for (const message of ['nothing', code?.id ?? '', elsewhere?.id ?? '', '']) {
      const { status, headers, text } = await supervisor.post(ledger, { message })
      answers.push([status, headers.location, wordsOf(text)])
    }
    expect(code && elsewhere).toBeDefined()
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.[0]).toBe(404)
  })

  test('finds by reference, and says where there is none', async () => {
    const auditor = await as('auditor', null)
    const turno = await test_.services.turnos.byId(turnoId)
    const found = await auditor.get(`${ledger}?referencia=${turno?.reference}`)
    expect(rowsOf(found.text)).toHaveLength(1)
    expect((await auditor.get(`${ledger}?referencia=nada`)).status).toBe(422)
    expect((await auditor.post(ledger, { message: `confirmation-${turnoId}` })).status).toBe(403)
  })

  test('sends again what is still true, once for two clicks, and it is on record', async () => {
    const { database, keyring, stores, turnos } = test_.services
    const otra = await worker(test_, { name: 'Otra', email: 'otra@iess.example' }, [
      { role: 'admin', agencyId: null },
    ])
    let admin = await signedIn(test_, otra)
    const id = `confirmation-${turnoId}`
    const clicks = await Promise.all([1, 2].map(() => admin.post(ledger, { message: id })))
    for (const { status, headers } of clicks) {
      expect([status, headers.location]).toEqual([303, `${ledger}?aviso=reenviado`])
    }
    test_.mails.length = 0
    await test_.sendMails()
    expect(test_.mails.map(({ id: one, to }) => [one, to])).toEqual([
      [`${id}-again-2`, maria.email],
    ])
    const row = await stores.messages.find(database.read, `${id}-again-2`)
    expect(row && openColumn(keyring, 'recipient', row.id, row.recipient)).toBe(maria.email)
    const recorded = await stores.audit.ofSubject(database.read, `message:${id}`)
    expect(recorded.map(({ action, agencyId }) => [action, agencyId])).toEqual([
      ['message-resent', 'guayaquil-centro'],
    ])

    // Three in an hour and six in a day about one turno; a click that finds it done costs nothing.
    const again = async (n: number) => {
      const { headers } = await admin.post(ledger, { message: `${id}-again-${n}` })
      await test_.sendMails()
      return headers.location?.split('aviso=')[1]
    }
    expect([await again(2), await again(3)]).toEqual(['reenviado', 'reenviado'])
    expect([await again(3), await again(4)]).toEqual(['reenviado', 'too-often'])
    const anHourOn = async () => {
      test_.clock.advance({ hours: 1, seconds: 1 })
      admin = await signedIn(test_, otra)
    }
    await anHourOn()
    expect([await again(4), await again(5), await again(6)]).toEqual(Array(3).fill('reenviado'))
    await anHourOn()
    expect(await again(7)).toBe('too-often')
    expect(test_.mails).toHaveLength(6)

    await turnos.cancel(turnoId, 'applicant')
    const late = await admin.post(ledger, { message: `${id}-again-7` })
    expect(late.headers.location).toBe(`${ledger}?aviso=not-true`)
    const code = (
      await stores.messageLedger.list(database.read, {
        kind: 'code',
        status: null,
        between: null,
        agencies: null,
        subjectId: null,
        after: null,
        limit: 1,
      })
    )[0]
    const never = await admin.post(ledger, { message: code?.id ?? '' })
    expect(never.headers.location).toBe(`${ledger}?aviso=not-kept`)
  })
})
