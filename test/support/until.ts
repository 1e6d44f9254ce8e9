/** Looks again and again until `look` gives something; fails after `seconds`, saying what for. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null>,
  seconds = 10,
): Promise<Found> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
