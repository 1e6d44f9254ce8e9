/**
 * Shows `data-show-when="kind=passport"` only while that radio is chosen. What is hidden is disabled
 * too, so that it is not sent. A part with an error in it stays in view.
 */
export function showWhenChosen(page: Document): void {
  const parts = [...page.querySelectorAll<HTMLElement>('[data-show-when]')]
  const update = () => {
    for (const part of parts) {
      const [name = '', value = ''] = (part.dataset.showWhen ?? '').split('=')
      const chosen = page.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)
      part.hidden = chosen?.value !== value || chosen.disabled
      for (const field of part.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
        'input, select',
      )) {
        field.disabled = field.closest('[data-show-when][hidden]') !== null
      }
    }
  }
  if (parts.length === 0) return
  update()
  page.addEventListener('change', update)
  window.addEventListener('pageshow', update)
}
