import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Express } from 'express'

/**
 * An HTTP server, not yet listening, for an Express application. Its requests and answers have the
 * application's methods from when they are made. Left to itself Express gives them those by changing the
 * prototype of each, which V8 answers by forgetting what it had learned of them: that alone costs more
 * than all else that Express does. No other application may be mounted in this one: it would change
 * them again.
 */
export function createHttpServer(app: Express): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  Object.setPrototypeOf(AppRequest.prototype, app.request)
  Object.setPrototypeOf(AppResponse.prototype, app.response)
  // Express changes no prototype that is the one it wants.
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype })
  const options = { IncomingMessage: AppRequest, ServerResponse: AppResponse }
  return createServer(options, (request, response) => {
    request.url = targetWithPath(request.url ?? '')
    app(request, response)
  })
}

/**
 * What is asked for, with a path. `http://host` asks for `/` as much as `http://host/` does (RFC 9110,
 * 4.2.3); Express would answer what has no path itself, before anything of the application.
 */
function targetWithPath(target: string): string {
  if (target.startsWith('/') || target === '*') return target
  if (!URL.canParse(target)) return `/${target}`
  const { pathname, search } = new URL(target)
  return pathname.startsWith('/') ? `${pathname}${search}` : `/${target}`
}
