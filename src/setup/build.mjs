// @ts-check
import { existsSync } from 'node:fs'
import { run } from './command.mjs'
import { obstacle } from './obstacle.mjs'
import { inProject, packageFile, root } from './project.mjs'
import { digestOf, isStamped, leaveStamp } from './stamps.mjs'

const stamp = inProject('dist', '.stamp')
const sources = [
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'src',
  'jobs',
  'db',
  'views/assets',
]

/**
 * Compiles TypeScript into dist/{src,db,jobs} and makes the stylesheet and browser scripts, unless
 * dist/ was made from exactly these sources.
 *
 * @param {import('./project.mjs').Say} say
 */
export async function build(say) {
  const digest = digestOf(root, sources)
  if (isStamped(stamp, digest)) return
  say('Building (TypeScript, styles, browser scripts).')
  await node([packageFile('typescript', 'bin/tsc'), '-p', 'tsconfig.build.json'])
  await buildAssets()
  leaveStamp(stamp, digest)
}

/** Makes the stylesheet, fonts and browser scripts. */
export async function buildAssets() {
  const script = inProject('src', 'setup', 'assets.mjs')
  if (existsSync(script)) await node([script])
}

/** @param {string[]} args */
async function node(args) {
  const ended = await run(process.execPath, args, { cwd: root })
  if (ended.code !== 0) throw obstacle('The build failed: the message above says where.')
}
