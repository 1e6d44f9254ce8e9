import type { Request } from 'express'
import createError from 'http-errors'
import type { Agenda } from '../../agencies/agenda.ts'
import type { Draft } from '../../booking/draft.ts'
import type { IdentityDocument } from '../../identity/documents.ts'
import type { Services } from '../../services.ts'
import { type AgencyOf, knownStaff, may } from '../../staff/access.ts'
import { fullName, type PersonName } from '../../turno/turno.ts'
import { contextOf } from '../../web/context.ts'
import { receptionUrl, windowUrl } from '../pages/addresses.ts'
import { inPath } from '../pages/room.ts'
import type { ForWhom } from './viewModels.ts'

/** Who may end a turno for the holder of its document, who has shown the original. */
export const freers = ['reception', 'supervisor'] as const

/** Whose the walks are that an agency's staff begin: any of them may finish one. */
export function deskOf(agencyId: string): string {
  return `desk ${agencyId}`
}

/** The address of a walk of reception: the hours it chooses among. */
export function deskUrl(agencyId: string, draftId: string, tail = ''): string {
  return receptionUrl(agencyId, `turno/${draftId}${tail === '' ? '' : `/${tail}`}`)
}

/** Back to where whoever asks works: reception, or their window. */
export function homeOf(request: Request, agencyId: string): string {
  const desk = may(knownStaff(request), ['reception', 'supervisor'], agencyId)
  return desk ? receptionUrl(agencyId) : windowUrl()
}

/** The walk of a path with its agenda. The guard has asked whether it is of the agency of the path. */
export async function walkInPath(
  { booking, catalogue }: Pick<Services, 'booking' | 'catalogue'>,
  request: Request,
): Promise<{ draft: Draft; agenda: Agenda }> {
  const owner = deskOf(inPath(request, 'agency'))
  const draft = await booking.drafts.find(owner, inPath(request, 'draft'))
  const agenda = draft?.agendaId ? await catalogue.agenda(draft.agendaId) : null
  if (!draft || !agenda) throw createError(404, 'The walk is over')
  return { draft, agenda }
}

/** The agency of the walk in a path: only its own staff finds it. */
export function draftInPath({ booking }: Pick<Services, 'booking'>): AgencyOf {
  return async (request) => {
    const agencyId = inPath(request, 'agency')
    const draft = await booking.drafts.find(deskOf(agencyId), inPath(request, 'draft'))
    return draft && agencyId
  }
}

/** The agency of the turno in a path; null where the path says another one. */
export function turnoInPath({ database, stores }: Pick<Services, 'database' | 'stores'>): AgencyOf {
  return async (request) => {
    const row = await stores.turnos.find(database.read, inPath(request, 'turno'))
    return row?.agencyId === inPath(request, 'agency') ? row.agencyId : null
  }
}

type Known = { person: PersonName; document: IdentityDocument }

/** Whom a turno is about, and who comes for them. */
type WhoComes = { holder: Known; thirdParty: Known | null; procedureId: string }

/** For whom, as reception reads it: the whole document, to be held against the paper. */
export async function forWhom(
  { catalogue, pages }: Pick<Services, 'catalogue' | 'pages'>,
  request: Request,
  { holder, thirdParty, procedureId }: WhoComes,
): Promise<ForWhom> {
  const procedure = await catalogue.procedure(procedureId)
  const shown = ({ person, document: { kind, number } }: Known) => ({
    name: fullName(person),
    document: `${pages.text(request, `booking:kinds.${kind}`)} ${number}`,
  })
  return {
    ...shown(holder),
    procedureName: procedure?.name[contextOf(request).language] ?? '',
    thirdParty: thirdParty && shown(thirdParty),
  }
}
