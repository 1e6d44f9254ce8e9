import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Clock } from '../clock.ts'

/** What counting needs. */
export type FigurePorts = { database: Database; stores: Stores; clock: Clock }
