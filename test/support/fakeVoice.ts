import type { Page } from 'playwright-core'

/** What was said, and when by the page's own clock. */
export type Said = { text: string; at: number }

/** Gives a page a Spanish voice that takes a moment for each text, and notes what it says. */
export async function giveVoice(page: Page): Promise<void> {
  await page.addInitScript(`(() => {
    const said = []
    let speaking = false
    window.said = said
    window.cutOff = 0
    window.SpeechSynthesisUtterance = class extends EventTarget {
      constructor(text) { super(); this.text = text }
    }
    const synthesis = Object.assign(new EventTarget(), {
      getVoices: () => [{ lang: 'en-GB', name: 'Other' }, { lang: 'es-EC', name: 'Voz' }],
      cancel() { if (speaking) window.cutOff += 1 },
      speak(utterance) {
        if (speaking) window.cutOff += 1
        speaking = true
        said.push({ text: utterance.text, at: Date.now() })
        setTimeout(() => {
          speaking = false
          utterance.dispatchEvent(new Event('end'))
        }, 60)
      },
    })
    Object.defineProperty(window, 'speechSynthesis', { value: synthesis })
  })()`)
}

/** What the page has said so far, in order. */
export async function saidOn(page: Page): Promise<Said[]> {
  return page.evaluate<Said[]>('window.said')
}

/** How often one text was cut off by another, or begun before another had ended. */
export async function cutOffOn(page: Page): Promise<number> {
  return page.evaluate<number>('window.cutOff')
}
