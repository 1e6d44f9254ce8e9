// @ts-check

/** Runs once after all tests, in the process that ran globalSetup. */
// biome-ignore lint/style/noDefaultExport: Jest asks for one.
export { closeDoor as default } from './postgresDoor.mjs'
