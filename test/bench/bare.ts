import { spawn } from 'node:child_process'
import { resolve as fromHere } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/port.mjs'
import { healthOf } from './installation.ts'

/** Starts the bare server with pages of so many bytes over the database file. */
export async function startBare(file: string, bytes: number) {
  const program = fileURLToPath(new URL('./bareExpress.mjs', import.meta.url))
  const port = await freePort()
  const inside = ['--import', fromHere('test/bench/inside.mjs')]
  const child = spawn(process.execPath, [...inside, program, String(port), file, String(bytes)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    if (answer?.ok) break
    if (child.exitCode !== null) throw new Error('The bare server does not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { port, health: () => healthOf(child), stop: () => void child.kill('SIGKILL') }
}
