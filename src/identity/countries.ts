import iso from 'i18n-iso-countries/index.js'
import type { Language, Localized } from '../language.ts'

/** One line of the list of issuers. */
export type IssuingCountry = { code: string; name: string }

/** Issuers and bearers to whom ICAO 9303 part 3 gives a code and ISO 3166-1 gives none. */
const withoutIsoCode: Readonly<Record<string, Localized>> = {
  EUE: { es: 'Unión Europea (salvoconducto)', en: 'European Union (laissez-passer)' },
  RKS: { es: 'Kosovo', en: 'Kosovo' },
  UNA: {
    es: 'Naciones Unidas, organismo especializado (salvoconducto)',
    en: 'United Nations specialized agency (laissez-passer)',
  },
  UNO: { es: 'Naciones Unidas (salvoconducto)', en: 'United Nations (laissez-passer)' },
  XOM: { es: 'Soberana Orden de Malta', en: 'Sovereign Order of Malta' },
  XPO: { es: 'Interpol', en: 'Interpol' },
  XXA: { es: 'Persona apátrida', en: 'Stateless person' },
  XXB: { es: 'Persona refugiada (Convención de 1951)', en: 'Refugee (1951 Convention)' },
  XXC: { es: 'Persona refugiada, otro estatuto', en: 'Refugee, other status' },
  XXX: { es: 'Nacionalidad no especificada', en: 'Unspecified nationality' },
}

// Places with an ISO code that nobody is a citizen of (Antarctica, empty islands), and the library's
// own code for Kosovo, which passports write RKS.
const notIssuing = new Set(['ATA', 'ATF', 'BVT', 'HMD', 'SGS', 'UMI', 'XKK'])

const alpha2Of: ReadonlyMap<string, string> = new Map(
  Object.entries(iso.getAlpha3Codes()).filter(([code]) => !notIssuing.has(code)),
)

// Where the long name is a formula ("RAE de Hong Kong (China)") the short one is what people look for.
const shortName = new Set(['HKG', 'MAC', 'PSE'])

// Names come from the Unicode data that Node carries: ISO's own would file China under "People's".
const dictionary: Record<Language, string> = { es: 'es-EC', en: 'en' }

const names: Record<Language, ReadonlyMap<string, string>> = { es: named('es'), en: named('en') }

const sorted: Record<Language, readonly IssuingCountry[]> = { es: inOrder('es'), en: inOrder('en') }

/**
 * Everyone who may have issued a passport, with the name people look for in a list ("China", "Rusia"),
 * in the order of the language's own dictionary.
 */
export function issuingCountries(language: Language): readonly IssuingCountry[] {
  return sorted[language]
}

/** The name of an issuer in `language`; the code itself when it is not one of ours. */
export function countryName(code: string, language: Language): string {
  return names[language].get(code) ?? code
}

/** Whether a passport can name `code` as its issuer. Upper case only. */
export function isIssuingCountry(code: string): boolean {
  return names.es.has(code)
}

function named(language: Language): ReadonlyMap<string, string> {
  const locale = dictionary[language]
  const long = new Intl.DisplayNames([locale], { type: 'region' })
  const short = new Intl.DisplayNames([locale], { type: 'region', style: 'short' })
  const states = Array.from(alpha2Of, ([code, alpha2]): [string, string] => [
    code,
    (shortName.has(code) ? short : long).of(alpha2) ?? alpha2,
  ])
  const others = Object.entries(withoutIsoCode).map(([code, name]): [string, string] => [
    code,
    name[language],
  ])
  return new Map([...states, ...others])
}

function inOrder(language: Language): readonly IssuingCountry[] {
  const { compare } = new Intl.Collator(language)
  return Array.from(names[language], ([code, name]) => ({ code, name })).sort((a, b) =>
    compare(a.name, b.name),
  )
}
