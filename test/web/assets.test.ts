import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import request from 'supertest'
import { loadAssets } from '../../src/web/assets.ts'

const css = 'body{color:#10243a}'

describe('an asset', () => {
  const app = express()
  const dir = mkdtempSync(join(tmpdir(), 'assets-'))

  beforeAll(() => {
    writeFileSync(join(dir, 'page-1A2B3C4D.css'), css)
    writeFileSync(join(dir, 'page-1A2B3C4D.css.br'), brotliCompressSync(css))
    writeFileSync(join(dir, 'page-1A2B3C4D.css.gz'), gzipSync(css))
    writeFileSync(join(dir, 'manifest.json'), '{"page.css":"page-1A2B3C4D.css"}')
    app.use(loadAssets(dir).serve)
  })

  test('is addressed by what it contains', () => {
    expect(loadAssets(dir).url('page.css')).toBe('/assets/page-1A2B3C4D.css')
    expect(() => loadAssets(dir).url('other.css')).toThrow(/other/)
  })

  test.each([
    ['br, gzip', 'br'],
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
