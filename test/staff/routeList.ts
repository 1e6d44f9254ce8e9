import type { Express } from 'express'
import { type Needs, needsOf } from '../../src/staff/access.ts'

/** A route as the application has it: what it needs, and whether the guard stands before all else. */
export type ListedRoute = {
  method: 'GET' | 'POST' | string
  path: string
  needs: Needs | null
  guardedFirst: boolean
}

/** Every route of an application, read from its routers. */
export function routesOf(app: Express): ListedRoute[] {
  return layersIn(app.router).flatMap(routesIn)
}

function routesIn(layer: unknown): ListedRoute[] {
  const route = inside(layer, 'route')
  if (route === undefined) return layersIn(inside(layer, 'handle')).flatMap(routesIn)
  const path = inside(route, 'path')
  if (typeof path !== 'string') throw new Error('A route whose path is no text')
  const handlers = layersIn(route).map((one) => ({
    method: String(inside(one, 'method')).toUpperCase(),
    handle: inside(one, 'handle'),
  }))
  const methods = [...new Set(handlers.map(({ method }) => method))]
  return methods.map((method) => {
    const mine = handlers
      .filter((one) => one.method === method)
      .map(({ handle }) => guardIn(handle))
    return {
      method,
      path,
      needs: mine.find((needed) => needed !== null) ?? null,
      guardedFirst: (mine[0] ?? null) !== null,
    }
  })
}

function guardIn(handle: unknown): Needs | null {
  return typeof handle === 'function' ? needsOf(handle) : null
}

function layersIn(router: unknown): unknown[] {
  const stack = inside(router, 'stack')
  return Array.isArray(stack) ? stack : []
}

function inside(value: unknown, name: string): unknown {
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isHolder ? Reflect.get(value, name) : undefined
}
