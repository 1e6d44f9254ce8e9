import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

/**
 * The security headers of every answer that the application gives; what is no HTTP Node refuses itself, with
 * an empty answer. No inline code or style is allowed, nor any other host.
 */
export function securityHeaders(secure: boolean): RequestHandler {
  const settled = headersBy(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          ...(secure ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      crossOriginEmbedderPolicy: false,
    }),
  )
  settled.push(['Permissions-Policy', permissions('camera=()')])
  return (_request, response, next) => {
    for (const [name, value] of settled) response.setHeader(name, value)
    next()
  }
}

/** What helmet would set on each answer, asked once: it weighs a dozen headers, and they never differ. */
function headersBy(protection: ReturnType<typeof helmet>): [name: string, value: string][] {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  protection(request, response, () => {})
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)])
}

/** Lets the page that is being answered use the camera; no other page may. */
export function cameraHere(response: Response): void {
  response.set('Permissions-Policy', permissions('camera=(self)'))
}

function permissions(camera: string): string {
  return `${camera}, microphone=(), geolocation=(), payment=()`
}
