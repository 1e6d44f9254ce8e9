/** Keeps the resend button off for the seconds in which the server would refuse it. */
export function waitForResend(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>('form[data-wait]')) {
    const seconds = Number(form.dataset.wait)
    const button = form.querySelector<HTMLButtonElement>('button[type=submit]')
    if (!button || !(seconds > 0)) continue
    button.disabled = true
    setTimeout(() => {
      button.disabled = false
      page.getElementById('resend-wait')?.remove()
    }, seconds * 1000)
  }
}
