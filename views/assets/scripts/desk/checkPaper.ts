import { verifyAsync } from '@noble/ed25519'
import type { Connection } from './connection.ts'
import { judgePaper, keysOf } from './paper.ts'

/**
 * Checks a confirmation by its signature where the server cannot be asked. Where it can, it is: only the
 * server knows whether the turno was cancelled since.
 */
export function checkPaperHere(page: Document, connection: Connection): void {
  const form = page.querySelector<HTMLFormElement>('form[data-confirmation-keys]')
  const field = form?.querySelector<HTMLInputElement>('[name=paper]')
  const answer = page.querySelector<HTMLElement>('[data-paper-answer]')
  if (!form || !field || !answer) return
  const { confirmationKeys = '', reference = '', start = '' } = form.dataset
  const keys = keysOf(confirmationKeys)

  async function judge(): Promise<void> {
    const verdict = await judgePaper(
      field?.value ?? '',
      { reference, start },
      { keys, verify: verifyAsync },
    )
    const said = page.querySelector<HTMLTemplateElement>(`template[data-said="paper-${verdict}"]`)
    if (!said) return
    answer?.replaceChildren(said.content.cloneNode(true))
    if (answer) answer.dataset.verdict = verdict
  }

  page.addEventListener(
    'submit',
    (event) => {
      const to = event.submitter?.getAttribute('formaction')
      if (to !== '/ventanilla/comprobar' || connection.reached()) return
      event.preventDefault()
      event.stopImmediatePropagation()
      void judge()
    },
    { capture: true },
  )
}
