import type { Request, RequestHandler, Response } from 'express'
import { agencyImport, type ImportPlan } from '../../agencies/csv/importAgencies.ts'
import { decoded } from '../../agencies/csv/readTable.ts'
import { writeAgencies } from '../../agencies/csv/writeAgencies.ts'
import { agencyColumns } from '../../agencies/settings/columns.ts'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { uploadIn } from '../../web/upload.ts'
import { actorOf } from '../actor.ts'
import type { Own } from '../adminPages.ts'
import { changedMeanwhile, markOf, stepOf } from '../confirm.ts'
import type { ShownChange } from '../viewModels.ts'
import type { CsvView } from './viewModels.ts'
import { settingWords } from './words.ts'

/** So many mistakes and changes are shown; the others are counted. */
const mostShown = 200

/** Agencies in and out as CSV: the file is checked line by line, then all of it is saved or nothing. */
export function csvPage(services: Services) {
  const { adminPages, catalogue, database, hash, pages, stores } = services
  const agencies = agencyImport(services)

  async function send(
    request: Request,
    response: Response,
    { errors = [], mistakes = [] }: Partial<Pick<CsvView, 'errors' | 'mistakes'>> = {},
  ): Promise<void> {
    const words = settingWords(pages, request)
    const view: Own<CsvView> = {
      errors,
      mistakes: mistakes.slice(0, mostShown),
      wrong: mistakes.length,
      more: Math.max(0, mistakes.length - mostShown),
      columns: agencyColumns.map(({ name, headings: [heading], putUsual }) => ({
        heading,
        label: words.label(name),
        must: !putUsual({}),
      })),
    }
    const status = errors.length + mistakes.length > 0 ? 422 : 200
    await adminPages.send(request, response, 'admin/csv', view, { status })
  }

  function mistakesIn(request: Request, plan: Exclude<ImportPlan, { ok: true }>) {
    const { mistakes, noTable } = plan
    if (noTable) {
      const message = pages.text(request, `admin:csv.noTable.${noTable.reason}`)
      return [{ line: noTable.line, column: '', typed: '', message }]
    }
    return mistakes.map(({ line, column, typed, reason }) => {
      const range = agencyColumns.find(({ headings }) => headings.some((one) => one === column))
      const { least, most } = range?.range ?? { least: 0, most: 0 }
      const message = pages.text(request, `admin:mistakes.${reason}`, { least, most })
      return { line, column, typed: typed.slice(0, 80), message }
    })
  }

  const show: RequestHandler = async (request, response) => send(request, response)

  const save: RequestHandler = async (request, response) => {
    const file = uploadIn(request)
    const step = stepOf(request)
    if (step === 'edit') return send(request, response)
    if (file === 'too-large')
      return send(request, response, { errors: fileError(request, 'large') })
    const text = file ? decoded(file) : field(request, 'csv')
    if (text.trim() === '')
      return send(request, response, { errors: fileError(request, 'missing') })
    const plan = await agencies.plan(text)
    if (!plan.ok) return send(request, response, { mistakes: mistakesIn(request, plan) })
    if (step !== 'save') return confirm(request, response, text, plan)
    // Sent again after it was saved, there is nothing left to do.
    const isDone = plan.lines.every(({ kind }) => kind === 'same')
    if (!isDone && changedMeanwhile(request, markOfPlan(plan))) {
      return confirm(request, response, text, plan)
    }
    const carried = await agencies.carryOut(plan.lines, actorOf(request))
    if (carried.ok) return seeOther(response, '/admin/agencias?aviso=guardado')
    if (carried.reason === 'meanwhile') return confirmAgain(request, response, text)
    const refused = { ok: false as const, mistakes: [carried.mistake], noTable: null }
    await send(request, response, { mistakes: mistakesIn(request, refused) })
  }

  /** What the file would do is not what it would have done a moment ago. */
  async function confirmAgain(request: Request, response: Response, text: string) {
    const plan = await agencies.plan(text)
    if (plan.ok) return confirm(request, response, text, plan)
    return send(request, response, { mistakes: mistakesIn(request, plan) })
  }

  /** A mark of what the file would change, and of how that stands before. */
  function markOfPlan({ lines }: Extract<ImportPlan, { ok: true }>): string {
    return markOf(
      hash,
      lines.map((line) => [
        line.settings.code,
        line.kind === 'added' ? null : line.before.settings,
      ]),
    )
  }

  function fileError(request: Request, reason: 'large' | 'missing'): FieldError[] {
    return [{ field: 'file', message: pages.text(request, `admin:csv.fileErrors.${reason}`) }]
  }

  async function confirm(
    request: Request,
    response: Response,
    text: string,
    plan: Extract<ImportPlan, { ok: true }>,
  ): Promise<void> {
    const { lines } = plan
    const words = settingWords(pages, request)
    const provinces = await catalogue.provinces()
    const count = (kind: string) => lines.filter((line) => line.kind === kind).length
    const changes: ShownChange[] = lines
      .filter(({ kind }) => kind !== 'same')
      .slice(0, mostShown)
      .map((line) => {
        const label = pages.text(request, 'admin:csv.lineOf', {
          line: line.line,
          name: line.settings.name,
        })
        if (line.kind === 'added') {
          return { label, before: null, after: pages.text(request, 'admin:csv.added') }
        }
        const changed = words.changes(line.before.settings, line.settings, [], provinces)
        const side = (which: 'before' | 'after') =>
          changed
            .map(
              (one) => `${one.label}: ${one[which] ?? pages.text(request, 'admin:confirm.empty')}`,
            )
            .join('\n')
        return { label, before: side('before'), after: side('after') }
      })
    const changing = count('added') + count('changed')
    await adminPages.confirm(request, response, markOfPlan(plan), {
      title: pages.text(request, 'admin:csv.confirmTitle'),
      changes,
      consequences: [
        { tone: 'done', text: pages.text(request, 'admin:csv.willAdd', { count: count('added') }) },
        {
          tone: 'done',
          text: pages.text(request, 'admin:csv.willChange', { count: count('changed') }),
        },
        { tone: 'info', text: pages.text(request, 'admin:csv.willStay', { count: count('same') }) },
        ...(changing > mostShown
          ? [
              {
                tone: 'info' as const,
                text: pages.text(request, 'admin:csv.notShown', { count: changing - mostShown }),
              },
            ]
          : []),
        { tone: 'info', text: pages.text(request, 'admin:csv.nothingGone') },
      ],
      hidden: [{ name: 'csv', value: text }],
    })
  }

  const download: RequestHandler = async (_request, response) => {
    const all = await stores.agencySettings.all(database.read)
    response
      .set('Cache-Control', 'no-store')
      .attachment('agencias.csv')
      .type('text/csv; charset=utf-8')
      .send(writeAgencies(all.map(({ settings }) => settings)))
  }

  return { show, save, download }
}
