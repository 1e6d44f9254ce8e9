import type { Request } from 'express'
import { secondsBetween } from '../../clock.ts'
import { issuingCountries } from '../../identity/countries.ts'
import { documentKinds } from '../../identity/documents.ts'
import type { Language } from '../../language.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { type CheckItem, checklistOf } from '../checklist.ts'
import { certifiedOf } from '../outcomeRules.ts'
import type { Visit } from '../visits.ts'
import type { CheckRow, VisitPart } from '../windowViewModels.ts'
import { choices } from './choices.ts'

/** A running visit as the window shows it. */
export function visitPart(
  { clock, pages }: Pick<Services, 'clock' | 'pages'>,
  request: Request,
  visit: Visit,
  zone: string,
): VisitPart {
  const { language } = contextOf(request)
  const found = visit.checklist.flatMap(({ code, state }) => (state ? [{ code, state }] : []))
  // What a third party must bring is on the page too, to be shown as soon as one is ticked.
  const all = checklistOf(visit.procedure, true, found)
  const known = certifiedOf(visit)
  const name = known?.holder ?? visit.walkIn?.name ?? { givenNames: '', surnames: '' }
  return {
    id: visit.id,
    since: { at: visit.startedAt, zone },
    seconds: Math.max(0, secondsBetween(visit.startedAt, clock.now())),
    thirdParty: visit.thirdParty,
    checks: rows(all.filter(({ group }) => group === 'general')),
    thirdPartyChecks: rows(all.filter(({ group }) => group !== 'general')),
    notes: visit.notes,
    certified: {
      open: known === null,
      ...name,
      kind: known?.document.kind ?? visit.walkIn?.document?.kind ?? 'passport',
      country: known?.document.country ?? '',
      number: known?.document.number ?? visit.walkIn?.document?.number ?? '',
      kinds: choices(pages, request, 'booking:kinds.', documentKinds),
      countries: issuingCountries(language).map(({ code, name: label }) => ({
        value: code,
        label,
      })),
    },
  }

  function rows(items: CheckItem[]): CheckRow[] {
    return items.map((item) => row(item, language))
  }
}

function row({ code, title, state }: CheckItem, language: Language): CheckRow {
  return { code, title: title[language], state: state ?? '' }
}
