import type { Request, RequestHandler, Response } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import { later } from '../../clock.ts'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { isReason, pauseReasons } from '../reasons.ts'
import type { DayView, WindowRow } from '../viewModels.ts'
import type { Window } from '../windows.ts'
import { displayUrl, receptionUrl } from './addresses.ts'
import { closingOf } from './closing.ts'
import { doorPart } from './door.ts'
import { queuePart } from './queuePart.ts'
import { actorOf, agencyOf, agencyPart } from './room.ts'
import { windowAnswer } from './windowAnswer.ts'
import { proceduresHere, servedBy } from './windowProcedures.ts'

type Pace = { windowId: string; minutes: number }

/** The supervisor's day: who is where, how long it takes, how it will end; and stopping the door. */
export function dayPage(services: Services) {
  const { attendance, clock, database, publicUrl, staffPages, stores } = services
  const { day, windows } = attendance

  const show: RequestHandler = async (request, response) => {
    const agency = await agencyOf(services, request)
    const figures = await day.figures(agency.id)
    if (!figures) throw new Error('An agency without a day')
    const { people } = figures
    const paces = await pacesOf(agency, figures.day)
    const { toCome, notCome } = await booked(agency, figures.day)
    const queue = await queuePart(services, request, agency, null)
    const all = await windows.ofAgency(agency.id)
    const average = meanOf(paces.map(({ minutes }) => minutes))
    const link = await attendance.displays.link(agency.id)
    const open = all.filter(({ clerk }) => clerk !== null).length
    const view: Omit<DayView, 'page' | 'staff'> = {
      agency: agencyPart(agency),
      at: { at: clock.now(), zone: agency.zone },
      told: windowAnswer(services, request, parameter(request, 'aviso')),
      door: await doorPart(services, request, agency),
      display: {
        ...(await attendance.displays.state(agency.id)),
        setUpUrl: `${publicUrl()}${displayUrl(agency.id)}/enlace/${link.token}`,
        linkVersion: link.version,
        renewUrl: receptionUrl(agency.id, 'pantalla'),
      },
      counts: { ...people, noShow: people['no-show'], toCome, notCome },
      longestWait: await longestWait(agency.id),
      averageMinutes: average,
      windows: await Promise.all(
        all
          .filter(({ active, clerk }) => active || clerk !== null)
          .map((window) => rowOf(request, agency, window, paces)),
      ),
      queue,
      forecast: await forecast(agency, open, people.waiting + people.called, toCome, average),
      receptionUrl: receptionUrl(agency.id),
      closeWindowUrl: receptionUrl(agency.id, 'ventanilla'),
    }
    await staffPages.send(request, response, 'attendance/day', view)
  }

  /** Of those booked for today who have not come: how many still may in time, and how many may not. */
  async function booked({ id }: Agency, today: string) {
    const { graceMinutes } = await day.waitingRoom(id)
    const turnos = await stores.turnos.ofDay(database.read, id, today)
    const out = turnos.filter(({ status }) => status === 'confirmed')
    const now = clock.now()
    const toCome = out.filter(({ startAt }) => later(startAt, { minutes: graceMinutes }) >= now)
    return { toCome: toCome.length, notCome: out.length - toCome.length }
  }

  /** Of everybody who waits, not of the first in order: who is passed for longest may stand far back. */
  async function longestWait(agencyId: string): Promise<number | null> {
    const waits = (await attendance.queue.waiting(agencyId)).map((one) => one.waitingMinutes)
    return waits.length === 0 ? null : Math.max(...waits)
  }

  async function pacesOf({ id }: Agency, today: string): Promise<Pace[]> {
    const served = await stores.calls.served(database.read, id, today)
    return served.flatMap(({ windowId, from, to }) =>
      to === null ? [] : [{ windowId, minutes: (Date.parse(to) - Date.parse(from)) / 60_000 }],
    )
  }

  async function rowOf(
    request: Request,
    { zone }: Agency,
    window: Window,
    paces: Pace[],
  ): Promise<WindowRow> {
    const { clerk } = window
    const account = clerk && (await services.staff.accounts.byId(clerk.staffId))
    const call = await attendance.calls.current(window.id)
    const own = paces.filter(({ windowId }) => windowId === window.id)
    return {
      id: window.id,
      number: window.number,
      clerk: account?.name ?? null,
      since: clerk === null ? null : { at: clerk.since, zone },
      serves: await servedBy(services, request, window),
      label: call?.arrival.label ?? null,
      calledAt: call && { at: call.calledAt, zone },
      served: own.length,
      averageMinutes: meanOf(own.map(({ minutes }) => minutes)),
      mayClose: clerk !== null && call === null,
      url: receptionUrl(window.agencyId, `ventanillas/${window.id}`),
    }
  }

  /** When the people here, and those still to come, would be through at today's pace. */
  async function forecast(
    agency: Agency,
    open: number,
    here: number,
    toCome: number,
    average: number | null,
  ): Promise<DayView['forecast']> {
    if (open === 0) return null
    const [first] = await proceduresHere(services, agency.id)
    const minutes = average ?? first?.details.minutesAtWindow ?? 20
    const after = (people: number) =>
      later(clock.now(), { minutes: Math.ceil(people / open) * minutes })
    const closes = await closingOf(services, agency)
    const { zone } = agency
    const allDone = after(here + toCome)
    return {
      waitingDone: { at: after(here), zone },
      allDone: { at: allDone, zone },
      closes: closes === null ? null : { at: closes, zone },
      late: closes !== null && allDone > closes,
    }
  }

  /** Back to the page that asked: the day, or reception. */
  function done(request: Request, response: Response, agencyId: string, word = ''): void {
    const tail = field(request, 'from') === 'day' ? 'dia' : ''
    seeOther(response, receptionUrl(agencyId, tail) + (word === '' ? '' : `?aviso=${word}`))
  }

  const pause: RequestHandler = async (request, response) => {
    const { id } = await agencyOf(services, request)
    const because = field(request, 'because')
    await day.pause(id, isReason(pauseReasons, because) ? because : 'other', actorOf(request))
    done(request, response, id)
  }

  const resume: RequestHandler = async (request, response) => {
    const { id } = await agencyOf(services, request)
    await day.resume(id, actorOf(request))
    done(request, response, id)
  }

  const close: RequestHandler = async (request, response) => {
    const { id } = await agencyOf(services, request)
    await day.close(id, actorOf(request))
    done(request, response, id)
  }

  const reopen: RequestHandler = async (request, response) => {
    const { id } = await agencyOf(services, request)
    await day.reopen(id, actorOf(request))
    done(request, response, id)
  }

  /** Closes a window that a clerk left open, so that they or another one can sit elsewhere. */
  const closeWindow: RequestHandler = async (request, response) => {
    const { id } = await agencyOf(services, request)
    const result = await windows.closeFor(id, field(request, 'window'), actorOf(request))
    done(request, response, id, result.ok ? '' : result.reason)
  }

  /** Makes the display's link invalid, where it got into other hands, and another one. */
  const renewLink: RequestHandler = async (request, response) => {
    const { id } = await agencyOf(services, request)
    const version = field(request, 'version')
    const known = /^\d{1,6}$/.test(version)
    if (known) await attendance.displays.renewLink(id, Number(version), actorOf(request))
    seeOther(response, receptionUrl(id, known ? 'dia?aviso=display-link-renewed' : 'dia'))
  }

  return { show, pause, resume, close, reopen, closeWindow, renewLink }
}

/** The mean in whole minutes, at least one; null of nothing. */
function meanOf(minutes: number[]): number | null {
  if (minutes.length === 0) return null
  return Math.max(1, Math.round(minutes.reduce((sum, one) => sum + one, 0) / minutes.length))
}
