// @ts-check
import { createServer } from 'node:http'
import { startPostgresServer } from './postgresServer.mjs'

/** @type {Promise<import('./postgresServer.mjs').PostgresServer> | undefined} */
let postgres

/** A door at which test files ask for PostgreSQL. The first who asks has it started. */
const door = createServer((_request, response) => {
  // Who asks again after a while would else use the connection in the moment in which it is given up.
  response.setHeader('Connection', 'close')
  postgres ??= startPostgresServer()
  postgres.then(
    ({ url }) => response.end(url),
    (error) => response.writeHead(500).end(String(error)),
  )
})

/**
 * Opens the door on a free port of the loopback and returns its address.
 *
 * @returns {Promise<string>}
 */
export async function openDoor() {
  await new Promise((resolve) => door.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = door.address()
  if (address === null || typeof address === 'string') throw new Error('The door has no port.')
  return `http://127.0.0.1:${address.port}/`
}

/** Closes the door and stops the server, if anybody had it started. */
export async function closeDoor() {
  door.close()
  door.closeAllConnections()
  const server = await postgres?.catch(() => undefined)
  await server?.stop()
}
