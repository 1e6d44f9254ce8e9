import type { Request } from 'express'
import type { Services } from '../../services.ts'
import { parameter } from '../../web/form.ts'
import type { Told } from '../viewModels.ts'

/** After a save: that it is saved, and that it can be taken back. Null on an ordinary visit. */
export function toldOf({ pages }: Services, request: Request): Told | null {
  if (parameter(request, 'aviso') !== 'guardado' || parameter(request, 'cambio') === '') return null
  return {
    tone: 'done',
    title: pages.text(request, 'admin:told.saved'),
    text: pages.text(request, 'hours:changes.undoHint'),
  }
}
