/** A number with its noun: `1 agency`, `2 agencies`. `plural` is the noun with an s where not given. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}
