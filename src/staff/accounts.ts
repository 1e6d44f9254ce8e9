import type { Db } from '#dialect'
import { newId } from '../keys/codes.ts'
import { type Account, accountOf, type StaffPersonal } from './account.ts'
import { type AccountGuard, type Unfit, unfit } from './accountGuard.ts'
import { accountKeyOf } from './accountKey.ts'
import type { OneTimeLinks } from './oneTimeLinks.ts'
import type { StaffPorts } from './ports.ts'
import type { RoleGrant } from './roles.ts'

/** The result of what needs an account: a one-time link's token where the person must act next. */
export type Invited = { ok: true; id: string; token: string }
export type NoAccount = { ok: false; reason: 'unknown' }
/** What a guard says against a change. */
export type Refused = { ok: false; reason: Unfit }
/** The very form was sent before, and its link has been used or has ended. */
export type LinkOver = { ok: false; reason: 'over' }
/** Nobody would be left who can administer; only the command line may go that far. */
export type LastAdmin = { ok: false; reason: 'last-admin' }

/**
 * How a page changes an account: `guard` is asked under the lock, `once` marks the form, so that sent
 * twice it hands out one link. The command line needs neither.
 */
export type FromPage = { guard?: AccountGuard; once?: string }

/** Opens, changes and closes accounts. Nobody chooses another's password: a link is handed out. */
export function createAccounts(ports: StaffPorts, links: OneTimeLinks) {
  const { database, stores, clock, hash, seals, audit } = ports

  async function withRoles(db: Db, row: Parameters<typeof accountOf>[0]): Promise<Account> {
    return accountOf(row, await stores.staff.rolesOf(db, row.id), seals)
  }

  async function setRoles(tx: Db, id: string, grants: readonly RoleGrant[], actor: string) {
    const words = (held: readonly RoleGrant[]) =>
      held.map(({ role, agencyId }) => `${role}@${agencyId ?? '*'}`)
    const before = await stores.staff.rolesOf(tx, id)
    await stores.staff.setRoles(
      tx,
      id,
      grants.map((grant) => ({ ...grant, id: newId() })),
    )
    await audit.record(tx, {
      actor,
      action: 'roles-changed',
      subject: `staff:${id}`,
      agencyId: null,
      detail: { roles: words(grants), before: words(before), after: words(grants) },
    })
  }

  /** Locks the account of an address, and does `work` in one transaction with it. */
  async function change<T>(
    email: string,
    guard: AccountGuard | undefined,
    work: (tx: Db, id: string) => Promise<T>,
  ): Promise<T | NoAccount | Refused> {
    return database.transaction(async (tx) => {
      const row = await stores.staff.findByEmail(tx, accountKeyOf(hash, email))
      if (!row) return { ok: false, reason: 'unknown' }
      await stores.staff.lock(tx, row.id)
      return (await unfit(ports, tx, guard, row.id)) ?? work(tx, row.id)
    })
  }

  /** The same for who is about to lose the way in as an admin; the last one keeps it. */
  async function takeAway<T>(
    email: string,
    actor: string,
    guard: AccountGuard | undefined,
    work: (tx: Db, id: string) => Promise<T>,
  ): Promise<T | NoAccount | LastAdmin | Refused> {
    return database.transaction(async (tx) => {
      const row = await stores.staff.findByEmail(tx, accountKeyOf(hash, email))
      if (!row) return { ok: false, reason: 'unknown' }
      const admins = await stores.staff.lockAdmins(tx)
      if (actor !== 'operator' && admins.includes(row.id) && admins.length === 1) {
        return { ok: false, reason: 'last-admin' }
      }
      await stores.staff.lock(tx, row.id)
      return (await unfit(ports, tx, guard, row.id)) ?? work(tx, row.id)
    })
  }

  return {
    /** Opens an account. Its person is known by the address and chooses a password by the link. */
    async add(
      { name, email }: StaffPersonal,
      grants: readonly RoleGrant[],
      actor: string,
      { guard, once }: FromPage = {},
    ): Promise<Invited | { ok: false; reason: 'exists' } | Refused> {
      const token = links.tokenOf(once, 'invite', email)
      return database.transaction(async (tx) => {
        const refusal = await unfit(ports, tx, guard, null)
        if (refusal) return refusal
        const id = newId()
        const added = await stores.staff.add(tx, {
          id,
          emailKey: accountKeyOf(hash, email),
          personal: seals.personal.seal(id, { name, email }),
          passwordHash: null,
          totpSecret: null,
          totpStep: 0,
          recoveryKeys: [],
          status: 'invited',
          createdAt: clock.now(),
        })
        if (!added) {
          const row = await stores.staff.findByEmail(tx, accountKeyOf(hash, email))
          const isSame = row !== null && (await links.standing(tx, token)) === 'waits'
          return isSame ? { ok: true, id: row.id, token } : { ok: false, reason: 'exists' }
        }
        await links.issue(tx, id, 'invite', token)
        const subject = `staff:${id}`
        await audit.record(tx, { actor, action: 'account-opened', subject, agencyId: null })
        await setRoles(tx, id, grants, actor)
        return { ok: true, id, token }
      })
    },

    /** Every account, oldest first. */
    async all(): Promise<Account[]> {
      const rows = await stores.staff.all(database.read)
      const held = new Map<string, RoleGrant[]>()
      for (const { staffId, ...grant } of await stores.staff.allRoles(database.read)) {
        held.set(staffId, [...(held.get(staffId) ?? []), grant])
      }
      return rows.map((row) => accountOf(row, held.get(row.id) ?? [], seals))
    },

    async byEmail(email: string): Promise<Account | null> {
      const row = await stores.staff.findByEmail(database.read, accountKeyOf(hash, email))
      return row && withRoles(database.read, row)
    },

    async byId(id: string): Promise<Account | null> {
      const row = await stores.staff.find(database.read, id)
      return row && withRoles(database.read, row)
    },

    /** Gives exactly these roles; every session of the person ends. */
    async setRoles(
      email: string,
      grants: readonly RoleGrant[],
      actor: string,
      { guard }: FromPage = {},
    ) {
      const work = async (tx: Db, id: string) => {
        await stores.staffDoor.endSessions(tx, id, null)
        await setRoles(tx, id, grants, actor)
        return { ok: true } as const
      }
      const keeps = grants.some(({ role }) => role === 'admin')
      return keeps ? change(email, guard, work) : takeAway(email, actor, guard, work)
    },

    /** Lets nobody in by this account any more, from now on. */
    async disable(email: string, actor: string, { guard }: FromPage = {}) {
      return takeAway(email, actor, guard, async (tx, id) => {
        await stores.staff.change(tx, id, { status: 'disabled', passwordHash: null })
        await stores.staffDoor.endSessions(tx, id, null)
        await stores.staffDoor.dropLinks(tx, id)
        const subject = `staff:${id}`
        await audit.record(tx, { actor, action: 'account-disabled', subject, agencyId: null })
        return { ok: true } as const
      })
    },

    /**
     * Ends the person's password and sessions and hands out a link for a new one; opens a disabled
     * account again. `factor`: forgets the second factor too, for who lost the telephone.
     */
    async reset(
      email: string,
      { factor }: { factor: boolean },
      actor: string,
      { guard, once }: FromPage = {},
    ): Promise<Invited | NoAccount | LastAdmin | Refused | LinkOver> {
      const made = links.tokenOf(once, 'reset', email)
      return takeAway(email, actor, guard, async (tx, id) => {
        const standing = await links.standing(tx, made)
        if (standing === 'waits') return { ok: true, id, token: made }
        if (standing === 'over') return { ok: false, reason: 'over' }
        await stores.staff.change(tx, id, {
          passwordHash: null,
          status: 'invited',
          ...(factor ? { totpSecret: null, recoveryKeys: [] } : {}),
        })
        await stores.staffDoor.endSessions(tx, id, null)
        const token = await links.issue(tx, id, 'reset', made)
        await audit.record(tx, {
          actor,
          action: 'account-reset',
          subject: `staff:${id}`,
          agencyId: null,
          detail: { secondFactor: factor },
        })
        return { ok: true, id, token }
      })
    },

    /** A link that signs in by itself, once: demo mode alone hands it out. */
    async demoLink(email: string): Promise<Invited | NoAccount | Refused> {
      return change(email, undefined, async (tx, id) => ({
        ok: true,
        id,
        token: await links.issue(tx, id, 'demo'),
      }))
    },
  }
}

export type Accounts = ReturnType<typeof createAccounts>
