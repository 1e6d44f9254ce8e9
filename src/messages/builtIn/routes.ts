import { type Request, Router } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import type { MailboxListView, MailboxMessageView } from '../../web/viewModels.ts'
import type { Mailbox, ParsedMessage } from './mailbox.ts'

/** Arrivals are told in the country's hour: a mail belongs to no agency. */
const zone = 'America/Guayaquil'

/**
 * A mail is shown as its reader would: with the styles on its elements, but no script, no form, nothing
 * loaded, and no share in our cookies or storage. Its links may be followed.
 */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox',
].join('; ')

/** The demonstration's mailbox, open to everybody: mount it in demo mode only. */
export function mailboxRoutes({ pages }: Services, mailbox: Mailbox): Router {
  const router = Router()

  async function messageOf(request: Request): Promise<ParsedMessage> {
    const id: unknown = request.params.id
    const message = typeof id === 'string' ? await mailbox.find(id) : null
    if (!message) throw createError(404, 'No such mail')
    return message
  }

  router.get('/buzon', async (request, response) => {
    const messages = await mailbox.list()
    const view: Omit<MailboxListView, 'page'> = {
      messages: messages.map(({ id, to, subject, date }) => ({
        url: `/buzon/${id}`,
        to,
        subject,
        received: { at: date, zone },
      })),
    }
    await pages.send(request, response, 'mailbox/list', view)
  })

  router.get('/buzon/:id', async (request, response) => {
    const { id, to, from, subject, date, text, html, attachments } = await messageOf(request)
    const view: Omit<MailboxMessageView, 'page'> = {
      to,
      from,
      subject,
      received: { at: date, zone },
      text,
      htmlUrl: html === null ? null : `/buzon/${id}/html`,
      attachments: attachments.map(({ name, bytes }, n) => ({
        name,
        url: `/buzon/${id}/adjuntos/${n}`,
        kilobytes: Math.ceil(bytes / 1000),
      })),
    }
    await pages.send(request, response, 'mailbox/message', view)
  })

  router.get('/buzon/:id/html', async (request, response) => {
    const { html } = await messageOf(request)
    if (html === null) throw createError(404, 'A mail without HTML')
    response
      .set({ 'Cache-Control': 'no-store', 'Content-Security-Policy': mailPolicy })
      .type('html')
      .send(html)
  })

  router.get('/buzon/:id/adjuntos/:n', async (request, response) => {
    const { id, n } = request.params
    const file = /^\d{1,3}$/.test(n) ? await mailbox.attachment(id, Number(n)) : null
    if (!file) throw createError(404, 'No such attachment')
    response
      .set({ 'Cache-Control': 'no-store', 'Content-Security-Policy': mailPolicy })
      .attachment(file.name)
      // What the sender calls it matters little: it is saved, never opened here.
      .type('application/octet-stream')
      .send(file.content)
  })

  return router
}
