import { meet, press, type Reader, type } from './reader.ts'

/** Steps 4 and 5: the mail on its way, and its code. */
export async function codePage(reader: Reader) {
  const { page, t } = reader
  await meet(reader, t('booking:code.title'))
  return {
    /** Types the code and verifies it; the page's script sends it with the sixth digit. */
    async verify(code: string): Promise<void> {
      await type(reader, t('booking:code.label'), code)
      if (!reader.javaScript) await press(reader, t('booking:code.submit'))
      await page.waitForURL(/\/lugar$/)
    },
  }
}
