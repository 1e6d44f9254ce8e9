import type { Request, RequestHandler, Response } from 'express'
import type { ProcedureRow } from '../../../db/procedureStore.ts'
import {
  listNames,
  mostRows,
  type ProcedureList,
  procedureLists,
  readProcedure,
  rowCount,
  writtenProcedure,
} from '../../agencies/procedureForm.ts'
import {
  addProcedure,
  changeProcedure,
  differs,
  type ProcedureSettings,
  procedureData,
} from '../../agencies/saveProcedure.ts'
import { documentKinds } from '../../identity/documents.ts'
import { languages } from '../../language.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { actorOf } from '../actor.ts'
import type { Own } from '../adminPages.ts'
import { changedMeanwhile, markOf, stepOf } from '../confirm.ts'
import { errorOf, type FormField } from '../fields.ts'
import type { Consequence } from '../viewModels.ts'
import { procedureOf, procedureUrl } from './pages.ts'
import type { ProcedureFormView } from './viewModels.ts'
import { procedureWords } from './words.ts'

type Values = (name: string) => string

/** What one can get a turno for: form, what will happen, saved as a new version. */
export function procedureFormPage(services: Services) {
  const { adminPages, audit, database, hash, pages, stores } = services
  const ports = { stores, audit }

  async function knownIn(request: Request): Promise<ProcedureRow | null> {
    return request.params.procedure === undefined ? null : procedureOf(services, request)
  }

  async function send(
    request: Request,
    response: Response,
    row: ProcedureRow | null,
    values: Values,
    { errors = [], more = null }: { errors?: FieldError[]; more?: ProcedureList | null } = {},
  ): Promise<void> {
    const words = procedureWords(pages, request)
    const text = (key: string) => pages.text(request, key)
    const plain = (
      id: string,
      label: string,
      kind: FormField['kind'] = 'text',
      extra: Partial<FormField> = {},
    ): FormField => ({
      kind,
      id,
      label,
      hint: null,
      value: values(id),
      error: errorOf(errors, id),
      options: [],
      optional: false,
      ...extra,
    })
    const both = (id: string, label: string, kind: FormField['kind'], optional = false) =>
      languages.map((language) =>
        plain(`${id}-${language}`, `${label} (${language.toUpperCase()})`, kind, { optional }),
      )
    const yesNo = [
      { value: 'sí', label: text('admin:form.yes') },
      { value: 'no', label: text('admin:form.no') },
    ]
    const acceptances = ['accepted', 'warned', 'refused'].map((value) => ({
      value,
      label: text(`admin:acceptance.${value}`),
    }))
    const view: Own<ProcedureFormView> = {
      errors,
      title: text(row ? 'admin:procedures.editTitle' : 'admin:procedures.newTitle'),
      backUrl: row ? procedureUrl(row.id) : '/admin/tramites',
      backText: row ? row.name[contextOf(request).language] : text('admin:procedures.title'),
      action: request.path,
      seen: markOf(hash, row),
      groups: [
        {
          title: text('admin:procedures.groups.what'),
          fields: [
            ...(row
              ? []
              : [
                  plain('slug', words.label('slug'), 'text', {
                    hint: text('admin:procedures.slugHint'),
                  }),
                ]),
            plain('active', words.label('active'), 'select', {
              options: yesNo,
              hint: text('admin:procedures.activeHint'),
            }),
            ...both('name', words.label('name'), 'text'),
            ...both('summary', words.label('summary'), 'area'),
            ...both('audience', words.label('audience'), 'area'),
            ...both('result', words.label('result'), 'area'),
          ],
        },
        {
          title: text('admin:procedures.groups.how'),
          fields: [
            ...both('channel', words.label('channel'), 'area'),
            ...both('cost', words.label('cost'), 'text'),
            plain('free', words.label('free'), 'select', { options: yesNo }),
            plain('minutesAtWindow', words.label('minutesAtWindow'), 'number'),
            plain('contactEmail', words.label('contactEmail')),
            plain('contactPhone', words.label('contactPhone')),
          ],
        },
        {
          title: text('admin:procedures.groups.documents'),
          fields: [
            ...documentKinds.map((kind) =>
              plain(`accepted-${kind}`, text(`booking:kinds.${kind}`), 'select', {
                options: acceptances,
              }),
            ),
            ...both('documentWarning', words.label('documentWarning'), 'area', true),
          ],
        },
      ],
      lists: listNames.map((list) => {
        const count = Math.min(
          mostRows,
          Math.max(1, rowCount(values, list) + (more === list ? 1 : 0)),
        )
        return {
          name: list,
          title: words.label(list),
          hint: text(`admin:procedures.listHints.${list}`),
          count,
          more: count < mostRows - 1,
          rows: Array.from({ length: count }, (_, at) => ({
            number: at + 1,
            code: { name: `${list}-${at}-code`, value: values(`${list}-${at}-code`) },
            fields: procedureLists[list].flatMap((part) =>
              both(
                `${list}-${at}-${part}`,
                text(`admin:procedures.parts.${part}`),
                part === 'detail' ? 'area' : 'text',
              ),
            ),
          })),
        }
      }),
    }
    const status = errors.length > 0 ? 422 : 200
    await adminPages.send(request, response, 'admin/procedureForm', view, { status })
  }

  const show: RequestHandler = async (request, response) => {
    const row = await knownIn(request)
    const written = row ? writtenProcedure(procedureData(row)) : await usual()
    written.set('active', row?.active === false ? 'no' : 'sí')
    await send(request, response, row, (name) => written.get(name) ?? '')
  }

  /** What a new procedure most likely has: the institution's own contact. */
  async function usual(): Promise<Map<string, string>> {
    const institution = await stores.agencies.institution(database.read)
    return new Map([
      ['contactEmail', institution?.contactEmail ?? ''],
      ['contactPhone', institution?.contactPhone ?? ''],
      ['minutesAtWindow', '20'],
    ])
  }

  const save: RequestHandler = async (request, response) => {
    const row = await knownIn(request)
    const typed = (name: string) => field(request, name)
    const more = listNames.find((list) => list === typed('more')) ?? null
    if (more || stepOf(request) === 'edit') return send(request, response, row, typed, { more })
    const read = readProcedure(typed, row?.slug ?? typed('slug').trim())
    if (!read.ok) {
      const errors = read.mistakes.map(({ field: name, reason }) => ({
        field: name,
        message: `${labelOf(request, name)}: ${pages.text(request, `admin:procedureMistakes.${reason}`)}`,
      }))
      return send(request, response, row, typed, { errors })
    }
    const settings: ProcedureSettings = { data: read.data, active: typed('active') !== 'no' }
    const { slug } = settings.data
    const known = row ?? (await stores.procedures.one(database.read, slug))
    const url = procedureUrl(slug)
    const isSo = known && !differs(known, settings.data) && known.active === settings.active
    if (isSo) return seeOther(response, row ? url : `${url}?aviso=guardado`)
    if (!row && known) return send(request, response, row, typed, { errors: [taken(request)] })
    const seen = markOf(hash, row)
    if (stepOf(request) === 'save' && !changedMeanwhile(request, seen)) {
      const actor = actorOf(request)
      const saved = await database.transaction((tx) =>
        row
          ? changeProcedure(ports, tx, row.id, settings, actor).then(() => true)
          : addProcedure(ports, tx, settings, actor),
      )
      if (!saved) return send(request, response, row, typed, { errors: [taken(request)] })
      return seeOther(response, `${url}?aviso=guardado`)
    }
    const words = procedureWords(pages, request)
    const { language } = contextOf(request)
    const title = pages.text(
      request,
      row ? 'admin:agency.confirmTitle' : 'admin:agency.confirmNew',
      {
        name: (row ?? settings.data).name[language],
      },
    )
    const changes = words.changes(row && procedureData(row), settings.data)
    if (row && row.active !== settings.active) {
      const answer = (yes: boolean) => pages.text(request, yes ? 'admin:form.yes' : 'admin:form.no')
      changes.unshift({
        label: words.label('active'),
        before: answer(row.active),
        after: answer(settings.active),
      })
    }
    const consequences = await consequencesOf(request, row, settings)
    await adminPages.confirm(request, response, seen, { title, changes, consequences })
  }

  function taken(request: Request): FieldError {
    return { field: 'slug', message: pages.text(request, 'admin:procedureMistakes.taken') }
  }

  /** "Título (ES)", out of the name of a field. */
  function labelOf(request: Request, name: string): string {
    const words = procedureWords(pages, request)
    const parts = name.split('-')
    const list = listNames.find((one) => one === parts[0])
    const last = parts.at(-1) ?? ''
    const language = last === 'es' || last === 'en' ? ` (${last.toUpperCase()})` : ''
    if (list && parts.length > 2) return `${words.label(list)}, ${Number(parts[1]) + 1}${language}`
    return words.label(parts[0] ?? '') + language
  }

  async function consequencesOf(
    request: Request,
    row: ProcedureRow | null,
    { data, active }: ProcedureSettings,
  ): Promise<Consequence[]> {
    const text = (key: string, args = {}) => pages.text(request, key, args)
    if (!row) {
      return [
        { tone: 'done', text: text('admin:procedures.happens.made') },
        { tone: 'info', text: text('admin:procedures.happens.needsAgenda') },
      ]
    }
    const ahead = await stores.procedures.ahead(database.read, row.id)
    const found: Consequence[] = []
    if (differs(row, data)) {
      const version = row.version + 1
      found.push({ tone: 'info', text: text('admin:procedures.happens.version', { version }) })
      const kept =
        ahead === 0
          ? text('admin:happens.noTurno')
          : text('admin:procedures.happens.keep', { count: ahead })
      found.push({ tone: 'done', text: kept })
    }
    if (row.active && !active) {
      found.push({ tone: 'care', text: text('admin:procedures.happens.out') })
      if (ahead > 0) {
        found.push({
          tone: 'done',
          text: text('admin:procedures.happens.served', { count: ahead }),
        })
      }
    }
    if (!row.active && active)
      found.push({ tone: 'info', text: text('admin:procedures.happens.back') })
    return found
  }

  return { show, save }
}
