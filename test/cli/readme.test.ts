import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { ground } from './ground.ts'

const readme = readFileSync('README.md', 'utf8')

test('Every file and folder that the README names is there', () => {
  const named = [...readme.matchAll(/`((?:src|views|db|jobs|test)\/[\w./-]*)`/g)].map(
    ([, path = '']) => path,
  )
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((path) => !existsSync(path))).toEqual([])
})

test('The README lists every command of the command line', async () => {
  const here = ground()
  const { said } = await here.run('--help')
  here.clear()
  const commands = [...said.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
  expect(commands.length).toBeGreaterThan(4)
  const chapter = readme.split('\n### ').find((text) => text.startsWith('Commands\n')) ?? ''
  const listed = [...chapter.matchAll(/^\| `([a-z]+)/gm)].map(([, name]) => name)
  expect([...listed, 'help']).toEqual(commands)
})
