// @ts-check
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { closeDoor } from './postgresDoor.mjs'

/** Runs once after all tests, in the process that ran globalSetup. */
// biome-ignore lint/style/noDefaultExport: Jest asks for one.
export default async function globalTeardown() {
  await rm(join(tmpdir(), `turnero-story-${process.pid}.sqlite`), { force: true })
  const lasting = process.env.TEST_DATABASE_URL
  if (lasting) {
    const server = new pg.Client({ connectionString: lasting })
    await server.connect()
    await server.query(`drop database if exists story_${process.pid} with (force)`)
    await server.end()
  }
  await closeDoor()
}
