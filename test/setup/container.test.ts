import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { readConfig, settingNames } from '../../src/config.ts'
import { namedKeys, newKeySettings } from '../../src/keys/newKeys.ts'
import { nodeFlags } from '../../src/setup/nodeFlags.mjs'

// js-yaml comes with Jest, without types.
const yaml: { load(text: string): unknown } = createRequire(import.meta.url)('js-yaml')

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  env_file: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.coerce.string()).optional(),
  deploy: z.object({ replicas: z.number() }).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  volumes: z.array(z.string()).optional(),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).optional(),
  stop_grace_period: z.string().optional(),
})
const { services, volumes, configs } = z
  .object({
    services: z.record(z.enum(['proxy', 'web', 'worker', 'postgres', 'redis']), service),
    volumes: z.record(z.string(), z.null()),
    configs: z.record(z.string(), z.object({ content: z.string() })),
  })
  .parse(yaml.load(readFileSync('compose.yaml', 'utf8')))

const own = [services.web, services.worker]

describe('compose.yaml', () => {
  test('names only settings that there are', () => {
    const named = own.flatMap(({ environment = {} }) => Object.keys(environment))
    expect(named).toContain('JOBS')
    expect(named.filter((name) => !settingNames.some((known) => known === name))).toEqual([])
  })

  test.each([
    ['web', false],
    ['worker', true],
  ] as const)('gives %s settings that fit together, with jobs %s', (name, jobsHere) => {
    const read = readConfig({
      PUBLIC_BASE_URL: 'https://turnos.example',
      DATABASE_URL: 'postgres://turnero:secret@postgres/turnero',
      SMTP_URL: 'smtp://mail.example:587?requireTLS=true',
      MAIL_FROM: 'turnos@example.org',
      ...namedKeys(newKeySettings()),
      ...services[name].environment,
    })
    expect(read).toMatchObject({ ok: true, config: { jobsHere, redisUrl: 'redis://redis:6379' } })
    if (name === 'web') expect(read).toMatchObject({ config: { trustProxy: 1, port: 3000 } })
  })

  test('serves with two processes behind the only door, and lets them finish', () => {
    expect(services.web.deploy?.replicas).toBe(2)
    const published = Object.entries(services).filter(([, { ports = [] }]) => ports.length > 0)
    expect(published.map(([name]) => name)).toEqual(['proxy'])
    expect(configs.caddyfile?.content).toMatch(/name web\n\s+port 3000/)
    for (const { stop_grace_period: grace = '0s' } of own) {
      expect(Number.parseInt(grace, 10)).toBeGreaterThan(10 + 32)
    }
  })

  test('keeps what must outlive a loss of power', () => {
    const redis = services.redis.command?.join(' ')
    expect(redis).toContain('--appendonly yes --appendfsync everysec')
    expect(redis).toContain('--maxmemory-policy noeviction')
    expect(services.postgres.environment?.POSTGRES_INITDB_ARGS).toBe('--data-checksums')
    expect(services.postgres.volumes).toHaveLength(1)
    expect(services.redis.volumes).toHaveLength(1)
  })

  test('holds no secret: those come from files that are not in the repository', () => {
    for (const { environment = {} } of Object.values(services)) {
      const secrets = Object.keys(environment).filter((name) => /PASS|KEY|SECRET|TOKEN/.test(name))
      expect(secrets).toEqual([])
      expect(Object.values(environment).filter((value) => /:\/\/[^/]*@/.test(value))).toEqual([])
    }
    expect(own.map(({ env_file: file }) => file)).toEqual([['turnero.env'], ['turnero.env']])
    expect(readFileSync('.gitignore', 'utf8')).toMatch(/^\*\.env$/m)
  })

  test('refers only to what it has', () => {
    const all = Object.values(services)
    const needed = all.flatMap(({ depends_on: on = [] }) =>
      Array.isArray(on) ? on : Object.keys(on),
    )
    expect(Object.keys(services)).toEqual(expect.arrayContaining(needed))
    const mounted = all.flatMap(({ volumes: used = [] }) => used.map((one) => one.split(':')[0]))
    expect(Object.keys(volumes).sort()).toEqual([...new Set(mounted)].sort())
    const sources = all.flatMap(({ configs: used = [] }) => used.map(({ source }) => source))
    expect(Object.keys(configs)).toEqual(sources)
    for (const program of [services.worker.command?.at(-1) ?? '', 'dist/src/server.js']) {
      expect(existsSync(program.replace('dist/', '').replace('.js', '.ts'))).toBe(true)
    }
  })
})

describe('Dockerfile', () => {
  const lines = readFileSync('Dockerfile', 'utf8').split('\n')
  const final = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')))
  const packageFile = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')))

  test('runs as nobody in particular, on a Node.js that is cared for, and can be asked how it is', () => {
    expect(lines.filter((line) => line.startsWith('FROM ')).join()).toMatch(
      /node:22-\S+-slim AS build,FROM node:22-\S+-slim$/,
    )
    expect(final).toContain('USER node')
    expect(final.join('\n')).toMatch(/HEALTHCHECK .*\\\n.*\/salud\/viva/)
    expect(lines).toContain('RUN npm ci --no-audit --no-fund')
    expect(lines.filter((line) => /^(ARG|ENV) .*(PASS|KEY|SECRET|_URL)/.test(line))).toEqual([])
  })

  test('starts Node as everything that serves for long does', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')))
    const flags = nodeFlags.join(' ')
    expect(final.findLast((line) => line.startsWith('CMD '))).toBe(
      `CMD ${JSON.stringify(['node', ...nodeFlags, 'dist/src/server.js']).replaceAll(',', ', ')}`,
    )
    expect(services.worker.command).toEqual(['node', ...nodeFlags, 'dist/jobs/worker.js'])
    expect(scripts.start).toBe(`exec node ${flags} src/setup/start.mjs`)
    expect(scripts.worker).toBe(`exec node ${flags} src/setup/run.mjs jobs/worker.js`)
  })

  test('copies what is there, and what is not kept out', () => {
    const letIn = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const copied = lines
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(' ').slice(1, -1))
    expect(copied.length).toBeGreaterThan(5)
    expect(copied.filter((path) => !existsSync(path))).toEqual([])
    expect(copied.filter((path) => !letIn.includes(path.split('/')[0] ?? ''))).toEqual([])
  })

  // The image has no development packages, so what runs in it must not ask for one.
  test('leaves out no package that the program asks for', () => {
    const files = ['src', 'db', 'jobs'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.includes('drizzle.'))
        .map((name) => join(folder, name)),
    )
    const asked = files.flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /^(?:import|export)(?! type)[^;]*? from '([^.#'][^']*)'/gm,
        ),
      ].map(([, name = '']) =>
        name.startsWith('@') ? name.split('/', 2).join('/') : name.split('/')[0],
      ),
    )
    const packages = [...new Set(asked)].filter((name) => name && !isBuiltin(name))
    expect(packages.length).toBeGreaterThan(15)
    expect(packages.filter((name) => name && !(name in packageFile.dependencies))).toEqual([])
  })
})
