import type { Language } from '../../../src/language.ts'
import { tuesdayMorning } from '../../support/app.ts'
import type { TestBrowser } from '../../support/browser.ts'
import { browserOf, type Person, somebody } from '../../support/people.ts'
import { certificate } from '../../support/story.ts'
import { openReader, type Reader } from '../pages/reader.ts'
import { type Served, serve } from './served.ts'

/** Where states are brought about: an application of its own, and one reader before it. */
export type Stage = Served & {
  reader: Reader
  /** Of the page that is shown. */
  status(): number
  /** Somebody who was never here. */
  stranger(): Person
  /** From now on the browser is this person's own. */
  become(person: Person): Promise<void>
  open(path: string): Promise<void>
  /** Sends a form to `path` with the token of the page that is shown. */
  send(path: string, fields?: Record<string, string>, enctype?: string): Promise<void>
  /** Begins a walk in a stranger's browser; the address of its steps. */
  begin(procedureId?: string): Promise<string>
  /** Nobody in particular, at nine o'clock, with a mail server that works. */
  reset(): Promise<void>
  close(): Promise<void>
}

export async function openStage(browser: TestBrowser, language: Language): Promise<Stage> {
  const served = await serve()
  const { test_, url } = served
  const { services, clock } = test_
  const reader = await openReader(browser, url, { language })
  const { page } = reader
  let status = 0
  let people = 0
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) status = response.status()
  })
  const become = async (person: Person) => {
    await page.context().clearCookies()
    await page.context().addCookies([{ name: 'navegador', value: browserOf(person), url }])
  }
  const stranger = () => {
    people += 1
    return somebody(people)
  }

  return {
    ...served,
    reader,
    status: () => status,
    stranger,
    become,
    open: async (path) => void (await page.goto(path)),
    async send(path, fields = {}, enctype = 'application/x-www-form-urlencoded') {
      const arrived = page.waitForEvent('load')
      await page.evaluate(`{
        const form = document.createElement('form')
        form.method = 'post'
        form.action = ${JSON.stringify(path)}
        form.enctype = ${JSON.stringify(enctype)}
        const token = document.querySelector('input[name=_csrf]').value
        const fields = { _csrf: token, ...${JSON.stringify(fields)} }
        for (const [name, value] of Object.entries(fields)) {
          const field = document.createElement('textarea')
          field.name = name
          field.value = value
          form.append(field)
        }
        document.body.append(form)
        form.submit()
      }`)
      await arrived
    },
    async begin(procedureId = certificate) {
      const person = stranger()
      await become(person)
      const { id } = await services.booking.drafts.start({
        browserSecret: browserOf(person),
        nonce: person.number,
        procedureId,
        language,
      })
      return `/turnos/nuevo/${id}`
    },
    async reset() {
      clock.set(tuesdayMorning)
      served.mailAnswers(null)
      // A page that stays open asks on its own; its answer would bring a cookie after they are gone.
      await page.goto('about:blank')
      await page.context().clearCookies()
      await page.setViewportSize({ width: 360, height: 740 })
    },
    async close() {
      await reader.close()
      await served.stop()
    },
  }
}
