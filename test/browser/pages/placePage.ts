import { meet, press, type Reader } from './reader.ts'

/** Step 6: where. */
export async function placePage(reader: Reader) {
  const { page, javaScript, t } = reader
  await meet(reader, t('booking:place.title'))
  const list = page.getByRole('group', { name: t('booking:place.agency'), exact: true })
  return {
    /** Chooses a province; its agencies are listed. */
    async inProvince(name: string): Promise<void> {
      await page
        .getByLabel(t('booking:place.province'), { exact: true })
        .selectOption({ label: name })
      if (!javaScript) await press(reader, t('booking:place.show'))
      await list.waitFor()
    },
    /** Chooses an agency of the list by its name. */
    choose: (agency: string) => list.getByText(agency, { exact: true }).click(),
    /** "Siguiente". */
    submit: () => press(reader, t('booking:next')),
  }
}
