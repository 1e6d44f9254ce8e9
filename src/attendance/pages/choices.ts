import type { Request } from 'express'
import type { Option } from '../../web/pageModel.ts'
import type { Pages } from '../../web/pages.ts'

/** A closed list of the code's own words as choices, in the page's language. */
export function choices(
  pages: Pick<Pages, 'text'>,
  request: Request,
  beginning: string,
  values: readonly string[],
): Option[] {
  return values.map((value) => ({ value, label: pages.text(request, `${beginning}${value}`) }))
}
