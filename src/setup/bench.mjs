// @ts-check
// `node src/setup/bench.mjs [NAME …] [--json] [--quick] [--seconds N] [--people N] [--walks N]`: measures the built application's real
// processes. A NAME that is a Jest file, test/bench/NAME.bench.ts, is run by Jest.
import { enter } from './entry.mjs'

enter(async () => {
  const { existsSync } = await import('node:fs')
  const { inProject, sayAside } = await import('./project.mjs')
  const { obstacle } = await import('./obstacle.mjs')
  const { packagesAreInstalled } = await import('./packages.mjs')
  const { build } = await import('./build.mjs')
  const { run } = await import('./command.mjs')

  if (!packagesAreInstalled()) {
    throw obstacle(
      'The packages are not installed for this version: run "npm test" once, then this command again.',
    )
  }
  const asked = process.argv.slice(2)
  if (existsSync(inProject('test', 'bench', `${asked[0]}.bench.ts`))) {
    const ended = await run(process.execPath, [inProject('src/setup/jest.mjs'), 'bench', ...asked])
    process.exitCode = ended.code
    return
  }
  await build(sayAside)
  const programs = inProject('test', 'output', 'bench')
  const { build: bundle } = await import('esbuild')
  await bundle({
    entryPoints: ['main.ts', 'bareExpress.ts'].map((file) => inProject('test', 'bench', file)),
    outdir: programs,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  const ended = await run(process.execPath, [`${programs}/main.mjs`, ...asked])
  process.exitCode = ended.code
})
