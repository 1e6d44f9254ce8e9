import type { Server } from 'node:http'
import { type CheerioAPI, load } from 'cheerio'
import type { Express } from 'express'
import request, { type Response } from 'supertest'
import { createHttpServer } from '../../src/web/httpServer.ts'
import type { TestApp } from './app.ts'

/** What a browser would send for a form of the page it shows. */
export type FilledForm = { method: 'get' | 'post'; action: string; fields: Record<string, string> }

/** Where the browser stands after it followed every redirect. */
export type Page = {
  status: number
  /** Path and query. */
  url: string
  html: string
  $: CheerioAPI
  headers: Record<string, string>
  /** The paths it was led over, the first asked for included. */
  trail: string[]
}

/** What people answer: the text typed under a label, or `true` for a choice with that label. */
export type Answers = Record<string, string | true>

type Browserless = ReturnType<typeof browserless>

export type { Browserless }

const mostRedirects = 10

/**
 * A browser without script: it keeps its cookies, follows redirects, and sends the forms of the
 * page it shows with all they hold, `_csrf` too. `from` is the address the proxy saw it at.
 */
export function browserless(
  { app }: TestApp,
  options: { from?: string; headers?: Record<string, string> } = {},
) {
  const agent = request.agent(serverOf(app))
  let page: Page | null = null
  const own: Record<string, string> = {
    ...(options.from === undefined ? {} : { 'X-Forwarded-For': options.from }),
    ...options.headers,
  }

  function shown(): Page {
    if (!page) throw new Error('No page was opened yet')
    return page
  }

  async function arrive(first: Promise<Response>, from: string): Promise<Page> {
    let response = await first
    let url = from
    const trail = [from]
    while (response.status >= 300 && response.status < 400) {
      if (trail.length > mostRedirects) throw new Error(`Led in a circle: ${trail.join(' → ')}`)
      const to = new URL(response.headers.location ?? '', `http://localhost${url}`)
      url = `${to.pathname}${to.search}`
      trail.push(url)
      response = await agent.get(url).set(own)
    }
    const { status, headers, text } = response
    page = { status, url, html: text ?? '', $: load(text ?? ''), headers, trail }
    return page
  }

  /** The form whose button says `button`, as the page holds it; the page's only one without. */
  function form(button?: string): FilledForm {
    const { $, url } = shown()
    const forms = $('main form').filter((_, one) => {
      const words = $(one)
        .find('button[type="submit"]')
        .map((_, it) => visibleWords($, it))
        .get()
      return button === undefined || words.includes(button)
    })
    const one = forms.first()
    if (one.length === 0) throw new Error(`No form with a button “${button}” at ${url}`)
    const fields: Record<string, string> = {}
    for (const { name, value } of one.serializeArray()) fields[name] = value
    const pressed = one
      .find('button[name]')
      .filter((_, it) => visibleWords($, it) === button)
      .first()
    const name = pressed.attr('name')
    if (name !== undefined) fields[name] = pressed.attr('value') ?? ''
    const method = one.attr('method') === 'post' ? 'post' : 'get'
    return { method, action: one.attr('action') ?? url, fields }
  }

  /** The names and values of the fields with these labels. `legend › label` where a label is not alone. */
  function named(answers: Answers): Record<string, string> {
    const { $ } = shown()
    const fields: Record<string, string> = {}
    for (const [label, answer] of Object.entries(answers)) {
      const [inner = '', legend] = label.split(' › ').reverse()
      const scope = legend === undefined ? $('main') : fieldset($, legend)
      const found = scope.find('label').filter((_, it) => visibleWords($, it) === inner)
      const input = $(`[id="${found.first().attr('for')}"]`)
      const name = input.attr('name')
      if (name === undefined) throw new Error(`Nothing is labelled “${label}”`)
      fields[name] = answer === true ? (input.attr('value') ?? '') : chosen($, input, answer)
    }
    return fields
  }

  function send({ method, action, fields }: FilledForm): Promise<Page> {
    if (method === 'get') {
      const query = new URLSearchParams(fields).toString()
      return arrive(Promise.resolve(agent.get(`${action.split('?')[0]}?${query}`).set(own)), action)
    }
    return arrive(Promise.resolve(post(action, fields)), action)
  }

  /** One POST with nothing followed, and whatever headers an attacker would send. */
  function post(path: string, body: Record<string, string> | string, headers = {}) {
    return agent
      .post(path)
      .set({ 'Content-Type': 'application/x-www-form-urlencoded', ...own, ...headers })
      .send(typeof body === 'string' ? body : new URLSearchParams(body).toString())
  }

  return {
    visit: (path: string): Promise<Page> => arrive(Promise.resolve(agent.get(path).set(own)), path),
    /** One GET with nothing followed. */
    get: (path: string, headers: Record<string, string> = {}) =>
      agent.get(path).set({ ...own, ...headers }),
    head: (path: string) => agent.head(path).set(own),
    post,
    page: shown,
    form,
    named,
    send,
    /** Sends the form with this button, some fields filled in by name. */
    submit: (fields: Record<string, string>, button?: string): Promise<Page> => {
      const filled = form(button)
      return send({ ...filled, fields: { ...filled.fields, ...fields } })
    },
    /** Answers by the visible labels, then presses the button. */
    answer: (answers: Answers, button: string): Promise<Page> => {
      const fields = named(answers)
      const filled = form(button)
      return send({ ...filled, fields: { ...filled.fields, ...fields } })
    },
    /** Follows the link with these words. */
    follow: (words: string): Promise<Page> => {
      const { $, url } = shown()
      const link = $('a[href]')
        .filter((_, it) => visibleWords($, it) === words)
        .first()
      const href = link.attr('href')
      if (href === undefined) throw new Error(`No link “${words}” at ${url}`)
      const to = new URL(href, `http://localhost${url}`)
      const path = `${to.pathname}${to.search}`
      return arrive(Promise.resolve(agent.get(path).set(own)), path)
    },
  }
}

const servers = new WeakMap<Express, Server>()

/** One server for all the requests to an application; it keeps nobody waiting at the end. */
function serverOf(app: Express): Server {
  const known = servers.get(app)
  if (known) return known
  const server = createHttpServer(app).listen(0).unref()
  servers.set(app, server)
  return server
}

function fieldset($: CheerioAPI, legend: string) {
  return $('fieldset').filter(
    (_, it) => visibleWords($, $(it).children('legend').get(0) ?? it) === legend,
  )
}

type Found = ReturnType<CheerioAPI>

/** A text is typed; from a list, the choice with that label is taken. */
function chosen($: CheerioAPI, input: Found, answer: string): string {
  if (!input.is('select')) return answer
  const option = input.find('option').filter((_, it) => $(it).text().trim() === answer)
  const value = option.attr('value')
  if (value === undefined) throw new Error(`“${answer}” is not in the list`)
  return value
}

/** What one reads, without what only a screen reader says. */
export function visibleWords($: CheerioAPI, element: Parameters<CheerioAPI>[0]): string {
  const copy = $(element).clone()
  copy.find('.govuk-visually-hidden').remove()
  return copy.text().replace(/\s+/g, ' ').trim()
}
