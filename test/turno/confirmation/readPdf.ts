import {
  ColorSpace,
  Document,
  DrawDevice,
  Matrix,
  type PDFDocument,
  type PDFObject,
  Pixmap,
} from 'mupdf'

/** A PDF as an independent reader sees it. */
export type ReadPdf = { pages: number; text: string; fonts: string[]; root: PDFObject }

/** One element of the structure tree: its type, its alternative text, and what is inside. */
export type Tagged = { type: string; alt: string | null; children: Tagged[] }

/** Opens `bytes` and reads the first page's text, joined where lines end. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const document = opened(bytes)
  const root = document.getTrailer().get('Root').resolve()
  const page = document.loadPage(0)
  const fonts: string[] = []
  page
    .getObject()
    .get('Resources')
    .get('Font')
    .forEach((font) => {
      fonts.push(font.get('BaseFont').asName())
    })
  const text = page.toStructuredText('').asText().replace(/\s+/g, ' ')
  return { pages: document.countPages(), text, fonts, root }
}

/** A box of the page in points from its top left. */
export type Box = { left: number; top: number; right: number; bottom: number }

/** What is printed inside `box` of the first page, as pixels, `scale` of them to a point. */
export function pixelsOf(bytes: Uint8Array, box: Box, scale: number) {
  const edges = [box.left, box.top, box.right, box.bottom].map((edge) => edge * scale)
  const [left = 0, top = 0, right = 0, bottom = 0] = edges
  const pixmap = new Pixmap(ColorSpace.DeviceRGB, [left, top, right, bottom], true)
  pixmap.clear(255)
  const matrix = Matrix.scale(scale, scale)
  const device = new DrawDevice(matrix, pixmap)
  opened(bytes).loadPage(0).run(device, Matrix.identity)
  device.close()
  return {
    data: new Uint8ClampedArray(pixmap.getPixels()),
    width: pixmap.getWidth(),
    height: pixmap.getHeight(),
  }
}

/** The structure tree below `element`. */
export function structureOf(element: PDFObject): Tagged[] {
  const found: Tagged[] = []
  const kids = element.get('K')
  const each = (kid: PDFObject) => {
    if (kid.isDictionary() && kid.get('S').isName()) {
      const alt = kid.get('Alt')
      found.push({
        type: kid.get('S').asName(),
        alt: alt.isString() ? alt.asString() : null,
        children: structureOf(kid),
      })
    }
  }
  if (kids.isArray()) {
    kids.forEach(each)
  } else {
    each(kids)
  }
  return found
}

function opened(bytes: Uint8Array): PDFDocument {
  const document = Document.openDocument(bytes, 'application/pdf').asPDF()
  if (!document) {
    throw new Error('not a PDF')
  }
  return document
}
