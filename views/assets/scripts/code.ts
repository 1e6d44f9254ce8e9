/**
 * Sends the code when its sixth digit is there, typed, pasted or filled in by the phone: once only, so
 * that correcting a wrong code does not send it half-corrected.
 */
export function submitSixthDigit(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('[data-code-form]')
  const field = form?.querySelector<HTMLInputElement>('input[name=code]')
  if (!form || !field) return
  let sent = field.getAttribute('aria-invalid') === 'true'
  field.addEventListener('input', () => {
    const digits = field.value.replace(/\D/g, '')
    if (sent || digits.length !== 6) return
    sent = true
    form.querySelector<HTMLButtonElement>('button[type=submit]')?.click()
  })
}
