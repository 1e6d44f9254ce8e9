import { create } from 'qrcode'

/** Light modules that must surround a QR so that readers find it (ISO/IEC 18004). */
export const quietZone = 4

/** A run of dark modules in one row, in module units. */
export type DarkRun = { x: number; y: number; length: number }

/** A QR as geometry: `size` modules a side without the quiet zone, and its dark runs. */
export type QrMatrix = { size: number; runs: DarkRun[] }

/**
 * The QR of `text` at error correction M (a fold or a stain over 15 % of it may be lost).
 * Neighbours are merged into runs, a third of the shapes.
 */
export function qrMatrix(text: string): QrMatrix {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const runs: DarkRun[] = []
  for (let y = 0; y < modules.size; y += 1) {
    let start = -1
    for (let x = 0; x <= modules.size; x += 1) {
      const dark = x < modules.size && modules.get(y, x) !== 0
      if (dark && start < 0) {
        start = x
      }
      if (!dark && start >= 0) {
        runs.push({ x: start, y, length: x - start })
        start = -1
      }
    }
  }
  return { size: modules.size, runs }
}

/**
 * The QR of `text` as an SVG element for a page: named `label` for screen readers, dark on its own
 * white ground (also in dark mode), no inline style, so that a strict CSP lets it through. It takes the
 * width its class `qr` is given.
 */
export function qrSvg(text: string, { label }: { label: string }): string {
  const { size, runs } = qrMatrix(text)
  const side = size + 2 * quietZone
  const path = runs
    .map(({ x, y, length }) => `M${x + quietZone} ${y + quietZone}h${length}v1h-${length}z`)
    .join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img" aria-label="${escapeAttribute(label)}" ` +
    `viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${path}"/></svg>`
  )
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
