import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createI18n } from '../../src/web/i18n.ts'
import { createRenderer } from '../../src/web/render.ts'
import { unbuiltAssets } from '../support/unbuiltAssets.ts'

function rendererOf(views: Record<string, string>, proveKept = false) {
  const viewsDir = mkdtempSync(join(tmpdir(), 'views-'))
  const files = {
    'assets/icons/dot.svg': '<svg></svg>\n',
    'locales/es/a.json':
      '{"hello":"Hola, {{name}}","n_one":"{{count}} día","n_many":"{{count}} días","n_other":"{{count}} días"}',
    'locales/en/a.json':
      '{"hello":"Hello, {{name}}","n_one":"{{count}} day","n_other":"{{count}} days"}',
    ...views,
  }
  for (const [name, content] of Object.entries(files)) {
    const path = join(viewsDir, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  const i18n = createI18n(join(viewsDir, 'locales'), { onMissing: 'throw' })
  return createRenderer({ viewsDir, i18n, assets: unbuiltAssets(), cache: true, proveKept })
}

function renderOne(template: string, model: object): string {
  return rendererOf({ 'one.hbs': template }).page('one', 'es', model)
}

describe('a page', () => {
  test('escapes what people typed, also inside a text', () => {
    const html = renderOne("{{name}} {{t 'a:hello' name=name}}", { name: '<b>"Ñ"</b>' })
    expect(html).toBe('&lt;b&gt;&quot;Ñ&quot;&lt;/b&gt; Hola, &lt;b&gt;&quot;Ñ&quot;&lt;/b&gt;')
  })

  test('writes in what it always says, in the language of the page, escaped once', () => {
    const views = {
      'one.hbs':
        "{{> parts/line label=(t 'a:hello' name='<Ana>')}}{{t 'a:hello' name='&'}}{{icon 'dot'}}",
      'parts/line.hbs': '<p>{{label}}</p>',
    }
    const renderer = rendererOf(views)
    expect(renderer.page('one', 'es', {})).toBe('<p>Hola, &lt;Ana&gt;</p>Hola, &amp;<svg></svg>')
    expect(renderer.page('one', 'en', {})).toBe('<p>Hello, &lt;Ana&gt;</p>Hello, &amp;<svg></svg>')
    expect(renderer.page('one', 'en', {}, (key) => `<${key}>`)).toBe(
      '<p>&lt;a:hello&gt;</p>&lt;a:hello&gt;<svg></svg>',
    )
  })

  test('refuses a value that its model lacks, and takes null', () => {
    expect(() => renderOne('{{nmae}}', { name: 'Rosa' })).toThrow(/nmae/)
    expect(renderOne('[{{name}}]', { name: null })).toBe('[]')
  })

  test('may ask whether an optional value is there', () => {
    expect(renderOne('{{#if hint}}{{hint}}{{else}}none{{/if}}', {})).toBe('none')
  })

  test('refuses an unknown helper, an unknown text and an unknown icon', () => {
    expect(() => renderOne("{{shout 'x'}}", {})).toThrow(/shout/)
    expect(() => renderOne("{{t 'a:nothing'}}", {})).toThrow(/a:nothing/)
    expect(() => renderOne("{{icon 'nothing'}}", {})).toThrow(/nothing/)
  })

  test('refuses a text whose hole is not filled', () => {
    expect(() => renderOne("{{t 'a:hello'}}", {})).toThrow(/name/)
  })

  test('never shows what an object inherits', () => {
    expect(renderOne('[{{toString}}]', {})).toBe('[]')
    expect(renderOne('[{{#if constructor}}yes{{/if}}]', {})).toBe('[]')
    expect(renderOne('[{{secret}}]', Object.create({ secret: 'shown' }))).toBe('[]')
    const views = { 'one.hbs': '{{> part model=model}}', 'part.hbs': '[{{model.secret}}]' }
    const model = Object.create({ secret: 'shown' })
    expect(rendererOf(views).page('one', 'es', { model })).toBe('[]')
    const looked = "[{{lookup model 'secret'}}]"
    expect(renderOne(looked, { model })).toBe('[]')
    expect(renderOne(looked, { model: { secret: 'told' } })).toBe('[told]')
  })

  test('hands a partial nothing but its arguments', () => {
    const views = {
      'one.hbs': "{{> parts/field label='A'}}",
      'parts/field.hbs': '{{label}}{{#if error}}{{error}}{{/if}}',
    }
    expect(rendererOf(views).page('one', 'es', { error: 'stray' })).toBe('A')
  })

  test('is wrapped by layouts within layouts, and sees its own model inside', () => {
    const views = {
      'one.hbs': "{{#> outer/step title='T'}}{{name}}{{/outer/step}}",
      'outer/step.hbs':
        '{{#> outer/page title=title}}<h1>{{title}}</h1>{{> @partial-block @root}}{{/outer/page}}',
      'outer/page.hbs': '<title>{{title}}</title>{{> @partial-block this}}',
    }
    const html = rendererOf(views).page('one', 'es', { name: 'Rosa' })
    expect(html).toBe('<title>T</title><h1>T</h1>Rosa')
  })

  test('counts in the plural of its language', () => {
    const renderer = rendererOf({ 'one.hbs': "{{t 'a:n' count=n}}" })
    expect(renderer.page('one', 'es', { n: 1 })).toBe('1 día')
    expect(renderer.page('one', 'en', { n: 2 })).toBe('2 days')
  })

  test('tells dates as people say them, in the zone it is given', () => {
    const renderer = rendererOf({ 'one.hbs': '{{dateTime at zone}}' })
    const model = { at: '2026-11-24T13:20:00.000Z', zone: 'America/Guayaquil' }
    expect(renderer.page('one', 'es', model)).toBe('martes 24 de noviembre, 08:20')
    expect(renderer.page('one', 'en', model)).toBe('Tuesday 24 November, 08:20')
    expect(renderer.page('one', 'es', { ...model, zone: 'Pacific/Galapagos' })).toBe(
      'martes 24 de noviembre, 07:20',
    )
  })
})

test('the plain-text part of a mail escapes nothing', () => {
  const renderer = rendererOf({ 'mail.text.hbs': '{{name}}' })
  expect(renderer.text('mail', 'es', { name: "O'Neill & <co>" })).toBe("O'Neill & <co>")
})

describe('what is kept', () => {
  const day = "{{#kept 'day' number}}<b>{{number}}</b>{{/kept}}"

  test('is written once for the same values, and again for others', () => {
    const renderer = rendererOf({ 'one.hbs': day })
    expect(renderer.page('one', 'es', { number: 1 })).toBe('<b>1</b>')
    expect(renderer.page('one', 'es', { number: 2 })).toBe('<b>2</b>')
    expect(renderer.page('one', 'es', { number: 1 })).toBe('<b>1</b>')
  })

  test('tells languages apart, and texts from numbers and truths', () => {
    const renderer = rendererOf({
      'one.hbs': "{{#kept 'n' of}}{{#if of}}{{t 'a:hello' name='x'}}{{else}}none{{/if}}{{/kept}}",
    })
    expect(renderer.page('one', 'es', { of: 'false' })).toBe('Hola, x')
    expect(renderer.page('one', 'en', { of: 'false' })).toBe('Hello, x')
    expect(renderer.page('one', 'es', { of: false })).toBe('none')
  })

  test('is escaped like the rest', () => {
    expect(renderOne(day, { number: '<i>' })).toBe('<b>&lt;i&gt;</b>')
  })

  test('fails where it depends on what it was not told, once that is proved', () => {
    const renderer = rendererOf({ 'one.hbs': "{{#kept 'day'}}{{number}}{{/kept}}" }, true)
    renderer.page('one', 'es', { number: 1 })
    expect(() => renderer.page('one', 'es', { number: 2 })).toThrow('more than its arguments')
  })

  test('takes texts, numbers and truths only', () => {
    expect(() => renderOne("{{#kept 'day' list}}x{{/kept}}", { list: [] })).toThrow('texts')
  })
})

describe('what is kept for an object', () => {
  const view = '{{#keptFor month}}<b>{{month.name}}</b>{{/keptFor}}'

  test('is written once for it, in each language, and again for an equal one', () => {
    const renderer = rendererOf({
      'one.hbs': "{{#keptFor month}}{{t 'a:hello' name=month.name}}{{/keptFor}}",
    })
    const month = { name: 'mayo' }
    expect(renderer.page('one', 'es', { month })).toBe('Hola, mayo')
    month.name = 'junio'
    expect(renderer.page('one', 'es', { month })).toBe('Hola, mayo')
    expect(renderer.page('one', 'en', { month })).toBe('Hello, junio')
    expect(renderer.page('one', 'es', { month: { name: 'junio' } })).toBe('Hola, junio')
  })

  test('fails where it depends on more than that object, once that is proved', () => {
    const renderer = rendererOf({ 'one.hbs': view }, true)
    const month = { name: 'mayo' }
    renderer.page('one', 'es', { month })
    month.name = 'junio'
    expect(() => renderer.page('one', 'es', { month })).toThrow('more than that object')
  })

  test('is kept for objects only', () => {
    expect(() =>
      renderOne(view.replace(' month', ' month.name'), { month: { name: 'x' } }),
    ).toThrow('object')
  })
})

describe('a list of options', () => {
  const list = [
    { value: 'a', label: 'A & "B"' },
    { value: 'b', label: '<b>' },
  ]
  const written = (chosen: string) =>
    renderOne('{{optionList list chosen}}', { list, chosen }).replaceAll('option', 'o')

  test('is escaped, and the chosen one is selected', () => {
    expect(written('')).toBe('<o value="a">A &amp; &quot;B&quot;</o><o value="b">&lt;b&gt;</o>')
    expect(written('b')).toContain('<o value="a">')
    expect(written('b')).toContain('<o value="b" selected>')
    expect(written('c')).not.toContain('selected')
  })
})
