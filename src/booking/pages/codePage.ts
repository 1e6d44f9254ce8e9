import createError from 'http-errors'
import { secondsBetween } from '../../clock.ts'
import { shownFate } from '../../messages/shownFate.ts'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { time } from '../../web/dates.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { tryLimit } from '../code.ts'
import type { Draft } from '../draft.ts'
import type { CodeView } from '../viewModels.ts'
import { type StepHandler, stepUrl, type Walk } from './walk.ts'

/** Hours on this page are the country's: no agency is chosen yet. */
const zone = 'America/Guayaquil'

/** Steps 4 and 5: what became of the mail, and the code. */
export function codePage(services: Services, walk: Walk) {
  const { booking, catalogue, clock, database, outbox, i18n } = services

  async function model(draft: Draft) {
    const now = clock.now()
    const state = await booking.codes.state(draft)
    const fate = await outbox.latestFateOf(database.read, 'code', draft.id)
    const live = state.newest && state.newest.endedAt === null && state.newest.expiresAt > now
    const { shortName } = await catalogue.institution()
    const view: Omit<CodeView, 'page' | 'step' | 'errors'> = {
      email: draft.answers.contact?.email ?? '',
      postUrl: stepUrl(draft, 'codigo'),
      mail: state.newest && { fate: shownFate(fate), at: fate?.at ?? now, zone },
      subject: i18n.t(draft.language, 'messages:code.subject', { institution: shortName }),
      expires: live && state.newest ? { at: state.newest.expiresAt, zone } : null,
      triesLeft: state.triesLeft < tryLimit.times ? state.triesLeft : null,
      resendUrl: `${stepUrl(draft, 'codigo')}/reenvio`,
      resendFrom:
        state.resendAt > now
          ? { at: state.resendAt, zone, secondsLeft: secondsBetween(now, state.resendAt) }
          : null,
      contactUrl: stepUrl(draft, 'contacto'),
    }
    return view
  }

  const show: StepHandler = async (request, response, draft) => {
    if (draft.verifiedAt !== null) return walk.onwards(request, response)
    await walk.send(request, response, draft, 'codigo', await model(draft))
  }

  const verify: StepHandler = async (request, response, draft) => {
    const typed = field(request, 'code').normalize('NFKC').replace(/[\s-]/g, '')
    const refuse = async (key: string, args?: Record<string, string>) => {
      const errors: FieldError[] = [walk.mistake(request, 'code', key, args)]
      await walk.send(request, response, draft, 'codigo', await model(draft), errors)
    }
    if (draft.verifiedAt !== null) return walk.onwards(request, response)
    if (typed === '') return refuse('code-missing')
    if (!/^\d{6}$/.test(typed)) return refuse('code-format')
    const result = await booking.codes.verify(draft.id, typed)
    if (result.ok) return walk.onwards(request, response)
    if (result.reason === 'over') throw createError(404, 'The draft is over')
    if (result.reason === 'wrong') return refuse('code-wrong')
    if (result.reason === 'expired') return refuse('code-expired')
    await refuse('code-spent', { time: time(result.retryAt, zone) })
  }

  const resend: StepHandler = async (request, response, draft) => {
    const result = await booking.codes.resend(draft.id)
    if (result.ok) return seeOther(response, stepUrl(draft, 'codigo'))
    if (result.reason === 'over') throw createError(404, 'The draft is over')
    const args = { time: time(result.retryAt, zone) }
    const errors = [walk.mistake(request, 'resend-wait', 'resend-limit', args)]
    const view = await model(draft)
    response.set('Retry-After', String(secondsBetween(clock.now(), result.retryAt)))
    await walk.send(request, response, draft, 'codigo', view, errors, 429)
  }

  return { show, verify, resend }
}
