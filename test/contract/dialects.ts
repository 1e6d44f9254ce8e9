import type { Dialect } from '../support/app.ts'

/** Every test of the contract runs on both, by the same lines. */
export const dialects: Dialect[] = ['sqlite', 'postgres']
