/**
 * Refreshes a list in place when one of its selects changes: `data-filter="places"` names the form,
 * `#places` the list. The page is not left, focus stays, the list is announced (aria-live). What
 * cannot be fetched is asked for in the ordinary way.
 */
export function filterInPlace(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form[data-filter]')
  if (!form) return
  let latest = 0
  form.addEventListener('change', () => {
    latest += 1
    const mine = latest
    const url = new URL(form.action)
    for (const [name, value] of new FormData(form)) url.searchParams.set(name, String(value))
    refresh(page, form, url, () => mine === latest).catch(() => form.submit())
  })
}

async function refresh(
  page: Document,
  form: HTMLFormElement,
  url: URL,
  wanted: () => boolean,
): Promise<void> {
  const id = form.dataset.filter ?? ''
  const answer = await fetch(url, { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(String(answer.status))
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id)
  if (!wanted()) return
  if (fresh === null) throw new Error('No list')
  page.getElementById(id)?.replaceChildren(...fresh.childNodes)
  history.replaceState(null, '', url)
}
