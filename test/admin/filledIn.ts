import { load } from 'cheerio'

/** The fields of a page's form as they are filled in. */
export function filledIn(html: string): Record<string, string> {
  const $ = load(html)
  return Object.fromEntries(
    $('main input[name], main textarea[name], main select[name]')
      .map((_, e) => [[$(e).attr('name') ?? '', String($(e).val() ?? '').replace(/^\n/, '')]])
      .get()
      .filter(([name]) => name !== '_csrf'),
  )
}
