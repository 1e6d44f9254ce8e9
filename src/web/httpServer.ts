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
  return createServer({ IncomingMessage: AppRequest, ServerResponse: AppResponse }, app)
}
