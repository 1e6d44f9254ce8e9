import type { RoleGrant } from '../../../src/staff/roles.ts'
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

export const adminStates: State[] = [
  adminPage('inicio', '/admin', '/admin', 'admin:lead'),
  adminPage('agencias', '/admin/agencias', '/admin/agencias?q=centro', 'admin:agencies.canton'),
  adminPage(
    'agencia',
    '/admin/agencias/:agency',
    '/admin/agencias/guayaquil-centro',
    'admin:agencies.address',
  ),
]
