import PDFDocument from 'pdfkit'
import type { ConfirmationFacts } from './facts.ts'
import { drawPage } from './page.ts'
import type { Sheet } from './paragraph.ts'
import { facesForDocument } from './typefaces.ts'
import { wordsOf } from './words.ts'

/**
 * The confirmation as one A4 page, tagged for screen readers (PDF/UA-1) and without a link to anything
 * but the text itself. Texts that are too long become smaller, then shorter: there is never a second page.
 * Equal facts give equal bytes, so a paper can be made again instead of kept.
 */
export function confirmationPdf(facts: ConfirmationFacts): Promise<Buffer> {
  const sheet = blank(facts)
  const parts: Buffer[] = []
  return new Promise((resolve, reject) => {
    sheet.on('data', (part: Buffer) => parts.push(part))
    sheet.on('end', () => resolve(Buffer.concat(parts)))
    sheet.on('error', reject)
    drawPage(sheet, facts)
    sheet.end()
  })
}

function blank({ language, reference, issuedAt }: ConfirmationFacts): Sheet {
  // The title goes into XML that pdfkit does not escape: only our own words and the reference.
  const title = wordsOf(language)('documentTitle', { reference: reference.replace(/[<>&]/g, '') })
  const sheet = new PDFDocument({
    size: 'A4',
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: language,
    // No standard font: every face on the page is embedded.
    font: '',
    info: {
      Title: title,
      CreationDate: new Date(issuedAt),
      Creator: 'Turnero',
      Producer: 'PDFKit',
    },
  })
  for (const face of facesForDocument()) {
    sheet.registerFont(face.name, face.font)
  }
  sheet.appendXML(
    '<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">' +
      '<pdfuaid:part>1</pdfuaid:part></rdf:Description>',
  )
  return sheet
}
