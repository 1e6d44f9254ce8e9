import { describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { saveChange } from '../../src/admin/hours/saving.ts'
import type { Change } from '../../src/agencies/change/change.ts'
import { filledIn } from '../admin/filledIn.ts'
import { preview } from '../admin/hoursSteps.ts'
import { type StaffBrowser, signedIn, tomas, worker } from '../staff/people.ts'
import { startTestApp } from '../support/app.ts'
import { somebody, turnoOf } from '../support/people.ts'
import { accepts, chooses, givesUp, watched, waysIn } from './answers.ts'
import {
  booked,
  centre,
  closeThursday,
  minutePasses,
  relocationOf,
  slotOf,
  statuses,
  thursday,
  wrongs,
} from './ground.ts'

const at = `/admin/agencias/${centre}`
const wanted = '2026-12-08T15:00:00.000Z'

/** What else leaves people without their hour, of nine who are booked from 08:00 on, three at a time. */
const changes = [
  {
    what: 'a day that begins forty minutes later',
    role: 'supervisor' as const,
    path: `${at}/excepciones/${thursday}`,
    fields: { hours: '8:40-17', reasonEs: 'Capacitación', reasonEn: 'Training' },
    windows: 3,
    // The six of 08:00 and 08:20.
    touched: [0, 1, 2, 3, 4, 5],
    // Three and three after those of 08:40.
    proposed: [3, 3, 3, 4, 4, 4],
  },
  {
    what: 'two windows where there were three',
    role: 'admin' as const,
    path: `${at}/ventanillas/${centre}`,
    fields: { name: 'Ventanillas', seats: '2', rows: '0' },
    windows: 2,
    // Of each hour the one who booked last.
    touched: [2, 5, 8],
    proposed: [3, 3, 4],
  },
]

describe.each(changes)('$what', ({ role, path, fields, windows, touched, proposed }) => {
  test('moves whom it touches by their own answers, and nobody else', async () => {
    const test_ = await startTestApp()
    try {
      const { relocations, turnos } = test_.services
      const agencyId = role === 'admin' ? null : centre
      const account = await worker(test_, tomas, [{ role, agencyId }])
      const staff = await signedIn(test_, account, { strong: true })
      const ids = await booked(test_, 9)
      const starts = async () =>
        Promise.all(ids.map(async (id) => (await turnos.byId(id))?.startAt))
      const before = await starts()
      await test_.sendMails()
      test_.mails.length = 0

      const shown = await preview(staff, path, fields)
      expect(shown.happens[0]).toContain(`${touched.length} turnos reservados`)
      let page = ''
      // Until it is saved there are three windows.
      const whileSaved = await watched(test_, [
        async () => {
          page = (await shown.save()).location
        },
      ])
      expect(whileSaved).toEqual([])
      const list = load((await staff.get(page)).text)
      expect(list('main table tbody tr')).toHaveLength(touched.length)
      const offered = await Promise.all(
        touched.map(async (n) => (await relocations.openOf(ids[n] ?? ''))?.proposal?.start),
      )
      expect(offered).toEqual(proposed.map(slotOf))

      expect((await staff.post(`${page}/enviar`)).status).toBe(303)
      await test_.sendMails()
      const waysOf = (n: number) => {
        const { email } = somebody(n + 1)
        return waysIn(test_.mails.find(({ to }) => to === email)?.text)
      }
      expect(test_.mails).toHaveLength(touched.length)
      const [chooser = 0, quitter = 0, ...others] = touched
      const answers: string[] = []
      const whileAnswered = await watched(
        test_,
        [
          ...others.map((n) => async () => void answers.push(await accepts(test_, waysOf(n)))),
          async () => void answers.push(await chooses(test_, waysOf(chooser), wanted)),
          async () => expect(await givesUp(test_, waysOf(quitter))).toBe(303),
        ],
        windows,
      )
      expect(whileAnswered).toEqual([])
      expect(answers.filter((to) => to.endsWith('cambiado=1'))).toHaveLength(others.length + 1)
      const ended = await statuses(test_, page.split('/').at(-1) ?? '')
      expect(ended.sort()).toEqual(
        [...others.map(() => 'accepted'), 'cancelled', 'chose-another'].sort(),
      )
      const after = before.map((start, n) => {
        if (n === chooser) return wanted
        const place = touched.indexOf(n)
        return others.includes(n) ? slotOf(proposed[place] ?? 0) : start
      })
      expect(await starts()).toEqual(after)
      expect((await turnos.byId(ids[quitter] ?? ''))?.status).toBe('cancelled')
    } finally {
      await test_.stop()
    }
  }, 120_000)
})

const ways = [
  {
    way: 'on the page of the agency',
    async save(admin: StaffBrowser) {
      const path = `${at}/datos`
      const typed = filledIn((await admin.get(path)).text)
      return admin.post(path, { ...typed, windows: '2', step: 'save' })
    },
  },
  {
    way: 'by a file',
    save: (admin: StaffBrowser) =>
      admin.post('/admin/agencias/csv', {
        csv: `codigo;ventanillas\n${centre};2\n`,
        step: 'save',
      }),
  },
]

test.each(ways)(
  'windows taken away $way let a proposal go, and another is held at once',
  async ({ save }) => {
    const test_ = await startTestApp()
    try {
      const person = { name: 'Ada', email: 'ada@iess.example' }
      const account = await worker(test_, person, [{ role: 'admin', agencyId: null }])
      const admin = await signedIn(test_, account, { strong: true })
      const ids = await booked(test_, 3)
      await closeThursday(test_, ids)
      expect((await save(admin)).status).toBe(303)
      const proposed = await Promise.all(ids.map((id) => relocationOf(test_, id)))
      expect(proposed.map(({ toStart }) => toStart).sort()).toEqual([
        '2026-12-04T13:00:00.000Z',
        '2026-12-04T13:00:00.000Z',
        '2026-12-04T13:20:00.000Z',
      ])
      expect(await wrongs(test_, 2)).toEqual([])
    } finally {
      await test_.stop()
    }
  },
)

describe('a day off by decree', () => {
  const friday = '2026-12-04'
  const dayOff = (to: 'confirmed' | 'removed'): Change => ({
    kind: 'holidays',
    to: [
      {
        id: 'decree-1',
        to: {
          ...{ date: friday, name: { es: 'Decreto', en: 'Decree' }, scope: 'national' },
          ...{ provinceCode: null, canton: null, lawDate: null, state: to, origin: 'decree' },
        },
      },
    ],
  })

  test('lets go what was proposed on it, and another hour is held at once', async () => {
    const test_ = await startTestApp()
    try {
      const ids = await booked(test_, 3)
      await closeThursday(test_, ids)
      const proposed = () =>
        Promise.all(ids.map(async (id) => (await relocationOf(test_, id)).toStart))
      expect(new Set(await proposed())).toEqual(new Set([`${friday}T13:00:00.000Z`]))
      await saveChange(test_.services, dayOff('confirmed'), 'staff:ana')
      expect(new Set(await proposed())).toEqual(new Set(['2026-12-07T13:00:00.000Z']))
      expect(await wrongs(test_)).toEqual([])
    } finally {
      await test_.stop()
    }
  })

  test('taken back, leaves everybody where they were, and a proposal that lost its seat is found', async () => {
    const test_ = await startTestApp()
    try {
      const { database, stores } = test_.services
      const start = `${friday}T13:00:00.000Z`
      const id = await turnoOf(test_.services, somebody(1), start)
      await saveChange(test_.services, dayOff('confirmed'), 'staff:ana')
      const open = await relocationOf(test_, id)
      expect(open.toStart).toBe('2026-12-07T13:00:00.000Z')
      // Whatever took it away: the assistant looks for another before anybody is written to.
      await database.transaction(async (tx) => {
        await stores.seats.releaseDrafts(tx, [open.id])
        await stores.relocations.wakeAll(tx, test_.clock.now())
      })
      await minutePasses(test_)
      expect(await relocationOf(test_, id)).toMatchObject({ status: 'open', proposalNo: 3 })
      await saveChange(test_.services, dayOff('removed'), 'staff:ana')
      await minutePasses(test_)
      expect(await relocationOf(test_, id)).toMatchObject({ status: 'kept' })
      expect((await test_.services.turnos.byId(id))?.startAt).toBe(start)
      expect(await wrongs(test_)).toEqual([])
    } finally {
      await test_.stop()
    }
  })
})
