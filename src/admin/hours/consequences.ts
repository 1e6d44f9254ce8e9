import type { Impact } from '../../agencies/impact.ts'
import { longDate, shortDayName, time } from '../../web/dates.ts'
import type { Consequence } from '../viewModels.ts'
import type { Names, Writer } from './words.ts'

/** How many turnos, and how many agendas, are listed one by one. */
const mostListed = 40
const mostAgendas = 6

/** What a change will do, in sentences: who loses an hour first, then holds, then seats by week. */
export function consequencesOf(
  writer: Writer,
  impact: Impact,
  zoneOf: (agencyId: string) => string,
  names: Names,
): Consequence[] {
  const { t, language } = writer
  const turnos = impact.turnos.map(({ reference, startAt, agencyId, why }) => {
    const zone = zoneOf(agencyId)
    const when = `${longDate(startAt, zone, language)}, ${time(startAt, zone)}`
    return `${when} · ${reference} · ${t(`hours:misfit.${why}`)}`
  })
  const more = turnos.length - mostListed
  const listed =
    more > 0 ? [...turnos.slice(0, mostListed), t('hours:more', { count: more })] : turnos
  return [
    turnos.length === 0
      ? { tone: 'done', text: t('hours:happens.noTurnos') }
      : { tone: 'stop', text: t('hours:happens.turnos', { count: turnos.length }), items: listed },
    ...(impact.turnos.length === 0
      ? []
      : [{ tone: 'info' as const, text: t('hours:happens.assistant') }]),
    ...(impact.still.length === 0
      ? []
      : [
          { tone: 'care' as const, text: t('hours:happens.still', { count: impact.still.length }) },
        ]),
    ...(impact.holds.length === 0
      ? []
      : [
          { tone: 'care' as const, text: t('hours:happens.holds', { count: impact.holds.length }) },
        ]),
    ...seatsOf(writer, impact, names),
  ]
}

function seatsOf(writer: Writer, { agendas }: Impact, names: Names): Consequence[] {
  const { t, language } = writer
  if (agendas.length === 0) return [{ tone: 'info', text: t('hours:happens.sameSeats') }]
  if (agendas.length > mostAgendas) return [sumOf(writer, agendas)]
  return agendas.map(({ procedureId, expected, weeks }) => {
    const tight = weeks.some(({ after, booked }) => after < Math.max(booked, expected ?? 0))
    const load = expected === null ? '' : ` ${t('hours:happens.expected', { count: expected })}`
    const name = names.procedures.get(procedureId) ?? procedureId
    return {
      tone: tight ? 'care' : 'info',
      text: t('hours:happens.seats', { procedure: name }) + load,
      items: weeks.map(({ monday, before, after, booked }) =>
        t('hours:happens.week', { monday: shortDayName(monday, language), before, after, booked }),
      ),
    }
  })
}

/** Many agencies at once: the sum of each week. */
function sumOf({ t, language }: Writer, agendas: Impact['agendas']): Consequence {
  const sums = new Map<string, { before: number; after: number }>()
  for (const { weeks } of agendas) {
    for (const { monday, before, after } of weeks) {
      const sum = sums.get(monday) ?? { before: 0, after: 0 }
      sums.set(monday, { before: sum.before + before, after: sum.after + after })
    }
  }
  const agencies = new Set(agendas.map(({ agencyId }) => agencyId)).size
  return {
    tone: 'info',
    text: t('hours:happens.manyAgendas', { agendas: agendas.length, count: agencies }),
    items: [...sums]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([monday, { before, after }]) =>
        t('hours:happens.weekSum', { monday: shortDayName(monday, language), before, after }),
      ),
  }
}
