import { afterAll, beforeAll, expect, test } from '@jest/globals'
import request from 'supertest'
import { startTestApp, type TestApp } from '../support/app.ts'

// The institution's number, at the foot of every page and on the page on accessibility.

let test_: TestApp
beforeAll(async () => {
  test_ = await startTestApp()
})
afterAll(() => test_.stop())

async function pageWith(contactPhone: string): Promise<string> {
  const { database } = test_.services
  const { institution } = database.tables
  await database.transaction(async (tx) => {
    await tx.update(institution).set({ contactPhone })
  })
  return (await request(test_.app).get('/accesibilidad')).text
}

test.each([
  ['02 394 5666', '+59323945666'],
  ['1800 123 456', '+5931800123456'],
  ['+58 212 555 1234', '+582125551234'],
])('%s is dialled as %s, wherever it stands', async (phone, dialled) => {
  const page = await pageWith(phone)
  expect(page.split(`href="tel:${dialled}">${phone}</a>`)).toHaveLength(3)
  expect(page.match(/href="tel:/g)).toHaveLength(2)
})

test.each(['140', 'extensión 12', '02 394 5666 / 02 394 5667'])(
  '%s is read and not linked',
  async (phone) => {
    const page = await pageWith(phone)
    expect(page.split(phone)).toHaveLength(3)
    expect(page).not.toContain('tel:')
  },
)
