import { createRequire } from 'node:module'
import type { QRCode } from 'jsqr'

type Pixels = { data: Uint8ClampedArray; width: number; height: number }

// jsqr is an old kind of package, whose default export Node and the test runner see differently.
const {
  default: scan,
}: { default: (...of: [Uint8ClampedArray, number, number]) => QRCode | null } = createRequire(
  import.meta.url,
)('jsqr')

/** The text of the QR somewhere in `pixels`, as a scanner reads it; null when it finds none. */
export function qrIn({ data, width, height }: Pixels): string | null {
  return scan(data, width, height)?.data ?? null
}
