import { countryName } from '../../../src/identity/countries.ts'
import type { Person } from '../../support/people.ts'
import { meet, press, type Reader, type } from './reader.ts'

/** Step 2: whose document. */
export async function documentPage(reader: Reader) {
  const { page, language, t } = reader
  await meet(reader, t('booking:document.title'))
  const choose = (name: string) => page.getByRole('radio', { name, exact: true }).first().check()
  return {
    /** Fills in the person's own document, for themselves. */
    async fill({ kind, country, number }: Person): Promise<void> {
      await choose(t('booking:document.self'))
      await choose(t(`booking:kinds.${kind}`))
      if (country !== '') {
        await page
          .getByLabel(t('booking:document.country'), { exact: true })
          .selectOption({ label: countryName(country, language) })
      }
      await type(reader, t('booking:document.number'), number)
    },
    /** "Consultar". */
    submit: () => press(reader, t('booking:document.submit')),
  }
}
