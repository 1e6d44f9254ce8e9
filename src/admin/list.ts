import type { Request } from 'express'
import { parameter } from '../web/form.ts'
import { ownPath } from '../web/pages.ts'
import type { ListPages } from './viewModels.ts'

/** How many rows one page of a list shows. */
export const pageSize = 50

/** From which row a page of a list starts, by its `pagina`; what is no number is the first page. */
export function offsetOf(request: Request, size = pageSize): number {
  const page = /^[1-9]\d{0,4}$/.test(parameter(request, 'pagina'))
    ? Number(parameter(request, 'pagina'))
    : 1
  return (page - 1) * size
}

/** Where the list is, with the ways on; search and filters stay in the address. */
export function listPages(
  request: Request,
  { offset, shown, total }: { offset: number; shown: number; total: number },
  size = pageSize,
): ListPages {
  const page = offset / size + 1
  const url = (number: number) => {
    const query = new URLSearchParams(request.originalUrl.split('?').slice(1).join('?'))
    query.delete('aviso')
    if (number === 1) query.delete('pagina')
    else query.set('pagina', String(number))
    const text = query.toString()
    return text === '' ? ownPath(request) : `${ownPath(request)}?${text}`
  }
  return {
    first: shown === 0 ? 0 : offset + 1,
    last: shown === 0 ? 0 : offset + shown,
    total,
    previousUrl: page > 1 ? url(page - 1) : null,
    nextUrl: offset + size < total ? url(page + 1) : null,
  }
}
