// @ts-check
// `node src/setup/jest.mjs <unit|browser|faults|bench>`: one group of tests, on a prepared machine.
import { enter } from './entry.mjs'

enter(async () => {
  const { existsSync } = await import('node:fs')
  const { inProject, sayAloud } = await import('./project.mjs')
  const { obstacle } = await import('./obstacle.mjs')
  const { packagesAreInstalled } = await import('./packages.mjs')
  const { build } = await import('./build.mjs')
  const { jest, lightTests } = await import('./checks.mjs')

  const [group = 'unit', ...rest] = process.argv.slice(2)
  if (!packagesAreInstalled()) {
    throw obstacle(
      'The packages are not installed for this version: run "npm test" once, then this command again.',
    )
  }
  const folder = `test/${group}`
  if (group !== 'unit' && !existsSync(inProject(folder))) {
    throw obstacle(`There are no ${group} tests in this version: ${folder} does not exist.`)
  }
  await build(sayAloud)
  const pattern = group === 'bench' ? ['--testMatch', '**/test/bench/**/*.bench.ts'] : [folder]
  const tally =
    group === 'unit'
      ? await lightTests(rest)
      : await jest(group, [
          group === 'browser' ? '--maxWorkers=2' : '--runInBand',
          // What follows --testMatch would be taken for one pattern more of it.
          ...rest,
          ...(rest.some((arg) => arg.startsWith(`${folder}/`)) ? [] : pattern),
        ])
  process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1
  sayAloud(`\n${tally.passed} passed, ${tally.failed} failed`)
})
