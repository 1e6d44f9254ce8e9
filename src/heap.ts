import { setFlagsFromString } from 'node:v8'

/** How much the heap may grow, in percent of what is alive, before it is tidied as a whole. */
const growthPercent = 40

/**
 * Keeps the process small. Left to itself V8 lets a heap grow to three and four times of what is alive,
 * because it reckons with the whole machine; this one shares it with the database, the papers and
 * perhaps a second process. Costs a few hundredths of the processor. To be called before anything else.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`)
}
