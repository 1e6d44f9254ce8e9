import { expect, test } from '@jest/globals'
import { patched } from './copy.ts'
import { mistakes } from './mistakes.ts'

test.each(Object.keys(mistakes))('%s can still be planted in the build', (name) => {
  for (const patch of mistakes[name]?.patches ?? []) {
    expect(patched('dist', patch)).toContain(patch.replace)
  }
})
