// @ts-check
import { closeDoor, openDoor } from './postgresDoor.mjs'

/** Runs once before all tests, in Jest's own process; the workers inherit what it sets. */
// biome-ignore lint/style/noDefaultExport: Jest asks for one.
export default async function globalSetup() {
  process.env.TEST_POSTGRES_DOOR = await openDoor()
  process.env.TEST_RUN = String(process.pid)
  process.once('SIGINT', () => closeDoor().finally(() => process.exit(130)))
  process.once('SIGTERM', () => closeDoor().finally(() => process.exit(143)))
}
