import { turnoOf } from '../../support/people.ts'
import { admin, adminPage, asAdmin } from './adminStates.ts'
import { colleague, signIn } from './staffStates.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** The administration's messages, record and reports. */
const text = '/admin/mensajes/texto'
const codeText = `${text}?tipo=code&lengua=es`

/** Everything that the form of the code's mail sends, as it stands on the page. */
async function formOf(stage: Stage): Promise<Record<string, string>> {
  const fields: Record<string, string> = await stage.reader.page.evaluate(
    `Object.fromEntries(new FormData(document.querySelector('form[action="${text}"]')))`,
  )
  const { _csrf: _, ...others } = fields
  return others
}

const sentText = (
  name: string,
  [status, shows]: [number, string],
  changed: Record<string, string>,
): State => ({
  name: `admin-texto-${name}`,
  routes: [`POST ${text}`],
  status,
  shows,
  async reach(stage) {
    await asAdmin(stage)
    await stage.open(codeText)
    await stage.send(text, { ...(await formOf(stage)), ...changed })
  },
})

/** A day that is over and counted, so that reports have something to say. */
async function aDayIsOver(stage: Stage): Promise<void> {
  const { services, clock } = stage.test_
  await turnoOf(services, stage.stranger(), '2026-11-24T20:00:00.000Z')
  clock.set('2026-11-26T15:00:00.000Z')
  await services.attendance.endPastDays()
  await services.jobs.figures.closeDays()
}

export const officeStates: State[] = [
  adminPage('mensajes', '/admin/mensajes', '/admin/mensajes', 'mails:lead'),
  adminPage('texto', text, codeText, 'mails:preview'),
  sentText('llave', [422, 'mails:errors.unbalanced'], { 'texto-code-lead': 'Su código {{codigo' }),
  sentText('falta', [422, 'mails:previewFaults'], { 'texto-code-lead': 'Su código' }),
  sentText('antes', [200, 'mails:confirm.from'], {
    'texto-code-lead': 'Este es su código {{codigo}}',
    do: 'save',
  }),
  sentText('prueba', [200, 'mails:sent'], { do: 'send' }),
  {
    name: 'admin-envios',
    routes: ['GET /admin/mensajes/envios', 'POST /admin/mensajes/envios'],
    status: 200,
    shows: 'mails:again.done',
    async reach(stage) {
      const { services, sendMails } = stage.test_
      const turnoId = await turnoOf(services, stage.stranger(), '2026-12-14T15:00:00.000Z')
      await sendMails()
      await asAdmin(stage)
      await stage.open('/admin/mensajes/envios')
      await stage.send('/admin/mensajes/envios', { message: `confirmation-${turnoId}`, here: '' })
    },
  },
  adminPage(
    'envios-mal',
    '/admin/mensajes/envios',
    '/admin/mensajes/envios?tipo=confirmation',
    'mails:ledger.lead',
  ),
  adminPage('registro', '/admin/registro', '/admin/registro', 'record:chain'),
  {
    name: 'admin-informes',
    routes: ['GET /admin/informes'],
    status: 200,
    shows: 'reports:notes.turnos',
    async reach(stage) {
      await aDayIsOver(stage)
      await asAdmin(stage)
      await stage.open('/admin/informes?hasta=2026-11')
    },
  },
  {
    name: 'admin-informes-agencia',
    routes: ['GET /admin/informes'],
    status: 200,
    shows: 'reports:lead',
    async reach(stage) {
      await signIn(stage, await colleague(stage, admin))
      await stage.open('/admin/informes?por=agencia&hasta=2026-11')
    },
  },
]

/** What is no page: its route, and what it must be. */
export const officeFiles = [
  { route: 'GET /admin/registro/csv', type: /csv/ },
  { route: 'GET /admin/informes/csv', type: /csv/ },
]
