import { z } from 'zod'

/** The texts of one namespace: nested names, with a text at each end. */
export type Texts = { [name: string]: string | Texts }

const textsSchema: z.ZodType<Texts> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), textsSchema])),
)

/** Reads one locale file; throws, naming `path`, when it holds anything but nested texts. */
export function readTexts(json: string, path: string): Texts {
  const read = textsSchema.safeParse(JSON.parse(json))
  if (!read.success) throw new Error(`${path} must hold nested texts only`)
  return read.data
}

/** Every text with its full name, `a.b.c`, in the order of the file. */
export function flatten(texts: Texts, prefix = ''): [name: string, text: string][] {
  return Object.entries(texts).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + name, value]] : flatten(value, `${prefix}${name}.`),
  )
}

const plain = 'aeiouncsyAEIOUNCSY'
const marked = 'áéíóúñçšýÁÉÍÓÚÑÇŠÝ'

/** `⟦Híñt⟧`: the text with accents and brackets, its `{{holes}}` and `$t(references)` kept. */
export function pseudo(text: string): string {
  const accented = text
    .split(/(\{\{.*?\}\}|\$t\(.*?\))/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[a-zA-Z]/g, accent)))
  return `⟦${accented.join('')}⟧`
}

/** The same for every text of a namespace. */
export function pseudoTexts(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [
      name,
      typeof value === 'string' ? pseudo(value) : pseudoTexts(value),
    ]),
  )
}

function accent(letter: string): string {
  const at = plain.indexOf(letter)
  return at === -1 ? letter : (marked[at] ?? letter)
}
