import { meet, type Reader } from './reader.ts'

/** Step 1: the portal. */
export async function homePage(reader: Reader) {
  const { page, t } = reader
  await page.goto('/')
  await meet(reader, t('web:home.title'))
  return {
    /** Presses "Sacar un turno" at the procedure with this name. */
    async start(procedure: string): Promise<void> {
      const offer = page.getByRole('listitem').filter({
        has: page.getByRole('heading', { name: procedure, exact: true }),
      })
      await offer.getByRole('button', { name: t('web:home.start') }).click()
    },
  }
}
