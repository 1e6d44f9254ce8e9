import type { Request } from 'express'
import { isLocalTime } from '../../calendar/dates.ts'
import { readDate } from '../../calendar/intervalText.ts'
import type { LocalDate, LocalTime } from '../../clock.ts'
import type { Localized } from '../../language.ts'
import type { Services } from '../../services.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'

/** Reads the fields of a form and gathers what is wrong with them, in the person's language. */
export function formReader({ pages }: Services, request: Request) {
  const errors: FieldError[] = []
  const mistake = (id: string, key: string, args = {}) => {
    errors.push({ field: id, message: pages.text(request, `hours:errors.${key}`, args) })
    return null
  }
  return {
    errors,
    mistake,
    text(id: string, most: number): string | null {
      const typed = field(request, id).trim()
      if (typed === '') return mistake(id, 'missing')
      return [...typed].length > most ? mistake(id, 'long', { most }) : typed
    },
    date(id: string): LocalDate | null {
      const typed = field(request, id)
      if (typed.trim() === '') return mistake(id, 'dateMissing')
      return readDate(typed) ?? mistake(id, 'date')
    },
    /** A day that may be left out: null, and no mistake. */
    dateIfAny(id: string): LocalDate | null {
      const typed = field(request, id)
      return typed.trim() === '' ? null : (readDate(typed) ?? mistake(id, 'date'))
    },
    /** An hour that may be left out. */
    timeIfAny(id: string): LocalTime | null {
      const typed = field(request, id).trim().slice(0, 5)
      if (typed === '') return null
      const time = /^\d:/.test(typed) ? `0${typed}` : typed
      return isLocalTime(time) ? time : mistake(id, 'time')
    },
    whole(id: string, least: number, most: number): number | null {
      const typed = field(request, id).trim()
      if (typed === '') return mistake(id, 'missing')
      const number = /^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN
      return number >= least && number <= most ? number : mistake(id, 'number', { least, most })
    },
    reason(): Localized | null {
      const es = this.text('reasonEs', 200)
      const en = this.text('reasonEn', 200)
      return es !== null && en !== null ? { es, en } : null
    },
  }
}
