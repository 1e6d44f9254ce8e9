import type { Express } from 'express'
import { z } from 'zod'

const layer = z.object({
  route: z.object({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
  handle: z.unknown(),
})

/** Every route that the application answers, `GET /turnos/:reference`. */
export function routesOf(app: Express): string[] {
  const { router } = z.object({ router: z.unknown() }).parse({ router: app.router })
  return [...new Set(inside(router))].sort()
}

function inside(router: unknown): string[] {
  const stack: unknown = typeof router === 'function' ? Reflect.get(router, 'stack') : undefined
  if (!Array.isArray(stack)) return []
  return stack.flatMap((one) => {
    const { route, handle } = layer.parse(one)
    if (!route) return inside(handle)
    return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
  })
}
