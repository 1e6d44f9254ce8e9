import { meet, press, type Reader, wordsIn } from './reader.ts'

/** Step 8: all that was entered. */
export async function summaryPage(reader: Reader) {
  const { page, t } = reader
  await meet(reader, t('booking:summary.title'))
  return {
    text: () => wordsIn(page.getByRole('main')),
    /** "Confirmar". */
    confirm: () => press(reader, t('booking:summary.submit')),
  }
}
