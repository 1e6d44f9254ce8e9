// Builds what browsers load: views/assets → dist/assets, under names that carry a hash of the
// content, with manifest.json from plain names to those, and .br and .gz beside each.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'esbuild'
import { compileAsync } from 'sass'
import { cutTypefaces } from './typefaces.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = join(root, 'views', 'assets')
const target = join(root, 'dist', 'assets')
const modules = join(root, 'node_modules')
const fonts = join(modules, '@fontsource-variable', 'atkinson-hyperlegible-next', 'files')
// Every page has the first; those that staff work at, the kiosk's, one's place in line, and the display of
// the waiting room have one of the others besides.
const sheets = ['page', 'desk', 'kiosk', 'live', 'display']

/** Builds all assets and returns the manifest: plain name → name with hash. */
export async function buildAssets() {
  await rm(target, { recursive: true, force: true })
  const work = join(target, 'work')
  await mkdir(work, { recursive: true })
  const typefaces = await cutTypefaces(fonts, work, writeFile)
  for (const name of sheets) {
    const path = join(source, 'styles', `${name}.scss`)
    const styles = await compileAsync(path, { loadPaths: [modules] })
    const whole = name === 'page' ? `${styles.css}\n${typefaces}` : styles.css
    await writeFile(join(work, `${name}.css`), whole)
  }
  const made = await build({
    entryPoints: [
      ...sheets.map((name) => join(work, `${name}.css`)),
      ...sheets.map((name) => join(source, 'scripts', `${name}.ts`)),
      // Charts are heavy, and only one page has them.
      join(source, 'scripts', 'reports.ts'),
      join(source, 'mark.svg'),
    ],
    outdir: target,
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file', '.svg': 'copy' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2020', 'chrome90', 'firefox88', 'safari14.1'],
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
  })
  await rm(work, { recursive: true })
  const manifest = {}
  for (const output of Object.keys(made.metafile.outputs)) {
    const file = basename(output)
    manifest[file.replace(/-[A-Z0-9]{8}(?=\.[a-z0-9]+$)/, '')] = file
    if (!file.endsWith('.woff2')) await compress(join(target, file))
  }
  await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

async function compress(file) {
  const content = await readFile(file)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }))
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }))
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const manifest = await buildAssets()
  process.stdout.write(`${Object.keys(manifest).length} assets in ${relative(root, target)}\n`)
}
