import type { Person } from '../../support/people.ts'
import { meet, press, type Reader, type } from './reader.ts'

/** Step 3: who, and where to write to. */
export async function contactPage(reader: Reader) {
  const { page, t } = reader
  await meet(reader, t('booking:contact.title'))
  return {
    async fill({ givenNames, surnames, email }: Person): Promise<void> {
      await type(reader, t('booking:contact.givenNames'), givenNames)
      await type(reader, t('booking:contact.surnames'), surnames)
      await type(reader, t('booking:contact.email'), email)
      await type(reader, t('booking:contact.phone'), '099 123 4567')
      await page.getByRole('checkbox').check()
    },
    /** "Siguiente". */
    submit: () => press(reader, t('booking:next')),
  }
}
