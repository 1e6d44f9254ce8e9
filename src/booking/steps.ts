import type { Draft } from './draft.ts'

/** The pages of a walk, in order, by the last part of their URL. */
const stepNames = ['documento', 'contacto', 'codigo', 'lugar', 'horario', 'resumen'] as const

export type StepName = (typeof stepNames)[number]

/** Which of the nine steps of the procedure's public sheet a page stands for. */
export const stepNumbers: Record<StepName, number> = {
  documento: 2,
  contacto: 3,
  codigo: 5,
  lugar: 6,
  horario: 7,
  resumen: 8,
}

const done: Record<StepName, (draft: Draft) => boolean> = {
  documento: (draft) => draft.answers.document !== null,
  contacto: (draft) => draft.answers.contact !== null,
  codigo: (draft) => draft.verifiedAt !== null,
  lugar: (draft) => draft.agendaId !== null,
  horario: (draft) => draft.slotStart !== null,
  resumen: (draft) => draft.turnoId !== null,
}

/** The first step that is not done: nobody may go beyond it, and every earlier one stays open. */
export function frontier(draft: Draft): StepName {
  return stepNames.find((name) => !done[name](draft)) ?? 'resumen'
}

/** Whether the draft may stand on this step. */
export function isOpen(draft: Draft, step: StepName): boolean {
  return stepNames.indexOf(step) <= stepNames.indexOf(frontier(draft))
}

/** The step before this one, or null on the first. */
export function stepBefore(step: StepName): StepName | null {
  return stepNames[stepNames.indexOf(step) - 1] ?? null
}
