/** How long one waits for the server before the screen says that it is away. */
const patienceMs = 5000

/** Whether the server answers. The screen says so where it does not: nobody stands there to reload it. */
export async function reachable(page: Document): Promise<boolean> {
  const line = page.querySelector<HTMLElement>('[data-lost]')
  try {
    const answer = await fetch('/salud/viva', {
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (line) line.hidden = answer.ok
    return answer.ok
  } catch {
    if (line) line.hidden = false
    return false
  }
}

/** No form leaves a kiosk towards a server that is away: the browser's own error page would stay for good. */
export function stayReachable(page: Document): void {
  let sure = false
  page.addEventListener(
    'submit',
    (event) => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || sure) return
      event.preventDefault()
      event.stopImmediatePropagation()
      void reachable(page).then((there) => {
        if (!there || sure) return
        sure = true
        form.requestSubmit(event.submitter)
      })
    },
    { capture: true },
  )
}
