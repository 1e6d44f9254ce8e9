import { Router } from 'express'
import type { Services } from '../services.ts'

/** How long the database may take to answer before it counts as out of order. */
const patienceMs = 1000

/** What a load balancer or a supervisor asks; before everything else, so that no cookie is set. */
export function healthRoutes({ database, lifecycle, stores }: Services): Router {
  const router = Router()
  let reading: Promise<boolean> | null = null

  /** One question at a time: a database that hangs is not asked again until it has answered. */
  function databaseAnswers(): Promise<boolean> {
    reading ??= stores.agencies
      .institution(database.read)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        reading = null
      })
    return inTime(reading)
  }

  /** The process runs. It says nothing of what it needs: restarting it would not mend that. */
  router.get('/salud/viva', (_request, response) => {
    response.set('Cache-Control', 'no-store').type('text/plain').send('viva')
  })

  /** Whether requests should come here. Redis only makes things faster, so its loss changes nothing. */
  router.get('/salud/lista', async (_request, response) => {
    const answers = await databaseAnswers()
    const ready = answers && !lifecycle.stopping
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({
        lista: ready,
        base: answers ? 'ok' : 'error',
        redis: lifecycle.redis(),
        detenerse: lifecycle.stopping,
      })
  })

  return router
}

/** The answer, or false when it does not come in time. */
async function inTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
