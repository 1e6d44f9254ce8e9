import type { Person } from '../../support/people.ts'
import { codePage } from './codePage.ts'
import { contactPage } from './contactPage.ts'
import { documentPage } from './documentPage.ts'
import { homePage } from './homePage.ts'
import { mailbox } from './mailbox.ts'
import { placePage } from './placePage.ts'
import type { Reader } from './reader.ts'

/** The procedure that everybody in these tests comes for. */
export const certificateName = {
  es: 'Certificado de no afiliación al IESS para extranjeros',
  en: 'Certificate of non-affiliation to IESS for foreigners',
} as const

export const ayoraName = 'Puerto Ayora (demostración)'

/** Walks from the portal to the page that asks for the code. */
export async function walkToCode(reader: Reader, person: Person): Promise<void> {
  const home = await homePage(reader)
  await home.start(certificateName[reader.language])
  const document = await documentPage(reader)
  await document.fill(person)
  await document.submit()
  const contact = await contactPage(reader)
  await contact.fill(person)
  await contact.submit()
}

/** Walks from the portal to the hours of Puerto Ayora, where each has one seat only. */
export async function walkToHours(reader: Reader, mail: Reader, person: Person): Promise<void> {
  await walkToCode(reader, person)
  const code = await codePage(reader)
  await code.verify(await mailbox(mail).codeFor(person.email))
  const place = await placePage(reader)
  await place.inProvince('Galápagos')
  await place.choose(ayoraName)
  await place.submit()
}
