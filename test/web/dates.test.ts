import { expect, test } from '@jest/globals'
import { zoneName } from '../../src/web/dates.ts'

test('the islands and the mainland are not called the same', () => {
  expect(zoneName('Pacific/Galapagos', 'es')).toBe('hora de Galápagos')
  expect(zoneName('Pacific/Galapagos', 'en')).toBe('Galapagos Time')
  expect(zoneName('America/Guayaquil', 'es')).toBe('hora de Ecuador')
})
