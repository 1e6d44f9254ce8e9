import type { Request } from 'express'
import type { Language } from '../../language.ts'
import type { EditableKind } from '../../messages/texts/mailTexts.ts'
import { knownStaff } from '../../staff/access.ts'

export const mailsUrl = '/admin/mensajes'
export const mailTextUrl = `${mailsUrl}/texto`
export const ledgerUrl = `${mailsUrl}/envios`

/** The page of a mail's texts. `idioma` is taken: it switches the language of the pages. */
export function textUrl(kind: EditableKind, language: Language, tail = ''): string {
  return `${mailTextUrl}${tail}?${new URLSearchParams({ tipo: kind, lengua: language })}`
}

export function isAdmin(request: Request): boolean {
  return knownStaff(request).roles.some(({ role }) => role === 'admin')
}
