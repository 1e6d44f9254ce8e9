import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import express from 'express'
import { z } from 'zod'

/** The built files that browsers load. */
export type Assets = {
  /** The address of an asset by its plain name, `page.css` → `/assets/page-1A2B3C4D.css`. */
  url(name: string): string
  /** Serves them under `/assets`, for a year, in the smallest form the browser takes. */
  serve: RequestHandler
}

const manifestSchema = z.record(z.string(), z.string())
/** From the smallest on. */
const encodings = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
]

/** Reads what `src/setup/assets.mjs` has built into `dir`. Throws where it has not run. */
export function loadAssets(dir: string): Assets {
  const manifest = readManifest(dir)
  const built = new Set(Object.values(manifest))
  return {
    url: (name) => {
      const file = manifest[name]
      if (file === undefined) throw new Error(`There is no asset ${name}`)
      return `/assets/${file}`
    },
    serve: serveBuilt(dir, built),
  }
}

function readManifest(dir: string): Record<string, string> {
  const path = join(dir, 'manifest.json')
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new Error(`No assets in ${dir}: build them with node src/setup/assets.mjs`, { cause })
  }
}

/** Mount at the root: it answers `/assets/<file>` for built files and leaves the rest alone. */
function serveBuilt(dir: string, built: ReadonlySet<string>): RequestHandler {
  const files = express.static(dir, {
    immutable: true,
    maxAge: '365d',
    index: false,
    redirect: false,
    acceptRanges: false,
    // The hash is in the name; dates would differ between machines behind one balancer.
    lastModified: false,
    etag: false,
  })
  return (request, response, next) => {
    const file = request.path.startsWith('/assets/') ? request.path.slice('/assets/'.length) : ''
    if (!built.has(file)) {
      next()
      return
    }
    // A typeface is compressed already, so it has no variants.
    const offered = file.endsWith('.woff2') ? [] : encodings
    // Browsers want all that they name equally, and would be given what they happen to name first.
    const encoding = offered.find(({ name }) => request.acceptsEncodings(name) === name)
    const variant = `${file}${encoding?.suffix ?? ''}`
    if (offered.length > 0) response.vary('Accept-Encoding')
    response.type(file).set('ETag', `"${variant}"`)
    if (encoding !== undefined) response.set('Content-Encoding', encoding.name)
    const { url } = request
    request.url = `/${variant}`
    files(request, response, (error: unknown) => {
      // What answers instead is no such file.
      for (const name of ['Content-Encoding', 'ETag']) response.removeHeader(name)
      request.url = url
      next(error)
    })
  }
}
