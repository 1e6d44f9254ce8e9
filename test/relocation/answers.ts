import { load } from 'cheerio'
import { staffBrowser } from '../staff/people.ts'
import type { TestApp } from '../support/app.ts'
import { wrongs } from './ground.ts'

/** The three ways to answer that the text of a mail with a proposal has, as paths. */
export function waysIn(text: string | undefined) {
  const links = text?.match(/http:\S+\/turnos\/propuesta\/\S+/g) ?? []
  const [accept = '', another = '', cancel = ''] = links.map((link) => new URL(link).pathname)
  return { accept, another, cancel }
}

export type Ways = ReturnType<typeof waysIn>

/** Opens a link of a mail in a browser of one's own, as far as it leads. */
async function follow(test_: TestApp, path: string) {
  const browser = staffBrowser(test_)
  let at = path
  for (;;) {
    const answer = await browser.get(at)
    if (answer.status !== 303) return { browser, at, $: load(answer.text) }
    at = String(answer.headers.location)
  }
}

/** Takes the hour that the mail proposes; answers where one is led. */
export async function accepts(test_: TestApp, ways: Ways): Promise<string> {
  const { browser, at, $ } = await follow(test_, ways.accept)
  const proposal = $('input[name="proposal"]').attr('value') ?? ''
  return String((await browser.post(at, { proposal })).headers.location)
}

/** Takes this hour instead, at the agenda that is shown first; answers where one is led. */
export async function chooses(test_: TestApp, ways: Ways, slot: string): Promise<string> {
  const { browser, at } = await follow(test_, ways.another)
  return String((await browser.post(at, { slot })).headers.location)
}

/** Gives the turno up; answers the status of the answer. */
export async function givesUp(test_: TestApp, ways: Ways): Promise<number> {
  const { browser, at } = await follow(test_, ways.cancel)
  return (await browser.post(at)).status
}

/**
 * Does it all at once while somebody looks on who sees a seat that is taken twice, or a person who has
 * neither hour; answers what they saw.
 */
export async function watched(
  test_: TestApp,
  acts: (() => Promise<unknown>)[],
  windows = 3,
): Promise<string[]> {
  const seen: string[] = []
  let going = true
  const watch = async () => {
    while (going) seen.push(...(await wrongs(test_, windows)))
  }
  const watching = watch()
  await Promise.all(acts.map((act) => act())).finally(() => {
    going = false
  })
  await watching
  return [...seen, ...(await wrongs(test_, windows))]
}
