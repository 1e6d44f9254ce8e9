// @ts-check
// `npm run build`: everything that is made from sources, on a machine without the server running too.
import { enter } from './entry.mjs'

enter(async () => {
  const { sayAloud } = await import('./project.mjs')
  const { installPackages } = await import('./packages.mjs')
  const { build } = await import('./build.mjs')
  await installPackages(sayAloud)
  await build(sayAloud)
  sayAloud('Built in dist/.')
})
