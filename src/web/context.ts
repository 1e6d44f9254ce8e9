import type { Request, Response } from 'express'
import type { Language } from '../language.ts'

/** What the middleware learned of a request, kept apart from Express's own objects. */
export type Context = {
  /** Names the request in logs and on error pages; says nothing of the person. */
  id: string
  language: Language
  /** The secret of this browser's cookie; every draft belongs to one. */
  browserSecret: string
}

const contexts = new WeakMap<Request, Context>()

/** Remembers the context of a request. */
export function setContext(request: Request, context: Context): void {
  contexts.set(request, context)
}

/** Whether the middleware got as far as knowing the visitor. */
export function hasContext(request: Request): boolean {
  return contexts.has(request)
}

/** The context of a request; throws when the middleware did not run. */
export function contextOf(request: Request): Context {
  const context = contexts.get(request)
  if (!context) throw new Error('A request without context')
  return context
}

/** Sends a page that says something personal: nobody may keep it. */
export function sendPage(response: Response, status: number, html: string): void {
  // What Express would find out about each page is the same for all of them.
  const bytes = Buffer.from(html)
  response.statusCode = status
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Content-Length', bytes.length)
  response.end(bytes)
}

/** After a POST that worked: go and look, so that a refresh repeats nothing. */
export function seeOther(response: Response, path: string): void {
  // Express would weigh which kinds of text the browser takes for a note that nobody sees.
  response.status(303).set('Cache-Control', 'no-store').location(path).end()
}
