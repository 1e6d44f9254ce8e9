import { meet, press, type Reader } from './reader.ts'

/** Step 7: which day and hour. */
export async function timePage(reader: Reader) {
  const { page, javaScript, t } = reader
  await meet(reader, t('booking:time.title'))
  const hour = (name: string) => page.locator('#horas').getByRole('link', { name, exact: true })
  return {
    /** The hours that the open day offers. */
    hours: () => page.locator('#horas').getByRole('link').allInnerTexts(),
    /** Presses an hour of the open day; the confirmation window asks. */
    async choose(name: string): Promise<void> {
      await hour(name).click()
      const title = t('booking:time.confirmTitle')
      if (javaScript) await page.getByRole('dialog', { name: title }).waitFor()
      else await meet(reader, title)
    },
    /** "Sí". */
    yes: () => press(reader, t('booking:time.yes')),
  }
}
