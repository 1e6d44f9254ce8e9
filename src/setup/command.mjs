// @ts-check
import { spawn } from 'node:child_process'

/**
 * @typedef {{ code: number, output: string }} Ended code of the command (1 when it could not run or
 *   was killed) and the end of what it printed on the error stream
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeout?: number | undefined }} Manner
 *   quiet: keep its output to ourselves; timeout: milliseconds until it is ended
 */

const keptCharacters = 20_000
/** How long the end of its output may take to come once a command is gone. */
const lastWordsMs = 2000

/**
 * Runs a command to its end and never throws. SIGTERM and SIGINT sent to us are passed on to it, and
 * then end us too, so that no installation goes on behind a person's back.
 *
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {Manner} [manner]
 * @returns {Promise<Ended>}
 */
export function run(executable, args, manner = {}) {
  return new Promise((resolve) => {
    const child = spawn(executable, args, {
      cwd: manner.cwd,
      env: manner.env ?? process.env,
      timeout: manner.timeout,
      stdio: ['ignore', manner.quiet ? 'pipe' : 'inherit', 'pipe'],
    })
    let output = ''
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output = (output + chunk.toString()).slice(-keptCharacters)
      if (!manner.quiet) process.stderr.write(chunk)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      child.kill(signal)
      child.once('exit', () => process.exit(signal === 'SIGINT' ? 130 : 143))
    }
    process.on('SIGINT', passOn)
    process.on('SIGTERM', passOn)
    /** @param {number} code */
    const end = (code) => {
      process.off('SIGINT', passOn)
      process.off('SIGTERM', passOn)
      resolve({ code, output })
    }
    child.once('error', (error) => {
      output += error.message
      end(1)
    })
    child.once('close', (code) => end(code ?? 1))
    // What it started may live on and hold its output open; a command is over when it is gone itself.
    child.once('exit', (code) => {
      setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
        end(code ?? 1)
      }, lastWordsMs).unref()
    })
  })
}
