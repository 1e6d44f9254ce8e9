// @ts-check
// `npm start`: from a bare clone to a running server. Each step is skipped once it is done.
import { enter } from './entry.mjs'

enter(async () => {
  const { sayAloud } = await import('./project.mjs')
  const { installPackages } = await import('./packages.mjs')
  const { build } = await import('./build.mjs')
  const { findOrInstallRedis } = await import('./redis.mjs')

  await installPackages(sayAloud)
  await build(sayAloud)

  // The server starts a private Redis only on a developer's machine; elsewhere it is told of one.
  const demonstration = !process.env.PUBLIC_BASE_URL && !process.env.REDIS_URL
  if (demonstration) {
    const redis = await findOrInstallRedis(sayAloud)
    if (redis) process.env.REDIS_SERVER = redis
    else sayAloud('No redis-server here: going on without it; the server does the jobs by itself.')
  }

  process.setSourceMapsEnabled(true)
  await import(new URL('../../dist/src/server.js', import.meta.url).href)
})
