// @ts-check
import { createServer } from 'node:net'

/**
 * A port of the loopback that nobody used a moment ago.
 *
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('The system gave no port.'))
      })
    })
  })
}

/**
 * A free port below those that the system gives to outgoing connections: a server that is down for a
 * while finds it free again.
 *
 * @param {number} [tries]
 * @returns {Promise<number>}
 */
export async function lastingPort(tries = 100) {
  const port = 16_000 + Math.floor(Math.random() * 16_000)
  const server = createServer()
  const free = await new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (free) await new Promise((resolve) => server.close(resolve))
  if (free) return port
  if (tries <= 1) throw new Error('No free port was found.')
  return lastingPort(tries - 1)
}
