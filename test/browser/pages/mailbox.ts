import { until } from '../../support/until.ts'
import { meet, type Reader, wordsIn } from './reader.ts'

/** In good times a mail is there at once; without Redis, on a busy machine, the sweeper brings it. */
const patienceSeconds = 30

/** The demonstration's mailbox: what went through SMTP. */
export function mailbox(reader: Reader) {
  const { page, t } = reader

  /** Opens the newest mail to this address whose subject fits; waits for it. */
  async function open(to: string, subject: RegExp): Promise<void> {
    const link = page
      .getByRole('listitem')
      .filter({ hasText: to })
      .getByRole('link', { name: subject })
    const arrived = async () => {
      await page.goto('/buzon')
      await meet(reader, t('mailbox:title'))
      return (await link.count()) > 0 ? true : null
    }
    await until(`a mail to ${to}`, arrived, patienceSeconds)
    const name = await wordsIn(link.first())
    await link.first().click()
    await meet(reader, name)
  }

  return {
    open,
    /** The six digits of the newest code sent to this address. */
    async codeFor(to: string): Promise<string> {
      await open(to, /^(Verificar|Verify)/)
      const text = await wordsIn(page.locator('pre'))
      const code = /\b\d{6}\b/.exec(text)?.[0]
      if (code === undefined) throw new Error(`No code in the mail: ${text}`)
      return code
    },
    /** The open mail's attachments: their names, and what is in them. */
    async attachments(): Promise<{ name: string; content: Buffer }[]> {
      const links = await page.getByRole('list').filter({ hasText: 'kB' }).getByRole('link').all()
      return Promise.all(
        links.map(async (link) => {
          const answer = await page.request.get((await link.getAttribute('href')) ?? '')
          const name = (await wordsIn(link)).replace(/\s*\(.*/s, '').trim()
          return { name, content: await answer.body() }
        }),
      )
    },
    /** What the open mail says. */
    text: () => wordsIn(page.locator('pre')),
  }
}
