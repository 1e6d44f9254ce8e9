import type { Language } from '../../language.ts'
import type { ConfirmationFacts } from '../../turno/confirmation/facts.ts'
import { dateTime } from '../../web/dates.ts'
import type { MailAttachment } from '../mailer.ts'

/** What a mail tells of a turno. The document is not among it: mails are read over shoulders. */
export type TurnoInMail = {
  /** "martes 24 de noviembre, 08:20", at the agency. */
  when: string
  start: string
  zone: string
  procedureName: string
  agency: ConfirmationFacts['agency']
  reference: string
  holderName: string
  thirdPartyName: string | null
}

export function turnoInMail(facts: ConfirmationFacts, language: Language): TurnoInMail {
  const { start, zone, procedureName, agency, reference, holderName, thirdPartyName } = facts
  const when = dateTime(start, zone, language)
  return { when, start, zone, procedureName, agency, reference, holderName, thirdPartyName }
}

/** A calendar file as an attachment that says its method, without which calendars ignore a cancellation. */
export function calendarFile(
  filename: string,
  method: 'PUBLISH' | 'CANCEL',
  content: string,
): MailAttachment {
  return { filename, contentType: `text/calendar; charset=utf-8; method=${method}`, content }
}
