import { certificatePdf } from '../../attendance/certificate/pdf.ts'
import { confirmationPdf } from './pdf.ts'
import type { PdfPool } from './pdfPool.ts'

/** The same papers made on the calling thread: for tests, and for one paper on the command line. */
export function directPapers(): PdfPool {
  return { confirmation: confirmationPdf, certificate: certificatePdf, close: async () => {} }
}
