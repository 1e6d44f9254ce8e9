import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/port.mjs'

/** Starts the bare server with pages of so many bytes over the database file; its port, and its end. */
export async function startBare(file: string, bytes: number) {
  const program = fileURLToPath(new URL('./bareExpress.mjs', import.meta.url))
  const port = await freePort()
  const child = spawn(process.execPath, [program, String(port), file, String(bytes)], {
    stdio: 'inherit',
  })
  process.once('exit', () => child.kill('SIGKILL'))
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    if (answer?.ok) break
    if (child.exitCode !== null) throw new Error('The bare server does not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { port, stop: () => void child.kill('SIGKILL') }
}
