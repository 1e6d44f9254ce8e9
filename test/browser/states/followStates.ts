import { guayaquil } from '../../support/story.ts'
import { asAdmin } from './adminStates.ts'
import { touched } from './relocationStates.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

const all = '/admin/agencias/:agency/reubicar'
const one = `${all}/:cause/:relocation`
const here = '/admin/agencias/guayaquil-centro/reubicar'

/** An admin before somebody who must be moved; the address of that person's page. */
async function before(stage: Stage): Promise<string> {
  const { changeId, relocation } = await touched(stage)
  await asAdmin(stage)
  return `${here}/${changeId}/${relocation.id}`
}

/** A page that an admin opens about somebody who must be moved, `tail` behind their own. */
const opened = (name: string, route: string, tail: string, shows: string): State => ({
  name: `reubicar-${name}`,
  routes: [`GET ${route}`],
  status: 200,
  shows,
  async reach(stage) {
    const path = await before(stage)
    await stage.open(`${path}${tail}`)
  },
})

/** What comes of a form that an admin sends from that person's page. */
const sent = (
  name: string,
  route: string,
  tail: string,
  fields: Record<string, string>,
  { status, shows }: { status: number; shows: string },
): State => ({
  name: `reubicar-${name}`,
  routes: [`POST ${route}`],
  status,
  shows,
  async reach(stage) {
    const path = await before(stage)
    await stage.open(path)
    await stage.send(new URL(`${path}/${tail}`, 'http://here').pathname, fields)
  },
})

/** Following those whom a change touches. */
export const followStates: State[] = [
  {
    name: 'reubicar-cambios',
    routes: [`GET ${all}`],
    status: 200,
    shows: 'relocation:staff.lead',
    async reach(stage) {
      await before(stage)
      await stage.open(here)
    },
  },
  opened('cambio', `${all}/:cause`, '/..', 'relocation:staff.all'),
  opened('persona', one, '', 'relocation:call.what'),
  {
    ...opened('hora', `${one}/hora/:agenda`, '/hora', 'relocation:hour.title'),
    routes: [`GET ${one}/hora`, `GET ${one}/hora/:agenda`],
  },
  opened(
    'hora-elegida',
    `${one}/hora/:agenda`,
    `/hora/${guayaquil}?hora=2026-12-21T15:00:00.000Z`,
    'relocation:hour.what',
  ),
  sent(
    'telefono',
    `${one}/telefono`,
    'telefono',
    {},
    { status: 200, shows: 'relocation:call.what' },
  ),
  sent(
    'llamada',
    `${one}/llamada`,
    'llamada',
    {},
    { status: 422, shows: 'relocation:call.choose' },
  ),
  sent(
    'anotada',
    `${one}/llamada`,
    'llamada',
    { outcome: 'told', calls: '0' },
    { status: 200, shows: 'relocation:told.anotado' },
  ),
  sent(
    'hora-perdida',
    `${one}/hora/:agenda`,
    `hora/${guayaquil}`,
    { slot: '2026-12-12T15:00:00.000Z', act: 'move' },
    { status: 409, shows: 'turno:move.notice.hour-gone.title' },
  ),
  sent(
    'enviado',
    `${all}/:cause/enviar`,
    '../enviar',
    {},
    {
      status: 200,
      shows: 'relocation:told.enviado',
    },
  ),
  sent(
    'recordado',
    `${all}/:cause/recordar`,
    '../recordar',
    {},
    {
      status: 200,
      shows: 'relocation:told.recordado',
    },
  ),
]
