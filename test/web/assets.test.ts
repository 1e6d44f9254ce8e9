import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import express, { type ErrorRequestHandler } from 'express'
import request from 'supertest'
import { loadAssets } from '../../src/web/assets.ts'

const css = 'body{color:#10243a}'

const inWords: ErrorRequestHandler = (error: { status: number }, _request, response, _next) =>
  void response.status(error.status).send('No es así')

describe('an asset', () => {
  const app = express()
  const dir = mkdtempSync(join(tmpdir(), 'assets-'))

  beforeAll(() => {
    writeFileSync(join(dir, 'page-1A2B3C4D.css'), css)
    writeFileSync(join(dir, 'page-1A2B3C4D.css.br'), brotliCompressSync(css))
    writeFileSync(join(dir, 'page-1A2B3C4D.css.gz'), gzipSync(css))
    writeFileSync(join(dir, 'manifest.json'), '{"page.css":"page-1A2B3C4D.css"}')
    app.use(loadAssets(dir).serve)
    app.use((_request, response) => void response.status(404).send('No hay tal archivo'))
    // Like the application's own, and unlike that of Express, it takes the headers as they are.
    app.use(inWords)
  })

  test('is addressed by what it contains', () => {
    expect(loadAssets(dir).url('page.css')).toBe('/assets/page-1A2B3C4D.css')
    expect(() => loadAssets(dir).url('other.css')).toThrow(/other/)
  })

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br, gzip', 'br'],
    ['*', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ])('asked for as %s comes as %s, for a year', async (accepted, encoding) => {
    const answer = await request(app)
      .get('/assets/page-1A2B3C4D.css')
      .set('Accept-Encoding', accepted)
      .buffer(true)
      .parse((response, done) => {
        response.on('data', () => undefined)
        response.on('end', () => done(null, null))
      })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(answer.headers['content-type']).toMatch('text/css')
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.vary).toBe('Accept-Encoding')
  })

  test('that the browser has already is not sent again, whichever machine it asks', async () => {
    const path = '/assets/page-1A2B3C4D.css'
    const { etag } = (await request(app).get(path).set('Accept-Encoding', 'gzip')).headers
    expect(etag).toBe('"page-1A2B3C4D.css.gz"')
    const again = request(app).get(path).set('Accept-Encoding', 'gzip')
    expect((await again.set('If-None-Match', String(etag))).status).toBe(304)
  })

  test.each([
    ['OPTIONS', {}, 404],
    ['DELETE', {}, 404],
    ['GET', { Range: 'bytes=99999999-' }, 200],
    ['GET', { 'If-Match': '"another"' }, 412],
  ])(
    'asked for by %s with %j is answered in words that can be read',
    async (method, headers, status) => {
      const server = app.listen(0)
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      // Opens what comes compressed, and fails on what only says it is.
      const answer = await fetch(`http://localhost:${port}/assets/page-1A2B3C4D.css`, {
        method,
        headers: { ...headers },
      })
      expect(answer.status).toBe(status)
      expect(await answer.text()).not.toBe('')
      server.close()
      server.closeAllConnections()
    },
  )

  test('that was not built is not served', async () => {
    expect((await request(app).get('/assets/manifest.json')).status).toBe(404)
    expect((await request(app).get('/assets/../package.json')).status).toBe(404)
    expect((await request(app).get('/assets/page-1A2B3C4D.css.br')).status).toBe(404)
  })
})

test('without a build the message says how to make one', () => {
  expect(() => loadAssets(join(tmpdir(), 'nowhere'))).toThrow(/src\/setup\/assets\.mjs/)
})

test('the built assets load from our own host only', () => {
  expect(existsSync('dist/assets/manifest.json')).toBe(true)
  const styles = readFileSync(join('dist', loadAssets('dist/assets').url('page.css')), 'utf8')
  const urls = [...styles.matchAll(/url\(([^)]*)\)/g)].map(([, url]) => url ?? '')
  expect(urls.filter((url) => !/^"?\.\//.test(url))).toEqual([])
})
