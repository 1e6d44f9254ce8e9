import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** A database of one's own. */
export type FreshPostgres = {
  /** Connection string, `postgres://…`. */
  url: string
  /** Throws out whoever is connected and removes the database. */
  drop(): Promise<void>
}

/**
 * Creates a database on a real PostgreSQL, empty or a copy of `template`: the server of `TEST_DATABASE_URL` (whose user must
 * be allowed to create databases), or one that this test run starts at the first call. Throws when
 * there is none; a test never goes without.
 */
export async function freshPostgres(template = 'template1'): Promise<FreshPostgres> {
  const server = await postgresServer()
  const name = `t_${randomBytes(8).toString('hex')}`
  await administer(server, `create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  }
}

/** Where the server's own database is. */
export async function postgresServer(): Promise<string> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return given
  const door = process.env.TEST_POSTGRES_DOOR
  if (!door) throw new Error('Tests that need PostgreSQL are run by Jest, whose setup starts it.')
  const answer = await fetch(door)
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
