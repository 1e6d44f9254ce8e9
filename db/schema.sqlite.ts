// What drizzle-kit reads to write SQLite migrations (`npm run db:generate`).
import * as columns from './columns.sqlite.ts'
import { asColumns } from './faces.ts'
import { schema } from './schema.ts'

export const {
  institution,
  provinces,
  procedures,
  agencies,
  pools,
  agendas,
  openingHours,
  dayExceptions,
  closures,
  holidays,
  drafts,
  codes,
  allowances,
  poolDays,
  seats,
  turnos,
  turnoEvents,
  messages,
  runs,
} = schema(asColumns(columns))
