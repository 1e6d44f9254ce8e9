import { type Request, Router } from 'express'
import createError from 'http-errors'
import type { Procedure } from '../agencies/procedure.ts'
import { newSecret } from '../keys/codes.ts'
import type { Language } from '../language.ts'
import type { Services } from '../services.ts'
import { contextOf } from './context.ts'
import { weekday } from './dates.ts'
import { openingOf, openingSentence } from './opening.ts'
import { privacyNotice } from './privacyNotice.ts'
import type {
  AccessibilityView,
  FirstFree,
  HomeView,
  PrivacyView,
  ProcedureView,
} from './viewModels.ts'

/** When the statement on accessibility was last checked against the pages. */
const accessibilityReviewed = '2026-11-23'

/** The pages one comes to first, and those that say who we are. */
export function homeRoutes(services: Services): Router {
  const { catalogue, config, earliest, hours, pages } = services
  const router = Router()

  router.get('/', async (request, response) => {
    const { language } = contextOf(request)
    const procedures = await Promise.all(
      (await offered()).map(async (procedure) => ({
        slug: procedure.slug,
        name: procedure.name[language],
        summary: procedure.details.summary[language],
        needs: needs(procedure, language),
        minutes: procedure.details.minutesAtWindow,
        free: procedure.details.free,
        firstFree: await firstFree(procedure),
        opens: await nextOpening(request, procedure),
      })),
    )
    const view: Omit<HomeView, 'page'> = { nonce: newSecret(), procedures }
    await pages.send(request, response, 'web/home', view)
  })

  router.get('/tramites/:slug', async (request, response) => {
    const procedure = await catalogue.procedureBySlug(request.params.slug)
    if (!procedure) throw createError(404, 'No such procedure')
    await pages.send(request, response, 'web/procedure', await procedureView(request, procedure))
  })

  router.get('/privacidad', async (request, response) => {
    const view: Omit<PrivacyView, 'page'> = { ...privacyNotice, officer: null }
    await pages.send(request, response, 'web/privacy', view)
  })

  router.get('/accesibilidad', async (request, response) => {
    const { holdMinutes } = config
    const view: Omit<AccessibilityView, 'page'> = { reviewed: accessibilityReviewed, holdMinutes }
    await pages.send(request, response, 'web/accessibility', view)
  })

  /** What is served somewhere: a procedure that no agency serves yet is not offered. */
  async function offered(): Promise<Procedure[]> {
    const all = await catalogue.procedures()
    const served = await Promise.all(
      all.map(async ({ id }) => (await catalogue.agendas(id)).length > 0),
    )
    return all.filter((_, at) => served[at])
  }

  async function firstFree(procedure: Procedure): Promise<FirstFree | null> {
    const best = await earliest.anywhere(procedure.id)
    if (!best) return null
    const { agency } = best.agenda
    return { start: best.first.start, zone: agency.zone, agencyName: agency.name }
  }

  async function procedureView(
    request: Request,
    procedure: Procedure,
  ): Promise<Omit<ProcedureView, 'page'>> {
    const { language } = contextOf(request)
    const { details } = procedure
    const inWords = ({ title, detail }: Procedure['details']['requirements'][number]) => ({
      title: title[language],
      detail: detail[language],
    })
    return {
      nonce: newSecret(),
      slug: procedure.slug,
      name: procedure.name[language],
      summary: details.summary[language],
      audience: details.audience[language],
      result: details.result[language],
      cost: details.cost[language],
      channel: details.channel[language],
      minutes: details.minutesAtWindow,
      requirements: details.requirements.map(inWords),
      thirdPartyRequirements: details.thirdPartyRequirements.map(inWords),
      authorisation: details.authorisation.map(({ text }) => text[language]),
      firstFree: await firstFree(procedure),
      opens: await releaseSentences(request, procedure),
      contactEmail: details.contactEmail,
      contactPhone: details.contactPhone,
    }
  }

  /** When the next hours open anywhere, and how that is ruled; null where every day opens one more. */
  async function releaseSentences(request: Request, procedure: Procedure): Promise<string | null> {
    const sentences = [
      await nextOpening(request, procedure),
      await releaseSentence(request, procedure),
    ]
    return sentences.filter((sentence) => sentence !== null).join(' ') || null
  }

  async function nextOpening(request: Request, procedure: Procedure): Promise<string | null> {
    const agendas = await catalogue.agendas(procedure.id)
    return openingSentence(pages, request, openingOf(hours, agendas), true)
  }

  /** When more hours open: said for the agencies that open a week at a stated hour. */
  async function releaseSentence(request: Request, procedure: Procedure): Promise<string | null> {
    const { language } = contextOf(request)
    const agendas = await catalogue.agendas(procedure.id)
    const weekly = agendas.flatMap(({ release, agency }) =>
      release.kind === 'weekly' ? [{ release, agency }] : [],
    )
    const rule = weekly[0]?.release
    if (!rule) return null
    const same = weekly.filter(
      ({ release }) => release.weekday === rule.weekday && release.time === rule.time,
    )
    return pages.text(request, 'agencies:weeklyRelease', {
      // 2024-01-01 was a Monday: the names of weekdays come from any week.
      weekday: weekday(`2024-01-0${rule.weekday}`, language),
      time: rule.time,
      agencies: lists[language].format(same.map(({ agency }) => agency.name)),
    })
  }

  return router
}

const lists = { es: new Intl.ListFormat('es'), en: new Intl.ListFormat('en') }

function needs({ details }: Procedure, language: Language): string {
  return lists[language].format(
    details.requirements.map(({ title }) => {
      const text = title[language]
      return text.charAt(0).toLocaleLowerCase(language) + text.slice(1)
    }),
  )
}
