import type { Db } from '#dialect'
import type { StaffLinkRow } from '../../db/staffDoorStore.ts'
import { later } from '../clock.ts'
import { newSecret } from '../keys/codes.ts'
import { type Account, accountOf } from './account.ts'
import { accountKeyOf } from './accountKey.ts'
import { hashPassword } from './password.ts'
import { judgePassword } from './passwordRules.ts'
import type { StaffPorts } from './ports.ts'
import type { Sessions } from './sessions.ts'

const goodForHours = 24

export type LinkPurpose = StaffLinkRow['purpose']

/** Why a password was not taken. `gone`: the link was used, replaced, is over or never was. */
export type PasswordRefusal = {
  ok: false
  reason: 'gone' | 'short' | 'long' | 'guessable'
}

/** The address of a one-time link under the public address. */
export function linkPath(token: string): string {
  return `/personal/enlace/${token}`
}

/** One-time links: the only way to a first password and to a new one for who forgot theirs. */
export function createOneTimeLinks(ports: StaffPorts, sessions: Sessions) {
  const { database, stores, clock, hash, seals, audit } = ports
  const keyOf = (token: string) => hash('staff-link', token)

  async function find(token: string): Promise<{ purpose: LinkPurpose; account: Account } | null> {
    const link = await stores.staffDoor.link(database.read, keyOf(token), clock.now())
    const row = link && (await stores.staff.find(database.read, link.staffId))
    if (!link || !row || row.status === 'disabled') return null
    const roles = await stores.staff.rolesOf(database.read, row.id)
    return { purpose: link.purpose, account: accountOf(row, roles, seals) }
  }

  /** Uses the link up and lets its person in; false when somebody was faster. */
  async function use(tx: Db, token: string, staffId: string, purpose: LinkPurpose) {
    if (!(await stores.staffDoor.useLink(tx, keyOf(token), clock.now()))) return false
    const row = await stores.staff.lock(tx, staffId)
    if (!row || row.status === 'disabled') return false
    await audit.record(tx, {
      actor: `staff:${staffId}`,
      action: 'link-used',
      subject: `staff:${staffId}`,
      agencyId: null,
      detail: { purpose },
    })
    return true
  }

  return {
    /**
     * The token that a form makes, whose mark is `once`: sent again it makes the same one. Only this
     * installation can work it out. Without a mark, any.
     */
    tokenOf(once: string | undefined, purpose: LinkPurpose, email: string): string {
      if (!once) return newSecret()
      return hash('staff-link-of-form', [purpose, accountKeyOf(hash, email), once].join(' '))
    },

    /** What became of a link of this token: nothing, it waits for its person, or it is over. */
    async standing(tx: Db, token: string): Promise<'none' | 'waits' | 'over'> {
      const link = await stores.staffDoor.anyLink(tx, keyOf(token))
      if (!link) return 'none'
      return link.usedAt === null && link.expiresAt > clock.now() ? 'waits' : 'over'
    },

    /** A new link for a person, whose links before it end. Its token is kept as a keyed hash only. */
    async issue(
      tx: Db,
      staffId: string,
      purpose: LinkPurpose,
      token = newSecret(),
    ): Promise<string> {
      const now = clock.now()
      await stores.staffDoor.purgeLinks(tx, later(now, { days: -30 }))
      await stores.staffDoor.dropLinks(tx, staffId)
      const expiresAt = later(now, { hours: goodForHours })
      await stores.staffDoor.addLink(tx, {
        key: keyOf(token),
        staffId,
        purpose,
        expiresAt,
        usedAt: null,
      })
      return token
    },

    find,

    /** Chooses the password that the link is for. Every session of the person ends. */
    async choosePassword(token: string, password: string): Promise<{ ok: true } | PasswordRefusal> {
      const link = await find(token)
      if (!link || link.purpose === 'demo') return { ok: false, reason: 'gone' }
      const { account } = link
      const known = await wordsAround(ports, account)
      const verdict = judgePassword(password, { withFactor: account.hasFactor, known })
      if (!verdict.ok) return verdict
      const passwordHash = await hashPassword(password)
      return database.transaction(async (tx) => {
        const used = await use(tx, token, account.id, link.purpose)
        if (!used) return { ok: false, reason: 'gone' }
        await stores.staff.change(tx, account.id, { passwordHash, status: 'active' })
        await stores.staffDoor.endSessions(tx, account.id, null)
        return { ok: true }
      })
    },

    /** Signs in by a link of demo mode: the secret of the session's cookie, or null when it is gone. */
    async signIn(token: string): Promise<string | null> {
      const link = await find(token)
      if (link?.purpose !== 'demo') return null
      const { id } = link.account
      return database.transaction(async (tx) => {
        if (!(await use(tx, token, id, 'demo'))) return null
        await stores.staff.change(tx, id, { status: 'active' })
        return sessions.start(tx, id, false)
      })
    },
  }
}

export type OneTimeLinks = ReturnType<typeof createOneTimeLinks>

/** What anybody would guess of a person and of the institution: no part of a password. */
export async function wordsAround(
  { database, stores }: Pick<StaffPorts, 'database' | 'stores'>,
  { name, email }: Pick<Account, 'name' | 'email'>,
): Promise<string[]> {
  const institution = await stores.agencies.institution(database.read)
  return [name, email, institution?.name ?? '', institution?.shortName ?? '']
}
