import type { Database } from '../../db/database.ts'
import { openStores } from '../../db/stores.ts'
import { walkInPlace } from '../../src/attendance/place.ts'
import { usualWaitingRoom } from '../../src/attendance/waitingRoom.ts'
import { localDateOf } from '../../src/calendar/zonedDay.ts'
import { newId, newSecret } from '../../src/keys/codes.ts'
import { keyedHash } from '../../src/keys/keyedHash.ts'
import type { Keyring } from '../../src/keys/keyring.ts'
import { staffSeals } from '../../src/staff/account.ts'
import { accountKeyOf } from '../../src/staff/accountKey.ts'
import { certificate } from '../support/story.ts'
import { type Answer, type Browser, type Door, emptyJar, openBrowser } from './browser.ts'
import type { Journal } from './journal.ts'

/** Where the clerks work. */
export const room = { agencyId: 'oficina-1', zone: 'America/Guayaquil' }

/** How many windows there are, and how many people wait when the doors open. */
export type RoomSize = { windows: number; people: number }

/** Somebody at a window, with the session in which they are signed in. */
export type ClerkAtWork = { staffId: string; windowId: string; session: string }

/**
 * Numbers the windows, signs a clerk in for each, and lets the people in: all wait from the beginning,
 * a third of them with priority.
 */
export async function openRoom(
  database: Database,
  keyring: Keyring,
  { windows, people }: RoomSize,
): Promise<ClerkAtWork[]> {
  const stores = openStores(database.tables)
  const hash = keyedHash(keyring)
  const { personal: personalSeal } = staffSeals(keyring)
  const began = Date.now()
  const at = (secondsAgo: number) => new Date(began - secondsAgo * 1000).toISOString()
  const day = localDateOf(at(0), room.zone)
  const clerks = Array.from({ length: windows }, (_, n) => ({
    staffId: newId(),
    windowId: `${room.agencyId}-${n + 1}`,
    session: newSecret(),
  }))
  await database.transaction(async (tx) => {
    await stores.windows.number(tx, room.agencyId, windows)
    for (const [n, { staffId, session }] of clerks.entries()) {
      const email = `ventanilla${n + 1}@example.org`
      await tx.insert(database.tables.staff).values({
        id: staffId,
        emailKey: accountKeyOf(hash, email),
        personal: personalSeal.seal(staffId, {
          email,
          name: `Ventanilla ${n + 1}`,
        }),
        passwordHash: null,
        totpSecret: null,
        totpStep: 0,
        recoveryKeys: [],
        status: 'active',
        createdAt: at(0),
      })
      await stores.staff.setRoles(tx, staffId, [
        { id: newId(), role: 'window', agencyId: room.agencyId },
      ])
      const key = hash('staff-session', session)
      await stores.staffDoor.addSession(tx, {
        key,
        staffId,
        createdAt: at(0),
        seenAt: at(0),
        strong: 0,
      })
    }
    for (let n = 0; n < people; n += 1) {
      const arrivedAt = at(3600 + ((n * 7919) % people))
      const priority = n % 3 === 0 ? ('older' as const) : null
      const { place, reason } = walkInPlace({ arrivedAt, priority }, usualWaitingRoom)
      await stores.arrivals.add(tx, {
        id: newId(),
        agencyId: room.agencyId,
        day,
        turnoId: null,
        procedureId: certificate,
        label: `A ${String(n + 1).padStart(4, '0')}`,
        arrivedAt,
        place,
        placeReason: reason,
        priority,
        status: 'waiting',
        windowId: null,
        language: 'es',
        personal: null,
      })
    }
  })
  return clerks
}

type Shift = {
  door: Door
  journal: Journal
  /** The network address; no client of the crowd has the same. */
  client: number
  /** How long a clerk takes for the person they have just now, about. */
  paceMs: () => number
  /** Told of every step that was answered. */
  onStep: () => void
  stop: () => boolean
}

/**
 * One clerk's day: they look at their page, do what it asks for, and look again, until nobody waits.
 * What was not answered is sent again. Sentences about what must never happen.
 */
export async function workAtWindow(clerk: ClerkAtWork, shift: Shift): Promise<string[]> {
  const { door, journal, client, stop, onStep } = shift
  const jar = emptyJar()
  jar.cookies.set('personal', clerk.session)
  const browser = openBrowser(door, journal, client, jar)
  const wrong: string[] = []
  const about = (op: string, key: string) => ({
    client,
    op,
    key,
    hour: null,
    agenda: clerk.windowId,
  })

  const send = async (path: string, key: string, fields: Record<string, string>, token: string) => {
    const answer = await untilAnswered(browser, stop, () =>
      browser.post(`/ventanilla/${path}`, { ...fields, _csrf: token }, about(path, key)),
    )
    if (answer === null) return null
    onStep()
    if (answer.status !== 303) {
      wrong.push(`${clerk.windowId}: ${path} was answered ${answer.status}`)
      return null
    }
    return /aviso=([a-z-]+)/.exec(answer.location ?? '')?.[1] ?? ''
  }

  for (;;) {
    const seen = await untilAnswered(browser, stop, () =>
      browser.get('/ventanilla', about('page ventanilla', '')),
    )
    if (seen === null) return wrong
    if (seen.status !== 200) {
      wrong.push(`${clerk.windowId}: the page was answered ${seen.status}`)
      return wrong
    }
    const [token, call, visit] = ['_csrf', 'call', 'visit'].map((name) => inputOf(seen.body, name))
    if (seen.body.includes('action="/ventanilla/abrir"')) {
      await send('abrir', clerk.windowId, { window: clerk.windowId }, token ?? '')
    } else if (visit) {
      await pause(shift.paceMs() * (0.5 + Math.random()))
      await send(
        'resultado',
        visit,
        { visit, outcome: 'issued', ...person, ...papers },
        token ?? '',
      )
    } else if (call && Number.parseInt(call.slice(-1), 36) % 4 === 0) {
      await send('se-va', call, { call }, token ?? '')
    } else if (call) {
      await send('atender', call, { call }, token ?? '')
    } else if ((await send('siguiente', '', {}, token ?? '')) === 'nobody') {
      return wrong
    }
    if (stop()) return wrong
  }
}

const person = {
  surnames: 'De La Fila',
  givenNames: 'Persona',
  kind: 'passport',
  country: 'COL',
  number: 'FX1234567',
}
const papers = { 'check.passport': 'present', 'check.visa': 'present', 'check.letter': 'present' }

/** Asks until there is an answer, each time the next process; null where it is over before. */
async function untilAnswered(browser: Browser, stop: () => boolean, ask: () => Promise<Answer>) {
  for (;;) {
    const answer = await ask()
    if (answer.outcome === 'answered' && answer.status !== 429) return answer
    if (stop()) return null
    browser.turn()
    await pause(150 + Math.random() * 250)
  }
}

const inputOf = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
