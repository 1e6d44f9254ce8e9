import { expect } from '@jest/globals'
import fc from 'fast-check'
import { armCrashPoints, type CrashPoint } from '../../../src/crashPoints.ts'
import { parseDocument } from '../../../src/identity/documents.ts'
import { openColumn } from '../../../src/messages/sealed.ts'
import type { Ground } from './ground.ts'
import { agendas, type Model, type ModelDraft, people } from './model.ts'

/** The services, and which real ids the model's names stand for. */
export type Real = { ground: Ground; ids: Map<string, string> }

type Command = fc.AsyncCommand<Model, Real>

function command(
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check,
    run: async (model, real) => {
      await run(model, real)
      await compare(model, real)
    },
    toString: () => name,
  }
}

const draftOf = (model: Model, person: number): ModelDraft => {
  const draft = model.drafts.get(person)
  if (!draft) throw new Error('The command was not checked')
  return draft
}

const idOf = ({ ids }: Real, name: string): string => ids.get(name) ?? `unknown ${name}`

/** The model's name for a real id. */
function nameOf({ ids }: Real, id: string): string {
  return [...ids].find(([, known]) => known === id)?.[0] ?? id
}

/** A new walk: document and address given, a code asked for; or its address verified by the back door. */
const walk = (person: number, verified: boolean) =>
  command(
    `walk ${person}${verified ? ' verified' : ''}`,
    () => true,
    async (model, real) => {
      const { booking, clock, database, stores } = real.ground.services()
      const { holder, mailbox } = people[person] ?? people[0]
      const name = model.begin(person, verified)
      const { id } = await booking.drafts.start({
        browserSecret: name,
        nonce: name,
        procedureId: agendas[0]?.procedure ?? '',
        language: 'es',
      })
      real.ids.set(name, id)
      const typed = { kind: 'passport', country: 'COL', number: `AX00${holder}` }
      const parsed = parseDocument(typed)
      if (!parsed.ok) throw new Error(parsed.reason)
      await booking.setDocument(id, { document: parsed.document, thirdParty: null })
      const contact = {
        holder: { givenNames: 'María José', surnames: 'Ñáñez Peña' },
        thirdParty: null,
        email: `${mailbox}@example.org`,
        phone: '+593991234567',
        consent: { version: '1', at: clock.now() },
      }
      const result = await booking.setContact(id, contact, 'es')
      const expected = model.askForCode({ ...draftOf(model, person), verified: false })
      expect(result.ok && (result.code.ok ? 'sent' : result.code.reason)).toBe(expected)
      const draft = draftOf(model, person)
      if (expected === 'sent') draft.codeUntil = model.now + 10 * 60_000
      if (verified) {
        await database.transaction((tx) =>
          stores.drafts.change(tx, id, { verifiedAt: clock.now() }),
        )
      }
    },
  )

const has = (person: number) => (model: Model) => model.drafts.has(person)

const askForCode = (person: number) =>
  command(`ask for a code ${person}`, has(person), async (model, real) => {
    const draft = draftOf(model, person)
    const result = await real.ground.services().booking.codes.resend(idOf(real, draft.name))
    const expected = model.askForCode(draft)
    const same = expected === 'sent' || expected === 'verified' ? 'ok' : expected
    expect(result.ok ? 'ok' : result.reason).toBe(same)
  })

const verify = (person: number, right: boolean) =>
  command(
    `type the ${right ? 'right' : 'wrong'} code ${person}`,
    has(person),
    async (model, real) => {
      const draft = draftOf(model, person)
      const code = await newestCode(real, idOf(real, draft.name))
      const typed = right ? code : code === '000000' ? '111111' : '000000'
      const result = await real.ground
        .services()
        .booking.codes.verify(idOf(real, draft.name), typed)
      expect(result.ok ? 'ok' : result.reason).toBe(model.verify(draft, right))
    },
  )

async function newestCode({ ground }: Real, draftId: string): Promise<string> {
  const { database, jobs } = ground.services()
  const row = await jobs.messages.store.latest(database.read, 'code', draftId)
  if (!row?.secret) return '123456'
  return openColumn(ground.keyring, 'secret', row.id, row.secret)
}

const place = (person: number, at: number) =>
  command(`go to ${at} ${person}`, has(person), async (model, real) => {
    const draft = draftOf(model, person)
    const { booking, catalogue } = real.ground.services()
    const chosen = agendas[at % agendas.length] ?? agendas[0]
    const agenda = await catalogue.agenda(chosen?.id ?? '')
    if (!agenda || !chosen) throw new Error('No agenda')
    const result = await booking.setPlace(idOf(real, draft.name), agenda)
    expect(result.ok ? 'ok' : result.reason).toBe(model.place(draft, chosen))
  })

const hold = (person: number, choice: number) =>
  command(`hold hour ${choice} ${person}`, has(person), async (model, real) => {
    const draft = draftOf(model, person)
    const starts = (draft.agenda ?? agendas[0])?.starts ?? []
    const start = starts[choice % starts.length] ?? ''
    const result = await real.ground.services().booking.hold(idOf(real, draft.name), start)
    expect(result.ok ? 'ok' : result.reason).toBe(model.hold(draft, start))
    if (result.ok) expect(Date.parse(result.heldUntil)).toBe(draft.heldUntil)
  })

/** Several steps at once, so that stories of forty commands get somewhere. */
const inOneGo = (name: string, steps: Command[]) =>
  command(
    name,
    () => true,
    async (model, real) => {
      for (const step of steps) await step.run(model, real)
    },
  )

const toTheSummary = (person: number, at: number, choice: number) =>
  inOneGo(`to the summary of hour ${choice} at ${at} ${person}`, [
    walk(person, true),
    place(person, at),
    hold(person, choice),
  ])

/** Confirming, as the model names what comes of it. */
async function confirmed(model: Model, real: Real, draft: ModelDraft): Promise<string> {
  const result = await real.ground.services().booking.confirm(idOf(real, draft.name))
  if (!result.ok && result.reason !== 'already-yours') return result.reason
  const next = `turno-${model.turnos.size + 1}`
  const known = [...real.ids.values()].includes(result.turnoId)
  if (result.ok && !known) real.ids.set(next, result.turnoId)
  const name = nameOf(real, result.turnoId)
  return result.ok ? `ok ${name}` : `already-yours ${name}`
}

const confirm = (person: number) =>
  command(`confirm ${person}`, has(person), async (model, real) => {
    const draft = draftOf(model, person)
    const told = await confirmed(model, real, draft)
    expect(told).toBe(model.confirm(draft))
  })

/** The process dies in the middle of a confirmation; the person tries again at the next one. */
const crashWhileConfirming = (person: number, point: CrashPoint) =>
  command(`crash ${point} ${person}`, has(person), async (model, real) => {
    const draft = draftOf(model, person)
    armCrashPoints({ [point]: 1 }, (at) => {
      throw new Error(`died at ${at}`)
    })
    const died = await confirmed(model, real, draft).catch((error: unknown) => String(error))
    armCrashPoints({})
    await real.ground.restart()
    if (died.includes('died at')) {
      // Whatever came of it, asking again gives the one answer there is.
      const again = await confirmed(model, real, draft)
      // What died after its commit was done: a clash that was met then counts as one of a few.
      if (point === 'after-commit') model.confirm(draft)
      expect(again).toBe(model.confirm(draft))
    } else {
      expect(died).toBe(model.confirm(draft))
    }
  })

const restart = command(
  'restart',
  () => true,
  (_model, real) => real.ground.restart(),
)

const cancel = (which: number) =>
  command(
    `cancel ${which}`,
    (model) => model.turnos.size > 0,
    async (model, real) => {
      const turno = [...model.turnos.values()][which % model.turnos.size]
      if (!turno) throw new Error('The command was not checked')
      const { turnos } = real.ground.services()
      const result = await turnos.cancel(idOf(real, turno.name), 'applicant')
      expect(result.ok ? 'ok' : result.reason).toBe(model.cancel(turno))
    },
  )

const pass = (minutes: number) =>
  command(
    `${minutes} minutes pass`,
    () => true,
    async (model, real) => {
      model.now += minutes * 60_000
      real.ground.clock.advance({ minutes })
    },
  )

const tidy = command(
  'tidy',
  () => true,
  async (_model, real) => {
    await real.ground.services().booking.tidyHolds()
  },
)

const close = (at: number) =>
  command(
    `close ${at}`,
    () => true,
    async (model, real) => {
      const pool = agendas[at % agendas.length]?.pool ?? ''
      if (model.closed.has(pool)) return
      model.closed.add(pool)
      const { database, stores } = real.ground.services()
      await database.transaction(async (tx) => {
        await stores.seats.lockDays(tx, [
          { poolId: pool, day: '2026-11-24' },
          { poolId: pool, day: '2026-11-25' },
        ])
        await stores.agencies.close(tx, {
          id: pool,
          agencyId: pool,
          from: '2026-11-24T00:00:00.000Z',
          to: '2026-11-27T00:00:00.000Z',
          reason: { es: 'Fumigación', en: 'Fumigation' },
        })
      })
    },
  )

const setCapacity = (at: number, seats: number) =>
  command(
    `${seats} seats at ${at}`,
    () => true,
    async (model, real) => {
      const pool = agendas[at % agendas.length]?.pool ?? ''
      model.capacity.set(pool, seats)
      const { database, stores } = real.ground.services()
      await database.transaction(async (tx) => {
        await stores.seats.lockDays(tx, [{ poolId: pool, day: '2026-11-25' }])
        await stores.agencies.setSeats(tx, pool, seats)
      })
    },
  )

/** Holds the database against the model: the same seats and the same turnos. */
async function compare(model: Model, real: Real): Promise<void> {
  const { read, tables } = real.ground.services().database
  const ledger = {
    seats: await read.select().from(tables.seats),
    turnos: await read.select().from(tables.turnos),
  }
  const now = new Date(model.now).toISOString()
  const drafts = await read.select().from(tables.drafts)
  for (const draft of model.everyDraft.values()) {
    const { heldUntil = null } = drafts.find(({ id }) => id === idOf(real, draft.name)) ?? {}
    const shown = heldUntil === null ? 0 : Date.parse(heldUntil)
    expect(Math.max(shown, model.now)).toBe(Math.max(draft.heldUntil ?? 0, model.now))
  }
  const seats = ledger.seats
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .map(({ poolId, startAt, draftId, turnoId }) =>
      [poolId, startAt, nameOf(real, turnoId ?? draftId ?? '')].join(' '),
    )
  expect(seats.sort()).toEqual(model.seats())
  const turnos = ledger.turnos.map(({ id, startAt, agendaId, status }) =>
    [nameOf(real, id), startAt, agendaId, status].join(' '),
  )
  const expected = [...model.turnos.values()].map(({ name, start, agenda, live }) =>
    [name, start, agenda.id, live ? 'confirmed' : 'cancelled'].join(' '),
  )
  expect(turnos.sort()).toEqual(expected.sort())
}

const person = fc.nat(people.length - 1)
const small = fc.nat(5)

const toSummary = fc
  .tuple(person, small, small)
  .map(([who, at, choice]) => toTheSummary(who, at, choice))

/** Every command there is, the common ones more often. */
export const commands = [
  person.map((who) => walk(who, false)),
  person.map((who) => walk(who, true)),
  toSummary,
  toSummary,
  toSummary,
  person.map((who) => askForCode(who)),
  fc.tuple(person, fc.boolean()).map(([who, right]) => verify(who, right)),
  fc.tuple(person, small).map(([who, at]) => place(who, at)),
  fc.tuple(person, small).map(([who, at]) => place(who, at)),
  fc.tuple(person, small).map(([who, choice]) => hold(who, choice)),
  fc.tuple(person, small).map(([who, choice]) => hold(who, choice)),
  fc.tuple(person, small).map(([who, choice]) => hold(who, choice)),
  person.map((who) => confirm(who)),
  person.map((who) => confirm(who)),
  fc
    .tuple(
      person,
      fc.constantFrom<CrashPoint>('before-transaction', 'before-commit', 'after-commit'),
    )
    .map(([who, point]) => crashWhileConfirming(who, point)),
  fc.constant(restart),
  small.map((which) => cancel(which)),
  fc.constantFrom(1, 5, 9, 10, 11, 25, 180, 900).map((minutes) => pass(minutes)),
  fc.constantFrom(1, 5, 10).map((minutes) => pass(minutes)),
  fc.constant(tidy),
  small.map((at) => close(at)),
  fc.tuple(small, fc.nat(3)).map(([at, seats]) => setCapacity(at, seats)),
]
