import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

/** The security headers of every answer. No inline code or style is allowed, nor any other host. */
export function securityHeaders(secure: boolean): RequestHandler[] {
  return [
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
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      crossOriginEmbedderPolicy: false,
    }),
    (_request, response, next) => {
      response.set('Permissions-Policy', permissions('camera=()'))
      next()
    },
  ]
}

/** Lets the page that is being answered use the camera; no other page may. */
export function cameraHere(response: Response): void {
  response.set('Permissions-Policy', permissions('camera=(self)'))
}

function permissions(camera: string): string {
  return `${camera}, microphone=(), geolocation=(), payment=()`
}
