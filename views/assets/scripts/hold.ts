const warnAt = 120

/** Counts the kept hour down by the minute, and says it once at two minutes and once at the end. */
export function countHoldDown(page: Document): void {
  const bar = page.querySelector<HTMLElement>('[data-hold]')
  const left = bar?.querySelector<HTMLElement>('[data-hold-left]')
  const announce = bar?.querySelector<HTMLElement>('[data-hold-announce]')
  if (!bar || !left || !announce) return
  const end = performance.now() + Number(bar.dataset.hold) * 1000
  let said: 'nothing' | 'late' | 'over' = 'nothing'
  const update = () => {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000))
    const minutes = Math.ceil(seconds / 60)
    const text = [left.dataset.none, left.dataset.one][minutes] ?? left.dataset.other ?? ''
    left.textContent = text.replace('#', String(minutes))
    bar.classList.toggle('hold--late', seconds <= warnAt)
    const state = seconds === 0 ? 'over' : seconds <= warnAt ? 'late' : 'nothing'
    if (state !== said && state !== 'nothing') {
      announce.textContent =
        (state === 'over' ? announce.dataset.over : announce.dataset.text) ?? ''
    }
    said = state
    if (seconds === 0) clearInterval(timer)
  }
  const timer = setInterval(update, 1000)
  // A phone stops timers in its pocket; coming back must not show an old number.
  page.addEventListener('visibilitychange', update)
  update()
}
