import { describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { languages } from '../../src/language.ts'
import { createI18n } from '../../src/web/i18n.ts'
import { createRenderer } from '../../src/web/render.ts'
import { sampleModels } from '../support/sampleModels.ts'
import { unbuiltAssets } from '../support/unbuiltAssets.ts'

const viewsDir = 'views'
const rendering = (pseudo: boolean) => {
  const i18n = createI18n(`${viewsDir}/locales`, { onMissing: 'throw', pseudo })
  return {
    i18n,
    renderer: createRenderer({
      viewsDir,
      i18n,
      assets: unbuiltAssets(),
      cache: true,
      proveKept: true,
    }),
  }
}
const plain = rendering(false)
const pseudo = rendering(true)

for (const language of languages) {
  describe(`in ${language}, the page`, () => {
    for (const { name, view, model } of sampleModels(language, plain.i18n)) {
      const $ = load(plain.renderer.page(view, language, model))

      test(`${name} has one heading, its title, and says its language`, () => {
        expect($('h1')).toHaveLength(1)
        expect($('title').text()).toContain($('h1').text().trim())
        expect($('html').attr('lang')).toBe(language)
      })

      test(`${name} reads the same with its texts written in as with each looked up`, () => {
        const lookedUp = plain.renderer.page(view, language, model, () => null)
        expect(plain.renderer.page(view, language, model)).toBe(lookedUp)
      })

      test(`${name} names each id once, and points only at what is there`, () => {
        const ids = $('[id]')
          .map((_, e) => $(e).attr('id'))
          .get()
        expect(ids).toEqual([...new Set(ids)])
        const pointed = $(
          '[aria-describedby], [aria-labelledby], label[for], .govuk-error-summary a',
        )
          .map(
            (_, e) =>
              $(e).attr('aria-describedby') ??
              $(e).attr('aria-labelledby') ??
              $(e).attr('for') ??
              $(e).attr('href')?.slice(1),
          )
          .get()
          .flatMap((names) => names.split(' '))
        expect(pointed.filter((id) => !ids.includes(id))).toEqual([])
      })

      test(`${name} proves each form that changes something`, () => {
        const unproven = $('form[method=post]').filter(
          (_, form) => $(form).find('input[name=_csrf]').length !== 1,
        )
        expect(unproven).toHaveLength(0)
      })

      test(`${name} has no inline script or style and loads nothing from elsewhere`, () => {
        expect($('style, [style], script:not([src])')).toHaveLength(0)
        const loaded = $('[src], link[href]')
          .map((_, e) => $(e).attr('src') ?? $(e).attr('href'))
          .get()
        expect(loaded.filter((url) => !url.startsWith('/') || url.startsWith('//'))).toEqual([])
      })
    }
  })
}

describe('in the pseudo-language', () => {
  for (const { name, view, model } of sampleModels('es', pseudo.i18n)) {
    test(`${name} shows no text that bypassed the locale files`, () => {
      expect(strayText(pseudo.renderer.page(view, 'es', model), model)).toBe('')
    })
  }

  test('a stray text is found', () => {
    expect(strayText('<p>⟦Hóláⁿ⟧ Rosa, stray</p>', { name: 'Rosa' })).toBe('stray')
  })
})

/** The words of a page that are neither translated nor in its model. */
function strayText(html: string, model: object): string {
  const $ = load(html)
  const attributes = ['aria-label', 'alt', 'title', 'placeholder'].flatMap((attribute) =>
    $(`[${attribute}]`)
      .map((_, e) => $(e).attr(attribute))
      .get(),
  )
  let text = [$('title').text(), $('body').text(), ...attributes].join('\n')
  while (/⟦[^⟦⟧]*⟧/.test(text)) text = text.replace(/⟦[^⟦⟧]*⟧/g, ' ')
  const known = ['Español', 'English', 'ES', 'EN', 'kB', ...textsOf(model)]
  for (const word of known.sort((a, b) => b.length - a.length)) text = text.replaceAll(word, ' ')
  return (text.match(/\p{L}+/gu) ?? []).join(' ')
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}
