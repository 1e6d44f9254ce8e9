import { describe, expect, test } from '@jest/globals'
import { countryName, isIssuingCountry, issuingCountries } from '../../src/identity/countries.ts'
import { languages } from '../../src/language.ts'

describe.each(languages)('the list in %s', (language) => {
  const list = issuingCountries(language)
  const names = list.map(({ name }) => name)

  test('has every code once, each with a name of its own', () => {
    expect(list.length).toBeGreaterThan(245)
    expect(new Set(list.map(({ code }) => code)).size).toBe(list.length)
    expect(new Set(names).size).toBe(list.length)
    for (const { code, name } of list) {
      expect(code).toMatch(/^[A-Z]{3}$/)
      expect(name.length).toBeGreaterThan(3)
      expect(isIssuingCountry(code)).toBe(true)
    }
  })

  test('stands in the order of its dictionary', () => {
    expect(names).toEqual([...names].sort(new Intl.Collator(language).compare))
  })

  test.each(['VEN', 'COL', 'USA', 'PER', 'CUB', 'HTI', 'CHN', 'POL', 'VNM', 'XXA', 'UNO', 'RKS'])(
    'has %s',
    (code) => {
      expect(list.some((line) => line.code === code)).toBe(true)
    },
  )
})

test('an accent does not move a country down', () => {
  const names = issuingCountries('es').map(({ name }) => name)
  expect(names).toContain('México')
  expect(names.indexOf('México')).toBeLessThan(names.indexOf('Micronesia'))
})

test.each([
  ['VEN', 'Venezuela', 'Venezuela'],
  ['POL', 'Polonia', 'Poland'],
  ['CHN', 'China', 'China'],
  ['USA', 'Estados Unidos', 'United States'],
  ['HKG', 'Hong Kong', 'Hong Kong'],
  ['PSE', 'Palestina', 'Palestine'],
  ['CIV', 'Costa de Marfil', 'Côte d’Ivoire'],
  ['XXA', 'Persona apátrida', 'Stateless person'],
  ['QQQ', 'QQQ', 'QQQ'],
])('%s is %s, %s', (code, es, en) => {
  expect([countryName(code, 'es'), countryName(code, 'en')]).toEqual([es, en])
})

test.each(['', 'ven', 'VE', 'ATA', 'XKK', 'toString'])('%j issues no passports', (code) => {
  expect(isIssuingCountry(code)).toBe(false)
})
