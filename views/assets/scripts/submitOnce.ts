/**
 * Disables the buttons of a form once it is on its way, so that a second tap sends nothing. They
 * come back when the page does (the back button keeps a page as it was left).
 */
export function submitOnce(page: Document): void {
  const buttons = (form: HTMLFormElement) =>
    form.querySelectorAll<HTMLButtonElement>('button[type=submit]')
  page.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return
    // After this turn, because a disabled button does not send its own name and value.
    setTimeout(() => {
      for (const button of buttons(form)) button.disabled = true
    })
  })
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    for (const form of page.forms) for (const button of buttons(form)) button.disabled = false
  })
}
