// @ts-check
// `node src/setup/faults.mjs [--minutes N] [--database sqlite|postgres] [--mistake NAME] [--clients N]
// [--people N] [--windows N] [--calm]`: breaks the application's real processes while a crowd books and
// clerks call, and counts what was lost.
import { enter } from './entry.mjs'

enter(async () => {
  const { inProject, sayAloud } = await import('./project.mjs')
  const { obstacle } = await import('./obstacle.mjs')
  const { packagesAreInstalled } = await import('./packages.mjs')
  const { build } = await import('./build.mjs')
  const { findOrInstallRedis } = await import('./redis.mjs')
  const { run } = await import('./command.mjs')

  if (!packagesAreInstalled()) {
    throw obstacle(
      'The packages are not installed for this version: run "npm test" once, then this command again.',
    )
  }
  const redis = await findOrInstallRedis(sayAloud)
  if (!redis) throw obstacle('The fault tests need redis-server or valkey-server: install one.')
  if (!process.env.FAULTS_DIST) await build(sayAloud)

  const program = inProject('test', 'output', 'faults', 'main.mjs')
  const { build: bundle } = await import('esbuild')
  await bundle({
    entryPoints: [inProject('test', 'faults', 'main.ts')],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  const ended = await run(process.execPath, [program, ...process.argv.slice(2)], {
    env: { ...process.env, REDIS_SERVER: redis },
  })
  process.exitCode = ended.code
})
