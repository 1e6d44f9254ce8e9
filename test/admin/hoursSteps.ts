import { load } from 'cheerio'
import type { StaffBrowser } from '../staff/people.ts'

type Fields = Record<string, string>

/** Sends a form of the administration and answers the page that says what will happen. */
export async function preview(browser: StaffBrowser, path: string, fields: Fields) {
  const answer = await browser.post(path, fields)
  const $ = load(answer.text)
  const texts = (selector: string) =>
    $(selector)
      .map((_, one) => $(one).text().trim())
      .get()
  const hidden: Fields = {}
  for (const one of $('main form input[type="hidden"]').get()) {
    const name = $(one).attr('name') ?? ''
    if (name !== '_csrf') hidden[name] = $(one).attr('value') ?? ''
  }
  return {
    status: answer.status,
    $,
    errors: texts('.govuk-error-summary li'),
    happens: texts('.happens__one').map((text) => text.replaceAll(/\s+/g, ' ')),
    changes: texts('.changes__one').map((text) => text.replaceAll(/\s+/g, ' ')),
    maySave: $('button[name="step"][value="save"]').length > 0,
    /** Saves what is shown; answers where one is led. */
    async save() {
      const saved = await browser.post(path, { ...hidden, step: 'save' })
      return { status: saved.status, location: String(saved.headers.location), text: saved.text }
    },
  }
}
