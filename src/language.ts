/** The languages every page and every message exists in; the first is the default. */
export const languages = ['es', 'en'] as const

export type Language = (typeof languages)[number]

/** One text in every language. */
export type Localized = Record<Language, string>

/** Whether `text` names one of our languages. */
export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text)
}
