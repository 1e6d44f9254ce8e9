import type { JobLog } from './connections.ts'
import type { JobServices } from './services.ts'

/**
 * Joins those who do the jobs, and takes up at once what a process that died had begun. Its leases would
 * keep its mails for a minute; where it is sure that nobody is alive who could be sending one of them,
 * they are worth nothing. Said before the first job is taken.
 */
export async function resumeWork(
  { database, messages }: Pick<JobServices, 'database' | 'messages'>,
  log: JobLog,
): Promise<void> {
  await database.joinWorkers(async () => {
    await database
      .transaction((tx) => messages.store.freeLeases(tx))
      .catch((error: unknown) => log.warn({ err: error }, 'Leases were left to lapse'))
  })
}
