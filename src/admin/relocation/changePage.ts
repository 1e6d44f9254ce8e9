import type { RequestHandler } from 'express'
import { shownCauseOf } from '../../relocation/pages/shown.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { parameter } from '../../web/form.ts'
import type { Own } from '../adminPages.ts'
import type { Told } from '../viewModels.ts'
import { actorOf, changesUrl, changeUrl, foundBy, personUrl } from './found.ts'
import { progressOf, touchedRow } from './rows.ts'
import type { RelocationChangeView } from './viewModels.ts'

/** More than so many are not shown on one page; those to be called always are. */
const mostRows = 300

/** Those whom a change touches: what is proposed to each, sending it, and who has answered. */
export function changePage(services: Services) {
  const { adminPages, pages, relocations } = services
  const found = foundBy(services)

  const show: RequestHandler = async (request, response) => {
    const { agency, change } = await found.change(request)
    const { language } = contextOf(request)
    const url = changeUrl(agency.id, change.id)
    const all = await relocations.ofChange(change)
    const mails = await relocations.lastMails(all.map(({ id }) => id))
    const rows = all.map((one) =>
      touchedRow(one, mails.get(one.id) ?? null, personUrl(agency.id, change.id, one.id)),
    )
    const t = (key: string, args: Record<string, string>) => pages.text(request, key, args)
    const view: Own<RelocationChangeView> = {
      agency: adminPages.agencyTop(request, agency),
      backUrl: changesUrl(agency.id),
      url,
      kind: change.kind,
      ...shownCauseOf(change, agency.name, language, t),
      at: { at: change.createdAt, zone: agency.zone },
      progress: progressOf(rows),
      remindable: all.filter(
        ({ status, proposal, remindedAt }) =>
          status === 'sent' && proposal !== null && remindedAt === null,
      ).length,
      calls: rows.filter(({ toCall }) => toCall !== null),
      rows: rows.slice(0, mostRows),
      more: Math.max(0, rows.length - mostRows),
    }
    const notice = parameter(request, 'aviso')
    const told: Told | null =
      notice === 'enviado' || notice === 'recordado'
        ? { tone: 'done', title: pages.text(request, `relocation:told.${notice}`), text: null }
        : null
    await adminPages.send(request, response, 'admin/relocation', view, { told })
  }

  const send: RequestHandler = async (request, response) => {
    const { agency, change } = await found.change(request)
    await relocations.send(change.id, actorOf(request))
    seeOther(response, `${changeUrl(agency.id, change.id)}?aviso=enviado`)
  }

  const remind: RequestHandler = async (request, response) => {
    const { agency, change } = await found.change(request)
    await relocations.remind(change.id, actorOf(request))
    seeOther(response, `${changeUrl(agency.id, change.id)}?aviso=recordado`)
  }

  return { show, send, remind }
}
