import type { RequestHandler } from 'express'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import { presenceOf, signInPath } from '../access.ts'
import { firstPage } from '../menu.ts'
import type { AccountView } from '../viewModels.ts'
import { mine } from './mine.ts'
import { countryZone } from './signInPage.ts'

export const accountPath = '/personal/cuenta'

/** "Mi cuenta": who one is here, and where one is signed in. */
export function accountPage(services: Services) {
  const { database, pages, staff, staffPages, stores } = services

  const home: RequestHandler = (request, response) => {
    seeOther(response, firstPage(mine(request).staff))
  }

  const show: RequestHandler = async (request, response) => {
    const { staff: me, sessionKey } = mine(request)
    const account = await staff.accounts.byId(me.id)
    if (!account) throw new Error('An account that is gone')
    const roles = await Promise.all(
      account.roles.map(async ({ role, agencyId }) => ({
        label: pages.text(request, `staff:roles.${role}`),
        agency:
          agencyId === null
            ? null
            : ((await stores.agencies.agency(database.read, agencyId))?.name ?? agencyId),
      })),
    )
    const sessions = await staff.sessions.of(me.id)
    const view: Omit<AccountView, 'page' | 'staff'> = {
      email: account.email,
      roles,
      hasPassword: account.hasPassword,
      hasFactor: account.hasFactor,
      recoveryCodes: account.recoveryCodes,
      othersOpen: sessions.length > 1,
      sessions: sessions.map(({ key, createdAt, seenAt }) => ({
        key,
        since: { at: createdAt, zone: countryZone },
        seen: { at: seenAt, zone: countryZone },
        here: key === sessionKey,
      })),
    }
    await staffPages.send(request, response, 'staff/account', view)
  }

  /** Ends one session, or all others. One's own is ended by the way out. */
  const endSessions: RequestHandler = async (request, response) => {
    const { staff: me, sessionKey } = mine(request)
    const key = field(request, 'session')
    if (field(request, 'others') === 'yes') await staff.sessions.endOthers(me.id, sessionKey)
    else if (key !== '') await staff.sessions.end(me.id, key)
    seeOther(response, accountPath)
  }

  const signOut: RequestHandler = async (request, response) => {
    const presence = presenceOf(request)
    if (presence) await staff.sessions.end(presence.staff.id, presence.sessionKey)
    staff.cookie.clear(response)
    seeOther(response, `${signInPath}?aviso=salida`)
  }

  return { home, show, endSessions, signOut }
}
