import type { Request, RequestHandler } from 'express'
import multer, { MulterError } from 'multer'
import { seeOther } from './context.ts'

/** The largest file that is taken; a table of some thousand agencies. */
const mostFileBytes = 512 * 1024

const files = new WeakMap<Request, Uint8Array | 'too-large'>()
const uploaded = new WeakSet<Request>()

/** Whether a request was read as a form with a file. */
export function wasUpload(request: Request): boolean {
  return uploaded.has(request)
}

type Uploads = {
  /** The one path that takes a file. */
  at: string
  may: (request: Request) => boolean
  /** Where somebody is led who may not, or not any more. */
  elsewhere: string
}

/**
 * Reads a form with one file, in memory; its other fields are the form's as ever. A file that is too
 * large is left out, and the page says so. Nobody's file is read before it is known who sent it.
 */
export function uploads({ at, may, elsewhere }: Uploads): RequestHandler {
  const read = multer({
    storage: multer.memoryStorage(),
    limits: { files: 1, fileSize: mostFileBytes, fields: 20, fieldSize: 4096, parts: 21 },
  }).single('file')
  return (request, response, next) => {
    if (request.path !== at || !request.is('multipart/form-data')) return next()
    if (!may(request)) return seeOther(response, elsewhere)
    uploaded.add(request)
    read(request, response, (error: unknown) => {
      if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
        files.set(request, 'too-large')
        return next()
      }
      if (error !== undefined && error !== null) return next(createProblem(error))
      if (request.file) files.set(request, request.file.buffer)
      next()
    })
  }
}

/** The file that came with a form; null without one. */
export function uploadIn(request: Request): Uint8Array | 'too-large' | null {
  return files.get(request) ?? null
}

/** What is wrong with the form itself is its sender's mistake. */
function createProblem(error: unknown): unknown {
  return error instanceof Error ? Object.assign(error, { status: 400, expose: true }) : error
}
