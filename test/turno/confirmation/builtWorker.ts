import { mkdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const sources = new URL('../../../src/turno/confirmation/', import.meta.url)
const output = fileURLToPath(new URL('../../output/papers/', import.meta.url))

/** Compiles one source of the papers to JavaScript that Node runs by itself, and says where it is. */
export async function builtFile(name: string): Promise<URL> {
  mkdirSync(output, { recursive: true })
  const outfile = `${output}${name}.mjs`
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, sources))],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
  return pathToFileURL(outfile)
}
