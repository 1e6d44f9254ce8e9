/** Asks in a window on the page instead of on a page of its own, when an hour is chosen. */
export function confirmTime(page: Document): void {
  const dialog = page.querySelector<HTMLDialogElement>('#confirm-time')
  const slot = dialog?.querySelector<HTMLInputElement>('input[name=slot]')
  const when = dialog?.querySelector<HTMLElement>('[data-dialog-when]')
  if (!dialog || !slot || !when || typeof dialog.showModal !== 'function') return
  page.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest('[data-dialog-close]')) dialog.close()
    const hour = target?.closest<HTMLElement>('[data-slot]')
    if (!hour || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    slot.value = hour.dataset.slot ?? ''
    when.textContent = hour.dataset.when ?? ''
    dialog.showModal()
  })
}
