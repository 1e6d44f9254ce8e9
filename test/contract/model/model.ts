import { ayora, certificate, guayaquil, guayaquilUpdate, update } from '../../support/story.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** Where one can go in the model, with hours of Tuesday (some too soon) and of Wednesday. */
export const agendas = [
  {
    id: guayaquil,
    procedure: certificate,
    pool: 'guayaquil-centro',
    length: 20 * minute,
    starts: [
      '2026-11-24T15:40',
      '2026-11-24T20:00',
      ...hours('2026-11-25T13:', ['00', '20', '40']),
    ],
  },
  {
    id: guayaquilUpdate,
    procedure: update,
    pool: 'guayaquil-centro',
    length: 15 * minute,
    starts: ['2026-11-24T20:00', ...hours('2026-11-25T13:', ['00', '15', '30'])],
  },
  {
    id: ayora,
    procedure: certificate,
    pool: 'puerto-ayora',
    length: 20 * minute,
    starts: hours('2026-11-25T14:', ['00', '20']),
  },
].map((agenda) => ({ ...agenda, starts: agenda.starts.map((at) => `${at}:00.000Z`) }))

function hours(before: string, minutes: string[]): string[] {
  return minutes.map((text) => `${before}${text}`)
}

export type Agenda = (typeof agendas)[number]

/**
 * The people: the third has the first one's document and an address of their own, as a stranger with a
 * copied passport would.
 */
export const people = [
  { holder: 'A', mailbox: 'a' },
  { holder: 'B', mailbox: 'b' },
  { holder: 'A', mailbox: 'c' },
  { holder: 'D', mailbox: 'd' },
] as const

type Person = (typeof people)[number]

/** A walk as the rules see it. */
export type ModelDraft = {
  name: string
  person: Person
  startedAt: number
  verified: boolean
  /** Until when the newest code is good. */
  codeUntil: number | null
  agenda: Agenda | null
  start: string | null
  heldUntil: number | null
  ceiling: number | null
  turno: string | null
}

export type ModelTurno = {
  name: string
  person: Person
  agenda: Agenda
  start: string
  live: boolean
}

/** A seat of a pool, taken by a walk until an instant, or by a turno. */
type ModelSeat = { agenda: Agenda; start: string; by: string; until: number | null }

/** All the rules of seats, codes and turnos, written down a second time and as plainly as can be. */
export function createModel(now: number) {
  const drafts = new Map<number, ModelDraft>()
  const turnos = new Map<string, ModelTurno>()
  const capacity = new Map([
    ['guayaquil-centro', 3],
    ['puerto-ayora', 1],
  ])
  const closed = new Set<string>()
  const taken = new Map<string, number[]>()
  const everyDraft = new Map<string, ModelDraft>()
  let seats: ModelSeat[] = []

  const model = {
    now,
    drafts,
    everyDraft,
    turnos,
    capacity,
    closed,

    /** The seats that count now, each by whom. */
    seats: () =>
      seats
        .filter(live)
        .map(({ agenda, start, by }) => `${agenda.pool} ${start} ${by}`)
        .sort(),

    begin(person: number, verified: boolean): string {
      const who = people[person] ?? people[0]
      const draft: ModelDraft = {
        name: `draft-${everyDraft.size + 1}`,
        person: who,
        startedAt: model.now,
        verified,
        codeUntil: null,
        agenda: null,
        start: null,
        heldUntil: null,
        ceiling: null,
        turno: null,
      }
      drafts.set(person, draft)
      everyDraft.set(draft.name, draft)
      return draft.name
    },

    /** What asking for a code comes to, and does. */
    askForCode(draft: ModelDraft): 'sent' | 'too-often' | 'over' | 'verified' {
      if (isOver(draft)) return 'over'
      if (draft.verified) return 'verified'
      const keys = [`code ${draft.person.mailbox}`, `code ${draft.person.holder}`]
      const limits = [
        { times: 1, within: minute },
        { times: 3, within: 15 * minute },
        { times: 5, within: day },
      ]
      if (!take(keys, limits)) return 'too-often'
      draft.codeUntil = model.now + 10 * minute
      return 'sent'
    },

    verify(draft: ModelDraft, right: boolean): string {
      if (isOver(draft)) return 'over'
      if (draft.verified) return 'ok'
      if (draft.codeUntil === null || draft.codeUntil <= model.now) return 'expired'
      if (!take([`try ${draft.name}`], [{ times: 5, within: 15 * minute }])) return 'too-many-tries'
      if (!right) return 'wrong'
      draft.verified = true
      draft.codeUntil = null
      return 'ok'
    },

    place(draft: ModelDraft, agenda: Agenda): 'ok' | 'over' {
      if (isOver(draft)) return 'over'
      if (draft.agenda !== agenda) {
        release((seat) => seat.by === draft.name)
        draft.start = null
        draft.heldUntil = null
      }
      draft.agenda = agenda
      return 'ok'
    },

    hold(draft: ModelDraft, start: string): string {
      if (isOver(draft)) return 'over'
      const { agenda, person } = draft
      if (!draft.verified || !agenda) return 'not-ready'
      if (Date.parse(start) <= model.now) return 'past'
      const mine = (seat: ModelSeat) => {
        const other = personOf(seat.by)
        return other?.holder === person.holder || other?.mailbox === person.mailbox
      }
      const others = seats.filter((seat) => mine(seat) && live(seat) && seat.by !== draft.name)
      if (others.some(({ by }) => personOf(by)?.mailbox !== person.mailbox)) return 'held-elsewhere'
      if (closed.has(agenda.pool)) return 'no-slot'
      if (Date.parse(start) < model.now + 120 * minute) return 'too-soon'
      if (isFull(agenda, start, mine)) return 'seat-taken'
      const continues =
        draft.heldUntil !== null && draft.heldUntil > model.now && draft.ceiling !== null
      if (!continues) {
        if (!take([`hold ${person.holder}`], [{ times: 8, within: day }])) return 'too-often'
        draft.ceiling = model.now + 30 * minute
      }
      draft.heldUntil = Math.min(model.now + 10 * minute, draft.ceiling ?? 0)
      for (const { by } of seats.filter(mine)) {
        const loser = everyDraft.get(by)
        if (loser && loser !== draft) loser.heldUntil = null
      }
      release(mine)
      seats.push({ agenda, start, by: draft.name, until: draft.heldUntil })
      draft.start = start
      return 'ok'
    },

    confirm(draft: ModelDraft): string {
      if (draft.turno !== null) return `ok ${draft.turno}`
      if (isOver(draft)) return 'over'
      const { agenda, start, person } = draft
      if (!draft.verified || !agenda || start === null) return 'not-ready'
      const own = (seat: ModelSeat) => seat.by === draft.name
      const held = seats.some((seat) => own(seat) && seat.start === start && live(seat))
      if (!held) {
        if (closed.has(agenda.pool)) return 'seat-gone'
        if (Date.parse(start) < model.now + 120 * minute) return 'seat-gone'
        if (isFull(agenda, start, own)) return 'seat-gone'
      }
      const other = [...turnos.values()].find(
        (turno) =>
          turno.live &&
          turno.agenda.procedure === agenda.procedure &&
          turno.person.holder === person.holder,
      )
      if (other) {
        if (other.person.mailbox === person.mailbox) return `already-yours ${other.name}`
        return take([`clash ${person.mailbox}`], [{ times: 3, within: day }])
          ? 'clash'
          : 'too-often'
      }
      const name = `turno-${turnos.size + 1}`
      turnos.set(name, { name, person, agenda, start, live: true })
      release(own)
      seats.push({ agenda, start, by: name, until: null })
      draft.turno = name
      draft.heldUntil = null
      return `ok ${name}`
    },

    cancel(turno: ModelTurno): 'ok' | 'too-late' {
      if (!turno.live) return 'ok'
      if (Date.parse(turno.start) <= model.now) return 'too-late'
      turno.live = false
      release((seat) => seat.by === turno.name)
      return 'ok'
    },
  }

  function personOf(by: string): Person | undefined {
    return everyDraft.get(by)?.person
  }

  function isOver({ startedAt, turno }: ModelDraft): boolean {
    return turno !== null || startedAt + day <= model.now
  }

  function live({ until }: ModelSeat): boolean {
    return until === null || until > model.now
  }

  function release(which: (seat: ModelSeat) => boolean) {
    seats = seats.filter((seat) => !which(seat))
  }

  /** Whether at any five minutes of the slot every seat of the pool is taken by others. */
  function isFull(agenda: Agenda, start: string, mine: (seat: ModelSeat) => boolean): boolean {
    const others = seats.filter(
      (seat) => seat.agenda.pool === agenda.pool && live(seat) && !mine(seat),
    )
    const from = Date.parse(start)
    for (let at = from; at < from + agenda.length; at += 5 * minute) {
      const count = others.filter((seat) => {
        const begins = Date.parse(seat.start)
        return begins <= at && at < begins + seat.agenda.length
      }).length
      if (count >= (capacity.get(agenda.pool) ?? 0)) return true
    }
    return false
  }

  /** Takes one of what the limits allow under every key, or none. */
  function take(keys: string[], limits: { times: number; within: number }[]): boolean {
    const allowed = keys.every((key) =>
      limits.every(({ times, within }) => {
        const recent = (taken.get(key) ?? []).filter((at) => at > model.now - within)
        return recent.length < times
      }),
    )
    if (allowed) for (const key of keys) taken.set(key, [...(taken.get(key) ?? []), model.now])
    return allowed
  }

  return model
}

export type Model = ReturnType<typeof createModel>
