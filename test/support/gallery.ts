import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import compression from 'compression'
import express from 'express'
import qrcode from 'qrcode'
import { isLanguage } from '../../src/language.ts'
import { loadAssets } from '../../src/web/assets.ts'
import { createI18n } from '../../src/web/i18n.ts'
import { createRenderer } from '../../src/web/render.ts'
import { sampleModels } from './sampleModels.ts'

/** A server that shows every sample page with its built assets, at `/<language>/<name>`. */
export type Gallery = {
  url: string
  names: string[]
  close(): Promise<void>
}

/** Starts the gallery on a free port of this machine, with the headers the real pages have. */
export async function openGallery(): Promise<Gallery> {
  const i18n = createI18n('views/locales', { onMissing: 'throw' })
  const assets = loadAssets('dist/assets')
  const renderer = createRenderer({ viewsDir: 'views', i18n, assets, cache: true, proveKept: true })
  const app = express()
  app.use(assets.serve)
  app.use(compression())
  app.get('/turnos/:reference/qr.svg', async (request, response) => {
    const svg = await qrcode.toString(`turno:${request.params.reference}`, {
      type: 'svg',
      margin: 0,
    })
    response.type('svg').send(svg)
  })
  app.get('/:language/:name', (request, response) => {
    const { language, name } = request.params
    const sample = isLanguage(language)
      ? sampleModels(language, i18n).find((one) => one.name === name)
      : undefined
    if (!isLanguage(language) || sample === undefined) {
      response.status(404).end()
      return
    }
    response.set('Content-Security-Policy', "default-src 'self'; img-src 'self'; base-uri 'none'")
    response.type('html').send(renderer.page(sample.view, language, sample.model))
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    names: sampleModels('es', i18n).map(({ name }) => name),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The gallery has no port')
  return address.port
}
