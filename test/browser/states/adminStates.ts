import type { RoleGrant } from '../../../src/staff/roles.ts'
import { turnoOf } from '../../support/people.ts'
import { colleague, signIn } from './staffStates.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

export const admin: RoleGrant[] = [{ role: 'admin', agencyId: null }]

/** Somebody who sets things, signed in. */
export async function asAdmin(stage: Stage): Promise<void> {
  await signIn(stage, await colleague(stage, admin))
}

/** A page of the administration that is opened by its address. */
export const adminPage = (name: string, route: string, path: string, shows: string): State => ({
  name: `admin-${name}`,
  routes: [`GET ${route}`],
  status: 200,
  shows,
  async reach(stage) {
    await asAdmin(stage)
    await stage.open(path)
  },
})

/** A form of the administration, sent from its page. */
export const adminSent = (
  name: string,
  [route, path]: [string, string],
  [status, shows]: [number, string],
  fields: Record<string, string>,
): State => ({
  name: `admin-${name}`,
  routes: [`POST ${route}`],
  status,
  shows,
  async reach(stage) {
    await asAdmin(stage)
    await stage.open(path)
    await stage.send(path, fields)
  },
})

/** What the form of a new agency sends. */
const cuenca = {
  code: 'cuenca-sur',
  name: 'Cuenca Sur',
  kind: 'centro',
  provinceCode: '09',
  canton: 'Cuenca',
  address: 'Avenida Loja 12-30',
  zone: '',
  phone: '07 283 4000',
  email: 'cuenca@iess.example',
  windows: '3',
  active: 'sí',
  activeFrom: '2026-12-01',
  activeTo: '',
  earlyMinutes: '60',
  graceMinutes: '15',
  recallSeconds: '30',
  recallMost: '3',
  priorityMinutes: '30',
  walkInMinutes: '30',
  walkInQuota: '20',
  displayNext: '6',
}

const procedures = '/admin/tramites'
const certificate = `${procedures}/certificado-no-afiliacion-extranjeros`
const csv = '/admin/agencias/csv'
const fresh = '/admin/agencias/nueva'
const details = '/admin/agencias/guayaquil-centro/datos'

/** The agency of the story, with the windows that a form asks for. */
const changed = (name: string, shows: string, values: Record<string, string>): State => ({
  name: `admin-${name}`,
  routes: ['POST /admin/agencias/:agency/datos'],
  status: 200,
  shows,
  async reach(stage) {
    const person = stage.stranger()
    await turnoOf(stage.test_.services, person, '2026-12-11T15:00:00.000Z')
    await asAdmin(stage)
    await stage.open(details)
    const { page } = stage.reader
    for (const [field, value] of Object.entries(values)) {
      const input = page.locator(`#${field}`)
      if ((await input.evaluate((e) => e.tagName)) === 'SELECT') await input.selectOption(value)
      else await input.fill(value)
    }
    await page.locator('main form .govuk-button').click()
    await page.waitForLoadState()
  },
})

const people = '/admin/personas'

/** A page about a clerk, or a form sent from it. */
const person = (
  name: string,
  method: 'GET' | 'POST',
  tail: string,
  shows: string,
  fields: Record<string, string>,
): State => ({
  name: `admin-${name}`,
  routes: [`${method} ${people}/:person${tail}`],
  status: 200,
  shows,
  async reach(stage) {
    await asAdmin(stage)
    const clerk = await colleague(stage, [{ role: 'window', agencyId: 'guayaquil-centro' }])
    const path = `${people}/${clerk.id}${tail}`
    await stage.open(path)
    if (method === 'POST') await stage.send(path, fields)
  },
})

export const adminStates: State[] = [
  adminPage('inicio', '/admin', '/admin', 'admin:lead'),
  adminPage('agencias', '/admin/agencias', '/admin/agencias?q=centro', 'admin:agencies.canton'),
  adminPage(
    'agencia',
    '/admin/agencias/:agency',
    '/admin/agencias/guayaquil-centro',
    'admin:agencyFields.address',
  ),
  adminPage('agencia-nueva', fresh, fresh, 'admin:agencyHints.code'),
  adminSent('agencia-nueva-mal', [fresh, fresh], [422, 'admin:mistakes.code'], {
    ...cuenca,
    code: 'Cuenca Sur',
    windows: '999',
    email: 'nadie',
  }),
  adminSent('agencia-nueva-revisar', [fresh, fresh], [200, 'admin:happens.needsHours'], cuenca),
  adminSent('agencia-nueva-guardada', [fresh, fresh], [200, 'admin:agency.steps.text'], {
    ...cuenca,
    code: 'cuenca-norte',
    step: 'save',
  }),
  adminPage('agencia-datos', '/admin/agencias/:agency/datos', details, 'admin:agencyHints.windows'),
  changed('agencia-ventanillas', 'admin:happens.room', { windows: '9', graceMinutes: '20' }),
  changed('agencia-fuera', 'admin:happens.closeFirst', { active: 'no' }),
  adminPage('tramites', procedures, procedures, 'admin:procedures.add'),
  adminPage('tramite', `${procedures}/:procedure`, certificate, 'admin:procedures.publicPage'),
  adminPage(
    'tramite-nuevo',
    `${procedures}/nuevo`,
    `${procedures}/nuevo`,
    'admin:procedures.slugHint',
  ),
  adminPage(
    'tramite-datos',
    `${procedures}/:procedure/datos`,
    `${certificate}/datos`,
    'admin:procedures.listHints.requirements',
  ),
  adminSent(
    'tramite-nuevo-mal',
    [`${procedures}/nuevo`, `${procedures}/nuevo`],
    [422, 'web:errorSummary'],
    { slug: 'Con Espacios', 'name-es': 'Historia laboral' },
  ),
  {
    name: 'admin-tramite-revisar',
    routes: [`POST ${procedures}/:procedure/datos`],
    status: 200,
    shows: 'admin:confirm.happens',
    async reach(stage) {
      await asAdmin(stage)
      await stage.open(`${certificate}/datos`)
      const { page } = stage.reader
      await page.locator('#minutesAtWindow').fill('25')
      await page.locator('#requirements-0-title-es').fill('Pasaporte vigente')
      await page.locator('main form .govuk-button').last().click()
      await page.waitForLoadState()
    },
  },
  adminPage('personas', people, people, 'admin:people.standing'),
  adminSent('personas-buscar', [people, people], [200, 'admin:people.present'], { q: 'ana' }),
  adminPage('persona-nueva', `${people}/nueva`, `${people}/nueva`, 'admin:people.rolesHint'),
  adminSent(
    'persona-nueva-mal',
    [`${people}/nueva`, `${people}/nueva`],
    [422, 'admin:people.errors.no-email'],
    { 'role-0': 'window' },
  ),
  adminSent(
    'persona-invitada',
    [`${people}/nueva`, `${people}/nueva`],
    [200, 'admin:people.linkText'],
    { name: 'Inés Andrade', email: 'ines.andrade@iess.example', 'role-0': 'auditor', step: 'save' },
  ),
  person('persona', 'GET', '', 'admin:people.change', {}),
  person('persona-cerrar', 'POST', '', 'admin:people.happens.disable', { act: 'disable' }),
  person('persona-funciones', 'GET', '/funciones', 'admin:people.rolesHint', {}),
  person('persona-funciones-revisar', 'POST', '/funciones', 'admin:people.happens.roles', {
    'role-0': 'reception',
    'agency-0': 'guayaquil-centro',
  }),
  adminPage('csv', csv, csv, 'admin:csv.lead'),
  adminSent('csv-vacio', [csv, csv], [422, 'admin:csv.fileErrors.missing'], {}),
  adminSent('csv-mal', [csv, csv], [422, 'admin:csv.wrongText'], {
    csv: [
      'codigo;nombre;provincia;canton;direccion;ventanillas',
      'loja-sur;Loja Sur;Guayas;Loja;Avenida Universitaria;2',
      'loja;=1+1;Narnia;Loja;Bolívar y Sucre;dos',
    ].join('\n'),
  }),
  adminSent('csv-revisar', [csv, csv], [200, 'admin:csv.nothingGone'], {
    csv: [
      'codigo;nombre;provincia;canton;direccion;ventanillas;telefono',
      'loja-sur;Loja Sur;Guayas;Loja;Avenida Universitaria;2;',
      'guayaquil-centro;Guayaquil Centro;Guayas;Guayaquil;Olmedo y Boyacá;4;04 259 0000',
    ].join('\n'),
  }),
]
