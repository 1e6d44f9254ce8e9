import { load } from 'cheerio'
import request from 'supertest'
import type { Turno } from '../../src/turno/turno.ts'
import type { TestApp } from './app.ts'

/** A browser: it keeps its cookies, and sends the forms of the pages it has opened. */
export type Visitor = ReturnType<typeof visitor>

/** A browser that has never been here. */
export function visitor({ app }: TestApp) {
  const agent = request.agent(app)
  return {
    get: (path: string) => agent.get(path),
    head: (path: string) => agent.head(path),
    /** Sends a form to `path` with the token of the page `from`, or of the page at `path` itself. */
    async post(path: string, fields: Record<string, string> = {}, from = path) {
      const page = await agent.get(from)
      const token = load(page.text)('input[name="_csrf"]').first().attr('value') ?? ''
      return agent
        .post(path)
        .type('form')
        .send({ ...fields, _csrf: token })
    },
  }
}

/** A browser that has opened the link in the mail of a turno. */
export async function visitorWith(test_: TestApp, turno: Turno): Promise<Visitor> {
  const browser = visitor(test_)
  await browser.get(`/turnos/enlace/${test_.services.papers.linkToken(turno)}`).expect(303)
  return browser
}

/** What a page says, in one line. */
export function wordsOf(html: string): string {
  const page = load(html)
  page('script, style').remove()
  return page('body').text().replace(/\s+/g, ' ').trim()
}

/** What of a page may be compared with another: all but what differs at every load. */
export function comparable(html: string): string {
  return html.replace(/(name="_csrf" value=")[^"]*/g, '$1')
}
