import type { Request, RequestHandler, Response } from 'express'
import { sameValue } from '../../agencies/applyChange.ts'
import type { Change } from '../../agencies/change/change.ts'
import { type Impact, impactOf } from '../../agencies/impact.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { changedMeanwhile, markOf, stepOf } from '../confirm.ts'
import type { ShownChange } from '../viewModels.ts'
import { consequencesOf } from './consequences.ts'
import type { Place } from './place.ts'
import { saveChange } from './saving.ts'
import { type Names, type Said, saidOf, type Writer } from './words.ts'

/** A form of this room: what it reads of a request, and how it is shown again with what was typed. */
export type ChangeForm<Where> = {
  where(request: Request): Promise<Where>
  read(request: Request, where: Where): Promise<Reading> | Reading
  show(
    request: Request,
    response: Response,
    where: Where,
    again: { errors: FieldError[]; status: number } | null,
  ): Promise<void>
  title(request: Request, where: Where): string
  /** Where one is after saving; `aviso` is added to it. */
  doneUrl(where: Where): string
}

export type Reading = { ok: true; change: Change } | { ok: false; errors: FieldError[] }

/**
 * The two handlers of a form that changes hours or capacity: showing it, and the three steps of
 * `confirm.ts`. What will happen is worked out by the very code that makes it happen.
 */
export function changeFlow<Where extends { place: Place | null }>(
  services: Services,
  form: ChangeForm<Where>,
): { show: RequestHandler; change: RequestHandler } {
  const { adminPages, clock, database, hash, stores } = services

  const show: RequestHandler = async (request, response) => {
    await form.show(request, response, await form.where(request), null)
  }

  const change: RequestHandler = async (request, response) => {
    const where = await form.where(request)
    const step = stepOf(request)
    if (step === 'edit') return form.show(request, response, where, { errors: [], status: 200 })
    const reading = await form.read(request, where)
    if (!reading.ok) {
      return form.show(request, response, where, { errors: reading.errors, status: 422 })
    }
    const wanted = reading.change
    const before = await stores.changes.asItIs(database.read, wanted)
    const impact = await impactOf(stores, database.read, wanted, clock.now())
    const mark = markOf(hash, [before?.to ?? null, impact.turnos.length > 0])
    // The form was sent twice: it is saved already.
    const isDone = sameValue(before, wanted)
    if (step === 'save' && isDone) return seeOther(response, savedUrl(where, null))
    if (step === 'save' && !changedMeanwhile(request, mark)) {
      return save(request, response, where, wanted)
    }
    await preview(request, response, where, { wanted, before, impact, mark })
  }

  async function save(request: Request, response: Response, where: Where, wanted: Change) {
    const saved = await saveChange(services, wanted, `staff:${knownStaff(request).id}`)
    const [relocation] = saved.relocations
    if (relocation) return seeOther(response, relocationUrl(relocation))
    seeOther(response, savedUrl(where, wanted.kind === 'holidays' ? null : saved.entry))
  }

  /** Where one is after saving, which says so; `entry` is where the change is on record. */
  function savedUrl(where: Where, entry: number | null): string {
    const url = new URL(form.doneUrl(where), 'http://here')
    url.searchParams.set('aviso', 'guardado')
    if (entry !== null) url.searchParams.set('cambio', String(entry))
    return url.pathname + url.search
  }

  async function preview(
    request: Request,
    response: Response,
    where: Where,
    {
      wanted,
      before,
      impact,
      mark,
    }: { wanted: Change; before: Change | null; impact: Impact; mark: string },
  ) {
    const writer = writerOf(services, request)
    const names = await namesOf(services, writer)
    const rules = where.place?.rules ?? null
    const zones = new Map<string, string>()
    for (const { id, zone } of await stores.agencies.agencyZones(database.read)) zones.set(id, zone)
    const zoneOf = (id: string) => zones.get(id) ?? 'America/Guayaquil'
    await adminPages.confirm(request, response, mark, {
      title: form.title(request, where),
      lead: where.place ? where.place.agency.name : null,
      changes: differences(
        saidOf(writer, before, rules, names),
        saidOf(writer, wanted, rules, names),
      ),
      consequences: consequencesOf(writer, impact, zoneOf, names),
      warning: impact.turnos.length > 0,
    })
  }

  return { show, change }
}

/** Where the assistant shows those whom a change touches. */
function relocationUrl({ id, agencyId }: { id: string; agencyId: string }): string {
  return `/admin/agencias/${encodeURIComponent(agencyId)}/reubicar/${encodeURIComponent(id)}`
}

/** The texts in the language of a request. */
export function writerOf({ pages }: Services, request: Request): Writer {
  return { language: contextOf(request).language, t: (key, args) => pages.text(request, key, args) }
}

/** What procedures are called. */
export async function namesOf({ catalogue }: Services, { language }: Writer): Promise<Names> {
  const procedures = await catalogue.procedures()
  return { procedures: new Map(procedures.map(({ id, name }) => [id, name[language]])) }
}

/** What differs, in the order of the record; what was and will not be comes last. */
function differences(before: Said[], after: Said[]): ShownChange[] {
  const was = new Map(before.map(({ label, text }) => [label, text]))
  const becomes = new Set(after.map(({ label }) => label))
  const changed = after
    .map(({ label, text }) => ({ label, before: was.get(label) ?? null, after: text }))
    .filter((one) => one.before !== one.after)
  const gone = before
    .filter(({ label }) => !becomes.has(label))
    .map(({ label, text }) => ({ label, before: text, after: null }))
  return [...changed, ...gone]
}
