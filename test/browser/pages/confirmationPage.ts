import { readFile } from 'node:fs/promises'
import { meet, press, type Reader, wordsIn } from './reader.ts'

/** Step 9: the turno in hand. */
export async function confirmationPage(reader: Reader) {
  const { page, t } = reader
  await meet(reader, t('turno:confirmation.title'))

  async function download(label: string): Promise<{ name: string; content: Buffer }> {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: label, exact: true }).click(),
    ])
    return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
  }

  return {
    text: () => wordsIn(page.getByRole('main')),
    pdf: () => download(t('turno:confirmation.pdf')),
    calendar: () => download(t('turno:confirmation.calendar')),
    /** "Cancelar"; a page asks. */
    async cancel(): Promise<void> {
      await page.getByRole('link', { name: t('turno:confirmation.cancel'), exact: true }).click()
      await meet(reader, t('turno:cancel.title'))
    },
    /** "Sí, cancelar"; a page says that it is done. */
    async yesCancel(): Promise<void> {
      await press(reader, t('turno:cancel.yes'))
      await meet(reader, t('turno:cancelled.title'))
    },
  }
}
