/** Shows and serves the buttons that print; without script there is the browser's own menu. */
export function printPage(page: Document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}
