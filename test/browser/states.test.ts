import { expect, test } from '@jest/globals'
import { findingsOf } from '../support/browser.ts'
import { turnoOf } from '../support/people.ts'
import { files, publicStates } from './states/all.ts'
import { seeInEveryState, smallTargets } from './states/look.ts'
import { colleague, signIn } from './states/staffStates.ts'
import { openStage } from './states/stage.ts'

const { browser, spanish } = await seeInEveryState(publicStates)

test('what is no page is what it says', async () => {
  // Its own stage, where no other mail waits to be sent.
  const stage = await openStage(browser, 'es')
  const { reader, test_ } = stage
  const { services } = test_
  const turnoId = await turnoOf(services, stage.stranger(), '2026-12-11T15:00:00.000Z')
  const turno = await services.turnos.byId(turnoId)
  if (!turno) throw new Error('No turno')
  await test_.sendMails()
  await stage.open(`/turnos/enlace/${services.papers.linkToken(turno)}`)
  // The lists of the administration are an admin's; everything else here is anybody's or everybody's.
  await signIn(stage, await colleague(stage, [{ role: 'admin', agencyId: null }]))
  await stage.open('/buzon')
  const mail = await reader.page.locator('.mail__subject').first().getAttribute('href')
  const id = mail?.split('/').at(-1) ?? ''
  for (const { route, type } of files) {
    const path = route
      .replace('GET ', '')
      .replace(':reference', turno.reference)
      .replace(':id', id)
      .replace(':n', '0')
    const answer = await reader.page.request.get(path)
    expect({ route, status: answer.status() }).toEqual({ route, status: 200 })
    expect(answer.headers()['content-type']).toMatch(type)
  }
  await stage.close()
})

test('a planted fault is found', async () => {
  const stage = spanish
  await stage.reset()
  await stage.open('/mi-turno')
  await stage.reader.page.evaluate(`{
    document.querySelector('label[for=email]').remove()
    document.querySelector('main .lead').style.color = '#bbb'
    const button = document.querySelector('main button')
    button.style.cssText = 'height:20px;min-height:0;padding:0;border:0'
  }`)
  const rules = (await findingsOf(stage.reader.page)).map(({ rule }) => rule)
  expect(rules).toEqual(expect.arrayContaining(['label', 'color-contrast']))
  expect(await stage.reader.page.evaluate(smallTargets)).toEqual([
    expect.stringContaining('button'),
  ])
})
