import type { DatabasePlace } from './place.ts'

/** Thrown where tables of Turnero would come among those of another program; says so in a sentence. */
export class ForeignDatabase extends Error {
  override name = 'ForeignDatabase'
  constructor(place: DatabasePlace, setting = 'DATABASE_URL') {
    super(
      `${nameOf(place)} is not a database of Turnero: it has tables of another program, so name an empty one in ${setting}.`,
    )
  }
}

/** A place as sentences name it: the file, or the address without user, password and parameters. */
export function nameOf(place: DatabasePlace): string {
  if (place.dialect === 'sqlite') return place.file
  if (!URL.canParse(place.url)) return 'The PostgreSQL of DATABASE_URL'
  const { host, pathname } = new URL(place.url)
  return `postgres://${host}${pathname}`
}
