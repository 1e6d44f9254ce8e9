// @ts-check
// `npm test` and `npm run check`: all that CI runs. The last line is the result.
import { enter } from './entry.mjs'

/** A group that takes so long will not end any more: it waits for something a test left behind. */
const groupMs = 25 * 60_000

enter(async () => {
  const { sayAloud } = await import('./project.mjs')
  const { obstacle } = await import('./obstacle.mjs')
  const { installPackages } = await import('./packages.mjs')
  const { build } = await import('./build.mjs')
  const { findOrInstallRedis } = await import('./redis.mjs')
  const { findOrInstallChromium } = await import('./chromium.mjs')
  const { browserTests, faultTests, lightTests, passes, staticChecks } = await import(
    './checks.mjs'
  )

  await installPackages(sayAloud)
  const redis = await findOrInstallRedis(sayAloud)
  if (!redis)
    throw obstacle(
      'The tests need redis-server or valkey-server: install one and run the command again.',
    )
  process.env.REDIS_SERVER = redis
  process.env.CHROMIUM_PATH = await findOrInstallChromium(sayAloud)
  await build(sayAloud)

  for (const check of staticChecks()) {
    sayAloud(`Checking ${check.name}.`)
    if (await passes(check.args)) continue
    sayAloud(`\nStopped at: ${check.name}. The tests were not run.`)
    return finish({ passed: 0, failed: 1 })
  }
  const tallies = []
  for (const [name, tests] of Object.entries({
    'the tests': () => lightTests([], groupMs),
    'the tests in a browser': () => browserTests(groupMs),
    'the tests that break things': () => faultTests(groupMs),
  })) {
    sayAloud(`Running ${name}.`)
    tallies.push(await tests())
  }
  finish({
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
  })

  /** @param {import('./checks.mjs').Tally} tally */
  function finish({ passed, failed }) {
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1
    sayAloud(`\n${passed} passed, ${failed} failed`)
  }
})
