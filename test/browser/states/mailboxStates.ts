import { askForCode, turnoOf } from '../../support/people.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** The demonstration's mailbox. The empty one comes first: mails stay. */
async function openNewest(stage: Stage): Promise<void> {
  await stage.test_.sendMails()
  await stage.open('/buzon')
  const path = await stage.reader.page.locator('.mail__subject').first().getAttribute('href')
  await stage.open(path ?? '')
}

export const mailboxStates: State[] = [
  {
    name: 'buzon-vacio',
    routes: ['GET /buzon'],
    status: 200,
    shows: 'mailbox:empty',
    reach: ({ open }) => open('/buzon'),
  },
  {
    name: 'buzon-codigo',
    routes: ['GET /buzon/:id'],
    status: 200,
    shows: 'mailbox:text',
    async reach(stage) {
      await askForCode(stage.test_.services, stage.stranger())
      await openNewest(stage)
    },
  },
  {
    name: 'buzon-confirmacion',
    routes: ['GET /buzon/:id'],
    status: 200,
    shows: 'mailbox:attachments',
    async reach(stage) {
      await turnoOf(stage.test_.services, stage.stranger(), '2026-12-10T15:00:00.000Z')
      await openNewest(stage)
    },
  },
  {
    name: 'buzon-lista',
    routes: ['GET /buzon'],
    status: 200,
    shows: 'mailbox:lead',
    reach: ({ open }) => open('/buzon'),
  },
]
