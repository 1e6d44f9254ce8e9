import type { Request, RequestHandler, Response } from 'express'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import { parseCertificateCode } from '../certificateCode.ts'
import type { ReadOffPaper } from '../verify.ts'
import type { VerifyView } from '../viewModels.ts'
import { inPath } from './room.ts'

const longest = 200

/** `/verificar/:code`: whether a certificate is genuine. For anybody who holds the paper; names nobody. */
export function verifyPage({ attendance, pages }: Services) {
  async function send(
    request: Request,
    response: Response,
    typed: string,
    paper: ReadOffPaper,
    status = 200,
  ): Promise<void> {
    const code = parseCertificateCode(typed)
    const found = await attendance.verify(typed, paper)
    const result = !found.genuine ? 'unknown' : found.state === 'valid' ? 'genuine' : 'annulled'
    const compared = found.genuine ? Object.values(found.matches).filter((one) => one !== null) : []
    const view: Omit<VerifyView, 'page'> = {
      code: code ?? '',
      result,
      certificate: found.genuine
        ? {
            number: found.number,
            procedureName: found.procedureName,
            issued: { at: found.issuedAt, zone: found.zone },
            annulled: found.annulledAt === null ? null : { at: found.annulledAt, zone: found.zone },
            demonstration: found.demonstration,
          }
        : null,
      match: compared.length === 0 ? null : compared.every(Boolean) ? 'same' : 'other',
      values: paper,
      postUrl: code === null ? '/verificar' : `/verificar/${code}`,
    }
    await pages.send(request, response, 'attendance/verify', view, status)
  }

  /** The form for a code that is typed from the paper. */
  const ask: RequestHandler = async (request, response) => {
    const view: Omit<VerifyView, 'page'> = {
      code: '',
      result: null,
      certificate: null,
      match: null,
      values: {},
      postUrl: '/verificar',
    }
    await pages.send(request, response, 'attendance/verify', view)
  }

  const search: RequestHandler = async (request, response) => {
    const typed = field(request, 'code').slice(0, longest)
    const code = parseCertificateCode(typed)
    if (code !== null) return seeOther(response, `/verificar/${code}`)
    await send(request, response, typed, {}, 422)
  }

  const show: RequestHandler = (request, response) =>
    send(request, response, inPath(request, 'code'), {})

  /** Compares what the asker reads off the paper; nothing is kept, and nothing else is told. */
  const compare: RequestHandler = (request, response) =>
    send(request, response, inPath(request, 'code'), {
      document: field(request, 'document').slice(0, longest),
      surnames: field(request, 'surnames').slice(0, longest),
    })

  return { ask, search, show, compare }
}
