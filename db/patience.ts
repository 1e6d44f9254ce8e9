/** How long the database may keep its callers waiting, in milliseconds; what is left out is as usual. */
export type Patience = {
  /** A write to the SQLite file, for another program that has it. All other writes wait with it. */
  busy?: number
  /** A connection to PostgreSQL over which nothing comes or goes, until it counts as lost. */
  silent?: number
  /** Somebody who wants a connection to PostgreSQL, for those who have them all. */
  turn?: number
}
