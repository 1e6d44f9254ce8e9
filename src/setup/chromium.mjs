// @ts-check
import { aptInstall, mayUseApt } from './apt.mjs'
import { findExecutable } from './executables.mjs'
import { obstacle } from './obstacle.mjs'

// The shell is Chromium without the windows around its pages, which no test looks at: a fifth quicker.
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The path of an installed Chromium or Chrome (`CHROMIUM_PATH` first), or null. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  return findExecutable(named ? [named] : names)
}

/**
 * The path of a Chromium for the browser tests, installed now where we may.
 *
 * @param {import('./project.mjs').Say} say
 * @returns {Promise<string>}
 */
export async function findOrInstallChromium(say) {
  const found = findChromium()
  if (found) return found
  if (mayUseApt()) {
    say('Installing Chromium with apt-get, for the browser tests.')
    // Older systems have the whole browser only.
    if (!(await aptInstall(['chromium-headless-shell']))) await aptInstall(['chromium'])
  }
  const installed = findChromium()
  if (installed) return installed
  throw obstacle(
    'The browser tests need Chromium or Chrome: install one, or set CHROMIUM_PATH to its program, and run the command again.',
  )
}
