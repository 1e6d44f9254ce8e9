// @ts-check
// `npm run dev`: like `npm start`, and again after every change of a source file.
import { enter } from './entry.mjs'

enter(async () => {
  const { spawn } = await import('node:child_process')
  const { existsSync, watch } = await import('node:fs')
  const { inProject, packageFile, root, sayAloud } = await import('./project.mjs')
  const { installPackages } = await import('./packages.mjs')
  const { build, buildAssets } = await import('./build.mjs')
  const { findOrInstallRedis } = await import('./redis.mjs')

  await installPackages(sayAloud)
  await build(sayAloud)
  const env = { ...process.env, REDIS_SERVER: (await findOrInstallRedis(sayAloud)) ?? '' }

  /** @param {string[]} args */
  const keep = (args) => spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  const compiler = ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput']
  const server = [
    '--enable-source-maps',
    '--watch-path=dist',
    '--watch-path=views',
    'dist/src/server.js',
  ]
  const children = [keep([packageFile('typescript', 'bin/tsc'), ...compiler]), keep(server)]

  const assets = inProject('views', 'assets')
  /** @type {NodeJS.Timeout | undefined} */
  let soon
  if (existsSync(assets)) {
    watch(assets, { recursive: true }, () => {
      clearTimeout(soon)
      soon = setTimeout(() => buildAssets().catch((error) => sayAloud(error.message)), 100)
    })
  }
  let running = children.length
  for (const child of children) {
    child.once('exit', () => {
      running -= 1
      if (running === 0) process.exit(0)
    })
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      for (const child of children) child.kill(signal)
    })
  }
})
