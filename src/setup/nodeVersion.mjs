// @ts-check
// Everything here is JavaScript of 2019, so that an old Node can read it and say what is wrong.

/**
 * Whether Node `version` (`v20.11.1` or `20.11.1`) is older than `range` asks for (`>=20.19`, as in
 * package.json's `engines`). Returns one sentence for the person who typed the command, or null.
 *
 * @param {string} version
 * @param {string} range
 * @returns {string | null}
 */
export function tooOldSentence(version, range) {
  const wanted = numbersOf(range)
  const found = numbersOf(version)
  for (let i = 0; i < wanted.length; i += 1) {
    const difference = (found[i] || 0) - (wanted[i] || 0)
    if (difference > 0) return null
    if (difference < 0) {
      return `Turnero needs Node.js ${wanted.join('.')} or newer, and this is ${found.join('.')}: install a newer one (https://nodejs.org) and run the command again.`
    }
  }
  return null
}

/** @param {string} text */
function numbersOf(text) {
  return (text.match(/\d+/g) || []).map(Number)
}
