import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { dialects } from './dialects.ts'

describe.each(dialects)('accounts on %s', (dialect) => {
  let test_: TestApp
  beforeAll(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterAll(() => test_.stop())

  test('one invitation sent three times at once is one account and one link', async () => {
    const { database, staff, stores } = test_.services
    const invite = () =>
      staff.accounts.add(
        { name: 'Inés', email: 'ines@iess.example' },
        [{ role: 'window', agencyId: 'puerto-ayora' }],
        'operator',
        { once: 'the form of one page' },
      )
    const made = await Promise.all([invite(), invite(), invite()])
    expect(new Set(made.map((one) => (one.ok ? `${one.id} ${one.token}` : one.reason))).size).toBe(
      1,
    )
    const [first] = made
    if (!first?.ok) throw new Error('Not invited')
    expect(await staff.links.find(first.token)).toMatchObject({ account: { name: 'Inés' } })
    const record = await stores.audit.ofSubject(database.read, `staff:${first.id}`)
    expect(record.map(({ action }) => action)).toEqual(['account-opened', 'roles-changed'])
  })

  test('two who take the role from each other at once leave one', async () => {
    const { staff } = test_.services
    const admin = { role: 'admin', agencyId: null } as const
    const clerk = { role: 'window', agencyId: 'puerto-ayora' } as const
    const ana = await worker(test_, { name: 'Ana', email: 'ana@iess.example' }, [admin])
    const eva = await worker(test_, { name: 'Eva', email: 'eva@iess.example' }, [admin])
    for (let round = 1; round <= 5; round += 1) {
      const results = await Promise.all([
        staff.accounts.setRoles(ana.email, [clerk], `staff:${eva.id}`),
        staff.accounts.setRoles(eva.email, [clerk], `staff:${ana.id}`),
      ])
      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
      for (const { email } of [ana, eva]) await staff.accounts.setRoles(email, [admin], 'operator')
    }
  })
})
