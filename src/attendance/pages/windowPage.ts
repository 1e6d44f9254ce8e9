import type { Request, RequestHandler, Response } from 'express'
import { later, secondsBetween } from '../../clock.ts'
import { publicKeysText } from '../../keys/confirmationSeal.ts'
import type { Services } from '../../services.ts'
import { agenciesWith, knownStaff } from '../../staff/access.ts'
import { contextOf, seeOther, sendPage } from '../../web/context.ts'
import { csrfToken } from '../../web/csrf.ts'
import { parameter } from '../../web/form.ts'
import type { OpenCall } from '../call.ts'
import { outcomeKinds } from '../outcome.ts'
import { parkReasons, transferReasons } from '../reasons.ts'
import { serves } from '../ticket.ts'
import { undoSeconds } from '../undo.ts'
import type { Told } from '../viewModels.ts'
import type { CallPart, WindowsView, WindowView } from '../windowViewModels.ts'
import { windowUrl } from './addresses.ts'
import { choices } from './choices.ts'
import { endedPart } from './endedPart.ts'
import { type OwnWindow, ownWindow } from './ownWindow.ts'
import { personPart } from './personPart.ts'
import { queuePart } from './queuePart.ts'
import { agencyPart } from './room.ts'
import { visitPart } from './visitPart.ts'
import { windowAnswer } from './windowAnswer.ts'
import { proceduresHere, servedBy } from './windowProcedures.ts'

/** Steps after which there is nothing to take back. */
const final = ['served', 'recalled', 'undone', 'released', 'left']

/** The clerk's page: the queue, the person, the visit. Everything on it is a plain form. */
export function windowPage(services: Services) {
  const { attendance, clock, database, hash, keyring, pages, renderer, staffPages, stores } =
    services

  const show: RequestHandler = async (request, response) => {
    const own = await ownWindow(services, request)
    const told = windowAnswer(services, request, parameter(request, 'aviso'))
    if (!own) return choose(request, response, told)
    await staffPages.send(request, response, 'attendance/window', await model(request, own, told))
  }

  /** The queue alone, fetched again and again by the open page; it never touches what is typed. */
  const fragment: RequestHandler = async (request, response) => {
    const own = await ownWindow(services, request)
    if (!own) return seeOther(response, windowUrl())
    const queue = await queuePart(services, request, own.agency, own.window)
    const { language } = contextOf(request)
    const page = { csrfToken: csrfToken(hash, request) }
    sendPage(response, 200, renderer.page('attendance/queue', language, { page, queue }))
  }

  async function choose(request: Request, response: Response, told: Told | null): Promise<void> {
    const staff = knownStaff(request)
    const ids = agenciesWith(staff, 'window')
    const all = ids === 'all' ? [] : ids
    const agencies = await Promise.all(
      all.map(async (id): Promise<WindowsView['agencies']> => {
        const agency = await stores.agencies.agency(database.read, id)
        if (!agency) return []
        const windows = await attendance.windows.ofAgency(id)
        const rows = windows
          .filter(({ active }) => active)
          .map(async (window) => ({
            id: window.id,
            number: window.number,
            serves: await servedBy(services, request, window),
            taken: window.clerk !== null,
          }))
        return [{ name: agency.name, windows: await Promise.all(rows) }]
      }),
    )
    const view: Omit<WindowsView, 'page' | 'staff'> = { told, agencies: agencies.flat() }
    await staffPages.send(request, response, 'attendance/windows', view)
  }

  async function model(
    request: Request,
    own: OwnWindow,
    told: Told | null,
  ): Promise<Omit<WindowView, 'page' | 'staff'>> {
    const { agency, window } = own
    const { language } = contextOf(request)
    const call = await attendance.calls.current(window.id)
    const visit = call?.visitId ? await attendance.visits.byId(call.visitId) : null
    const queue = await queuePart(services, request, agency, window)
    const others = await attendance.windows.ofAgency(agency.id)
    const here = await proceduresHere(services, agency.id)
    return {
      agency: agencyPart(agency),
      number: window.number,
      serves: await servedBy(services, request, window),
      told,
      queue,
      next: queue.waiting.find(({ mine }) => mine)?.label ?? null,
      call: call && callPart(call, agency.zone),
      person: call && (await personPart(services, request, call.arrival, agency.zone)),
      visit: visit && visitPart(services, request, visit, agency.zone),
      ended: call ? [] : await endedPart(services, request, own),
      confirmationKeys: publicKeysText(keyring.confirmation),
      undo: await undoPart(own),
      outcomes: choices(pages, request, 'room:outcomeActs.', outcomeKinds).map((one, place) => ({
        ...one,
        key: String(place + 1),
        look: place === 0 ? '' : 'secondary',
      })),
      parkReasons: choices(pages, request, 'room:parkReasons.', parkReasons),
      transferReasons: choices(pages, request, 'room:transferReasons.', transferReasons),
      transferWindows: call
        ? others
            .filter(({ id, clerk }) => clerk !== null && id !== window.id)
            .filter((one) => serves(one, call.arrival.procedureId))
            .map(({ id, number }) => ({
              value: id,
              label: pages.text(request, 'room:window.one', { number }),
            }))
        : [],
      transferProcedures: call
        ? here
            .filter(({ id }) => id !== call.arrival.procedureId)
            .map(({ id, name }) => ({ value: id, label: name[language] }))
        : [],
    }
  }

  function callPart(call: OpenCall, zone: string): CallPart {
    const now = clock.now()
    const { recallFrom, noShowFrom } = call
    return {
      id: call.id,
      label: call.arrival.label,
      told: call.told,
      calledAt: { at: call.calledAt, zone },
      recallAt: recallFrom === null ? null : { at: recallFrom, zone },
      recallSeconds: recallFrom === null ? 0 : Math.max(0, secondsBetween(now, recallFrom)),
      noShowAt: noShowFrom > now ? { at: noShowFrom, zone } : null,
      waitedMinutes: Math.floor(secondsBetween(call.arrival.arrivedAt, call.calledAt) / 60),
    }
  }

  /** Whether the last thing done here can still be taken back. */
  async function undoPart({ window }: OwnWindow): Promise<WindowView['undo']> {
    const now = clock.now()
    const since = later(now, { seconds: -undoSeconds })
    const [event] = await stores.arrivals.eventsAt(database.read, window.id, since)
    if (!event?.before || final.includes(event.kind)) return null
    return { seconds: Math.max(1, undoSeconds - secondsBetween(event.at, now)) }
  }

  return { show, fragment }
}
