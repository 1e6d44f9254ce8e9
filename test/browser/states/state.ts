import type { Stage } from './stage.ts'

/** A page in a state, how one comes there, and by which words one sees that it is this state. */
export type State = {
  /** Names its pictures. */
  name: string
  /** The routes that answer on the way, `GET /turnos/:reference`. */
  routes: string[]
  status: number
  /** A text of the pages; what it has holes for may be anything. */
  shows: string
  reach(stage: Stage): Promise<void>
}
