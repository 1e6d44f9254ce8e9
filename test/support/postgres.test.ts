import { afterAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { freshPostgres } from './postgres.ts'

const databases = await Promise.all([freshPostgres(), freshPostgres()])

afterAll(() => Promise.all(databases.map((database) => database.drop())))

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const answer = await client.query({ text: statement, rowMode: 'array' })
  await client.end()
  return answer.rows.flat()
}

test('two fresh databases know nothing of each other', async () => {
  const [one, other] = databases
  await ask(one.url, 'create table turno (id text)')
  expect(await ask(one.url, "select to_regclass('turno')::text")).toEqual(['turno'])
  expect(await ask(other.url, "select to_regclass('turno')::text")).toEqual([null])
})

test('text is ordered by language, not by bytes', async () => {
  const [one] = databases
  const names = "(values ('Zamora'), ('Ñáñez'), ('oro')) as t(name)"
  expect(await ask(one.url, `select name from ${names} order by name`)).toEqual([
    'Ñáñez',
    'oro',
    'Zamora',
  ])
})

test('a dropped database is gone, even with somebody connected', async () => {
  const third = await freshPostgres()
  const guest = new Client({ connectionString: third.url })
  guest.on('error', () => undefined)
  await guest.connect()
  await third.drop()
  await expect(ask(third.url, 'select 1')).rejects.toThrow('does not exist')
})
