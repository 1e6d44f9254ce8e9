import type { TurnoPersonal } from './turno.ts'

/** How the people of a turno are sealed and opened: JSON under the turno's own context. */
export type TurnoSeal = {
  seal(turnoId: string, personal: TurnoPersonal): string
  open(turnoId: string, sealed: string): TurnoPersonal
}
