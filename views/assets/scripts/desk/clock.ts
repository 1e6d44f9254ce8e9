/** Runs the clock of a visit, and takes away what can no longer be pressed. */
export function runClocks(page: Document): void {
  const from = performance.now()
  const passed = () => Math.floor((performance.now() - from) / 1000)
  const clocks = [...page.querySelectorAll<HTMLElement>('[data-clock]')]
  const ending = [...page.querySelectorAll<HTMLElement>('[data-expires]')]
  if (clocks.length + ending.length === 0) return
  const update = () => {
    for (const clock of clocks) clock.textContent = shown(Number(clock.dataset.clock) + passed())
    for (const part of ending) part.hidden = passed() >= Number(part.dataset.expires)
  }
  setInterval(update, 1000)
  update()
}

/** `04:09`, and from an hour on `1:04:09`. */
function shown(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return seconds < 3600 ? rest : `${Math.floor(seconds / 3600)}:${rest}`
}
