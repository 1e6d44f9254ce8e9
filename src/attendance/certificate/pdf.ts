import PDFDocument from 'pdfkit'
import type { Sheet } from '../../turno/confirmation/paragraph.ts'
import { facesForDocument } from '../../turno/confirmation/typefaces.ts'
import { wordsOf } from '../../turno/confirmation/words.ts'
import type { CertificateFacts } from './facts.ts'
import { drawCertificate } from './page.ts'

/**
 * A certificate as one A4 page, tagged for screen readers (PDF/UA-1), in a neutral form that says it is a
 * demonstration until the institution sets its own. Equal facts give equal bytes, so a paper can be made
 * again instead of kept.
 */
export function certificatePdf(facts: CertificateFacts): Promise<Buffer> {
  const sheet = blank(facts)
  const parts: Buffer[] = []
  return new Promise((resolve, reject) => {
    sheet.on('data', (part: Buffer) => parts.push(part))
    sheet.on('end', () => resolve(Buffer.concat(parts)))
    sheet.on('error', reject)
    drawCertificate(sheet, facts)
    sheet.end()
  })
}

function blank({ language, number, issuedAt }: CertificateFacts): Sheet {
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
      // The title goes into XML that pdfkit does not escape: only our own words and the number.
      Title: wordsOf(language)('certificate.documentTitle', { number }),
      CreationDate: new Date(issuedAt),
      Creator: 'Turnero',
      Producer: 'PDFKit',
    },
  })
  for (const face of facesForDocument()) sheet.registerFont(face.name, face.font)
  sheet.appendXML(
    '<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">' +
      '<pdfuaid:part>1</pdfuaid:part></rdf:Description>',
  )
  return sheet
}
