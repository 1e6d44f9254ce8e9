import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { listViews } from '../../src/web/render.ts'

const views = new Map(listViews('views').map((view) => [view, source(`views/${view}.hbs`)]))
const code = ['src', 'jobs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`),
)

describe('the templates', () => {
  test('escape everything', () => {
    const unescaped = [...views].filter(([, text]) => /\{\{\{|\{\{\s*~?&/.test(text))
    expect(unescaped.map(([view]) => view)).toEqual([])
  })

  test('get markup as it is from one file only', () => {
    const makers = code.filter((file) => /new [\w.]*SafeString/.test(source(file)))
    expect(makers).toEqual(['src/web/viewHelpers.ts'])
  })

  test('have no inline script or style, but for the mails', () => {
    const inline = [...views].filter(
      ([view, text]) =>
        !view.startsWith('emails/') && /\sstyle=|<style|\son\w+=|javascript:/.test(text),
    )
    expect(inline.map(([view]) => view)).toEqual([])
  })

  test('say at their head what they are for', () => {
    const silent = [...views].filter(
      ([view, text]) => !view.startsWith('emails/') && !/^\{\{!--/.test(text),
    )
    expect(silent.map(([view]) => view)).toEqual([])
  })

  test('are all reached, from code or from another template', () => {
    const sources = [...code.map(source), ...views.values()].join('\n')
    const composers = code
      .filter((file) => file.startsWith('src/messages/'))
      .map(source)
      .join('\n')
    const unreached = [...views.keys()].filter((view) => {
      const mail = view.replace(/^emails\/|\.text$/g, '')
      if (view.startsWith('emails/') && composers.includes(`'${mail}'`)) return false
      const name = view.replace(/\.text$/, '').replaceAll('/', '\\/')
      return !new RegExp(`['"\`\\s]${name}(\\.text)?['"\`\\s}]`).test(
        sources.replace(/\{\{!--[\s\S]*?--\}\}/g, ''),
      )
    })
    expect(unreached).toEqual([])
  })

  test('use every icon, and no icon that is not there', () => {
    const icons = readdirSync('views/assets/icons').map((file) => file.replace('.svg', ''))
    const used = [...views.values()].flatMap((text) =>
      [...text.matchAll(/\(?icon '(\w+)'/g)].map(([, name]) => name ?? ''),
    )
    expect([...new Set(used)].sort()).toEqual(icons.sort())
  })
})

function source(path: string): string {
  return readFileSync(path, 'utf8')
}
