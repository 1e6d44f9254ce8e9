const remembered = 'turnero-keys'

/**
 * One key presses what shows it (`data-key`), unless one is typing, holds another key down, or has
 * switched the keys off: the choice is kept on this machine.
 */
export function pressByKey(page: Document): void {
  const toggle = page.querySelector<HTMLInputElement>('[data-keys]')
  if (!toggle) return
  toggle.closest('label')?.removeAttribute('hidden')
  toggle.checked = localStorage.getItem(remembered) !== 'off'
  const show = () => page.body.classList.toggle('keys-on', toggle.checked)
  toggle.addEventListener('change', () => {
    localStorage.setItem(remembered, toggle.checked ? 'on' : 'off')
    show()
  })
  show()
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') foldAll(page)
    if (!toggle.checked || event.repeat || isTyping(event.target)) return
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const key = event.key.toUpperCase()
    const target = [...page.querySelectorAll<HTMLElement>('[data-key]')].find(
      (one) => one.dataset.key === key && one.closest('[hidden]') === null,
    )
    if (!target) return
    event.preventDefault()
    press(target)
  })
}

/** What was opened beside the buttons is put away, and the keyboard is where it was. */
function foldAll(page: Document): void {
  for (const open of page.querySelectorAll<HTMLDetailsElement>('.acts__more[open]')) {
    open.open = false
    open.querySelector('summary')?.focus()
  }
}

/** A button is pressed; a folded part opens, and what is in it can be chosen at once. */
function press(target: HTMLElement): void {
  target.click()
  const folded = target.closest('details')
  if (target.tagName !== 'SUMMARY' || !folded?.open) return
  folded.querySelector<HTMLElement>('select, input')?.focus()
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
