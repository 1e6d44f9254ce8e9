// @ts-check

/**
 * An error whose message is one sentence for the person at the keyboard: what stands in the way and
 * what to do about it. It is printed without a stack.
 *
 * @param {string} sentence
 */
export function obstacle(sentence) {
  const error = new Error(sentence)
  error.name = 'Obstacle'
  return error
}
