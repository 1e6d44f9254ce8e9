import type { Request } from 'express'
import createError from 'http-errors'
import { intervalText } from '../../calendar/intervalText.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { time } from '../../web/dates.ts'
import { field, parameter } from '../../web/form.ts'
import { openingOf, openingSentence } from '../../web/opening.ts'
import type { FieldError } from '../../web/pageModel.ts'
import type { Draft } from '../draft.ts'
import type { Offer } from '../earliest.ts'
import type { AgencyChoice, NoneCause, PlaceView } from '../viewModels.ts'
import type { StepHandler, Walk } from './walk.ts'

type Values = PlaceView['values']

/** Step 6: province, procedure, agency; the earliest hour anywhere is offered first. */
export function placePage(services: Services, walk: Walk) {
  const { booking, catalogue, clock, earliest, hours, turnos } = services

  function choice(request: Request, { agenda, first, today, noneBecause }: Offer): AgencyChoice {
    const { language } = contextOf(request)
    const { agency } = agenda
    return {
      id: agenda.id,
      name: agency.name,
      address: agency.address,
      city: agency.canton,
      demonstration: agency.demonstration,
      today: {
        hours: intervalText(today.intervals),
        over: time(clock.now(), agency.zone) >= (today.intervals.at(-1)?.to ?? '24:00'),
        closedBecause: today.intervals.length === 0 ? (today.reason?.[language] ?? null) : null,
      },
      opens: openingSentence(services.pages, request, openingOf(hours, [agenda]), false),
      firstFree: first ? { at: first.start, zone: agency.zone } : null,
      noneBecause,
    }
  }

  async function none(offers: Offer[], choices: AgencyChoice[]): Promise<PlaceView['none']> {
    if (offers.length === 0) return { cause: 'no-agency', opens: null }
    if (choices.some(({ firstFree }) => firstFree !== null)) return null
    const cause: NoneCause = choices[0]?.noneBecause ?? 'no-hours'
    const opens = offers
      .map(({ agenda }) => ({ at: hours.nextRelease(agenda), zone: agenda.agency.zone }))
      .flatMap(({ at, zone }) => (at === null ? [] : [{ at, zone }]))
      .sort((one, other) => (one.at < other.at ? -1 : 1))[0]
    return { cause, opens: opens ?? null }
  }

  async function model(request: Request, draft: Draft, values: Values) {
    const { language } = contextOf(request)
    const offers = await earliest.offers(values.procedure)
    const here = offers.filter(({ agenda }) => agenda.agency.province.code === values.province)
    const agencies = here.map((offer) => choice(request, offer))
    const best = await earliest.anywhere(values.procedure)
    const existing = await turnos.liveFor(draft, values.procedure)
    const nothing = values.province === '' ? null : await none(here, agencies)
    if (nothing) for (const { agenda } of here) services.unmet.note(draft.id, agenda)
    const view: Omit<PlaceView, 'page' | 'step' | 'errors'> = {
      values,
      existing: existing
        ? {
            url: `/turnos/${existing.reference}`,
            at: existing.startAt,
            zone: existing.agency.zone,
          }
        : null,
      provinces: (await catalogue.provinces()).map(({ code, name }) => ({
        value: code,
        label: name,
      })),
      procedures: (await catalogue.procedures()).map(({ id, name }) => ({
        value: id,
        label: name[language],
      })),
      earliest: best && {
        province: best.agenda.agency.province.code,
        procedure: values.procedure,
        agency: best.agenda.id,
        agencyName: best.agenda.agency.name,
        provinceName: best.agenda.agency.province.name,
        at: best.first.start,
        zone: best.agenda.agency.zone,
      },
      agencies: agencies.filter(({ firstFree }) => firstFree !== null || agencies.length > 0),
      none: nothing,
    }
    return { view, existing }
  }

  const show: StepHandler = async (request, response, draft) => {
    const chosen = draft.agendaId ? await catalogue.agenda(draft.agendaId) : null
    const asked = parameter(request, 'tramite')
    const procedure = (await catalogue.procedure(asked)) ? asked : draft.procedureId
    const province = parameter(request, 'provincia') || (chosen?.agency.province.code ?? '')
    const values = { province, procedure, agency: draft.agendaId ?? '' }
    const { view, existing } = await model(request, draft, values)
    if (existing) services.turnoAccess.grant(response, existing)
    await walk.send(request, response, draft, 'lugar', view)
  }

  const save: StepHandler = async (request, response, draft) => {
    const asked = field(request, 'procedure')
    const procedure = await catalogue.procedure(asked)
    const values: Values = {
      province: field(request, 'province'),
      procedure: procedure?.id ?? draft.procedureId,
      agency: field(request, 'agency'),
    }
    const refuse = async (id: string, key: string) => {
      const errors: FieldError[] = [walk.mistake(request, id, key)]
      const { view } = await model(request, draft, values)
      await walk.send(request, response, draft, 'lugar', view, errors)
    }
    if (!procedure) return refuse('procedure', 'procedure-missing')
    const kind = draft.answers.document?.document.kind
    if (kind && procedure.details.acceptedDocuments[kind] === 'refused') {
      return refuse('procedure', 'procedure-refuses')
    }
    if (values.province === '') return refuse('province', 'province-missing')
    if (values.agency === '') return refuse('agency', 'agency-missing')
    const agenda = await catalogue.agenda(values.agency)
    if (!agenda || agenda.procedureId !== procedure.id) {
      return refuse('agency', 'agency-unavailable')
    }
    const result = await booking.setPlace(draft.id, agenda)
    if (result.ok) return walk.onwards(request, response)
    if (result.reason === 'over') throw createError(404, 'The draft is over')
    await refuse('agency', 'agency-unavailable')
  }

  return { show, save }
}
