// @ts-check
// `node src/setup/run.mjs <built file> [arguments]`: builds if the sources changed, then runs it.
import { enter } from './entry.mjs'

enter(async () => {
  const { inProject, sayAside } = await import('./project.mjs')
  const { obstacle } = await import('./obstacle.mjs')
  const { packagesAreInstalled } = await import('./packages.mjs')
  const { build } = await import('./build.mjs')
  const { existsSync } = await import('node:fs')
  const { pathToFileURL } = await import('node:url')

  const [file = '', ...args] = process.argv.slice(2)
  if (!packagesAreInstalled()) {
    throw obstacle(
      'The packages are not installed for this version: run "npm start" once, then this command again.',
    )
  }
  await build(sayAside)
  const built = inProject('dist', file)
  if (!existsSync(built)) throw obstacle(`There is no ${file} in this version of Turnero.`)

  process.setSourceMapsEnabled(true)
  process.argv = [process.argv[0] ?? 'node', built, ...args]
  await import(pathToFileURL(built).href)
})
