import type { Agency } from '../../agencies/agency.ts'
import type { Clock } from '../../clock.ts'
import type { KioskPart } from './viewModels.ts'

/** Long enough to read a ticket, too short for the next person to read it. */
const wipeSeconds = 20

/** An address of an agency's kiosk: `kioskUrl('quito', 'sin-turno')`. */
export function kioskUrl(agencyId: string, tail = ''): string {
  const base = `/llegada/${encodeURIComponent(agencyId)}`
  return tail === '' ? base : `${base}/${tail}`
}

/** What every page of a kiosk carries. */
export function kioskPart(clock: Clock, { id, name, zone }: Agency): KioskPart {
  return {
    agencyName: name,
    zone,
    now: { at: clock.now(), zone },
    startUrl: kioskUrl(id),
    wipeUrl: `${kioskUrl(id)}?idioma=es`,
    wipeSeconds,
  }
}
