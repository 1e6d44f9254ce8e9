// @ts-check
// The door every command goes through; like nodeVersion.mjs, an old Node must be able to read it.
import { readFileSync } from 'node:fs'
import { tooOldSentence } from './nodeVersion.mjs'

/**
 * Checks the version of Node, then runs `work`. An obstacle (see obstacle.mjs) ends the process with
 * its one sentence and exit code 1; any other error with its stack.
 *
 * @param {() => Promise<unknown>} work
 */
export function enter(work) {
  const about = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const sentence = tooOldSentence(process.version, about.engines.node)
  if (sentence) return leave(sentence)
  return work().catch((error) => {
    leave(error.name === 'Obstacle' ? error.message : error.stack)
  })
}

/** @param {string} sentence */
function leave(sentence) {
  process.stderr.write(`\n${sentence}\n`)
  process.exit(1)
}
