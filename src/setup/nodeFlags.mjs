// @ts-check
/**
 * What Node is started with where it serves for long; package.json, Dockerfile and compose.yaml say it
 * too. New objects get 8 MB, two halves of 4, before they are sorted: the default lets 32 MB pile up.
 * A process cannot change this once it runs; the rest of the heap it keeps small by itself.
 */
export const nodeFlags = ['--max-semi-space-size=4']
