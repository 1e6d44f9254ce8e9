import { certificatePdf } from '../../src/attendance/certificate/pdf.ts'
import { confirmationPdf } from '../../src/turno/confirmation/pdf.ts'
import type { PdfPool } from '../../src/turno/confirmation/pdfPool.ts'

/** The papers of the application, made on the calling thread: worker threads take no TypeScript. */
export function directPapers(): PdfPool {
  return { confirmation: confirmationPdf, certificate: certificatePdf, close: async () => {} }
}
