import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from '@jest/globals'

/** What a file imports when it is loaded: not its types, and not what it loads later. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  const statements = source.matchAll(
    /^(?:import|export)\s+(?!type\b)([^'"]*?\s+from\s+)?'([^']+)'/gm,
  )
  return [...statements]
    .filter(([, names = '']) => !/^\{(\s*type [^,}]+,?)+\s*\}\s+from/.test(names))
    .map(([, , from = '']) => from)
}

/** Everything that is loaded together with a file. */
function loadedWith(entry: string): Set<string> {
  const seen = new Set<string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const from of importsOf(file)) {
      const found = from.startsWith('.') ? normalize(join(dirname(file), from)) : from
      if (seen.has(found)) continue
      seen.add(found)
      if (existsSync(found) && found.endsWith('.ts')) waiting.push(found)
    }
  }
  return seen
}

test('a server without Redis and PostgreSQL loads neither of their clients', () => {
  const loaded = loadedWith('src/server.ts')
  expect(loaded).toContain('express')
  expect(loaded).toContain('jobs/queueDoor.ts')
  for (const client of ['bullmq', 'ioredis', 'pg']) expect(loaded).not.toContain(client)
})

test('whoever has a Redis loads its client with the queue side', () => {
  expect(loadedWith('jobs/queueSide.ts')).toContain('bullmq')
})
