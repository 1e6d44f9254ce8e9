// @ts-check
// The typeface of the pages, cut to what they use: the weights between 400 and 700, and three sets of
// letters, of which a browser fetches those that a page shows.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import subsetFont from 'subset-font'

const family = 'Atkinson Hyperlegible Next'
const weights = { min: 400, max: 700 }

/**
 * The sets, as CSS writes a unicode-range. Most names need the first alone; those of Poland, Turkey,
 * Romania and their neighbours the second too; the third has what is left of the Latin letters.
 */
const faces = [
  {
    name: 'latin.woff2',
    from: 'atkinson-hyperlegible-next-latin-wght-normal.woff2',
    ranges:
      'U+0-FF, U+131, U+152-153, U+2BB-2BC, U+2C6, U+2DA, U+2DC, U+304, U+308, U+329, U+2000-206F, ' +
      'U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD',
  },
  {
    name: 'latin-central.woff2',
    from: 'atkinson-hyperlegible-next-latin-ext-wght-normal.woff2',
    ranges:
      'U+102-107, U+10C-111, U+118-11B, U+11E-11F, U+130, U+139-13A, U+13D-13E, U+141-144, U+147-148, ' +
      'U+150-151, U+154-155, U+158-15B, U+15E-165, U+16E-171, U+179-17E, U+218-21B',
  },
  {
    name: 'latin-ext.woff2',
    from: 'atkinson-hyperlegible-next-latin-ext-wght-normal.woff2',
    ranges:
      'U+100-101, U+108-10B, U+112-117, U+11C-11D, U+120-12F, U+132-138, U+13B-13C, U+13F-140, ' +
      'U+145-146, U+149-14F, U+156-157, U+15C-15D, U+166-16D, U+172-178, U+17F-217, U+21C-2BA, ' +
      'U+2BD-2C5, U+2C7-2CC, U+2CE-2D7, U+2DD-2FF, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, ' +
      'U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
  },
]

/**
 * Writes the cut files from `fonts` into `folder` and returns the style rules that name them, with
 * addresses relative to `folder`.
 *
 * @param {string} fonts
 * @param {string} folder
 * @param {(path: string, content: Buffer) => Promise<void>} write
 */
export async function cutTypefaces(fonts, folder, write) {
  const rules = await Promise.all(
    faces.map(async ({ name, from, ranges }) => {
      const whole = await readFile(join(fonts, from))
      const cut = await subsetFont(whole, lettersOf(ranges), {
        targetFormat: 'woff2',
        variationAxes: { wght: weights },
      })
      await write(join(folder, name), cut)
      return `@font-face {
  font-family: "${family}";
  font-style: normal;
  font-display: swap;
  font-weight: ${weights.min} ${weights.max};
  src: url("./${name}") format("woff2");
  unicode-range: ${ranges};
}`
    }),
  )
  return rules.join('\n')
}

/** @param {string} ranges every letter of a unicode-range */
function lettersOf(ranges) {
  return ranges
    .split(', ')
    .flatMap((range) => {
      const [from = 0, to = from] = range
        .slice(2)
        .split('-')
        .map((point) => Number.parseInt(point, 16))
      return Array.from({ length: to - from + 1 }, (_, step) => String.fromCodePoint(from + step))
    })
    .join('')
}
