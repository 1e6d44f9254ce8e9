const remembered = 'turnero-display'
const everyMs = 5 * 60_000

/** Tells the server, and so the staff, whether this display can be heard; now and then, and on a change. */
export function createReports(url: string, csrf: string) {
  let told = ''
  let toldAt = 0
  const id = ownName()

  return async function report(voice: 'spanish' | 'none' | 'off'): Promise<void> {
    if (url === '') return
    if (voice === told && performance.now() - toldAt < everyMs) return
    const body = new URLSearchParams({ _csrf: csrf, display: id, voice })
    try {
      const answer = await fetch(url, { method: 'POST', body, credentials: 'same-origin' })
      if (!answer.ok) return
      told = voice
      toldAt = performance.now()
    } catch {
      // Said again with the next look.
    }
  }
}

/** A name that this screen gave itself, so that two screens of one room are told apart. */
function ownName(): string {
  const known = localStorage.getItem(remembered)
  if (known !== null) return known
  const made = [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  localStorage.setItem(remembered, made)
  return made
}
