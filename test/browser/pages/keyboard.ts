import type { Page } from 'playwright-core'

/** More stops than any page has. */
const mostStops = 120

/** How what has the focus is called: its label, or what is written on it. */
export async function focused(page: Page): Promise<string> {
  return String(
    await page.evaluate(`(() => {
      const { activeElement } = document
      const text = activeElement.labels?.[0]?.innerText ??
        activeElement.getAttribute('aria-label') ?? activeElement.innerText ?? ''
      return text.trim()
    })()`),
  )
}

/** Presses Tab until this has the focus, and looks whether one sees that it has. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = []
  while (passed.length < mostStops) {
    await page.keyboard.press('Tab')
    const here = await focused(page)
    if (typeof name === 'string' ? here === name : name.test(here)) return focusShows(page)
    passed.push(here)
  }
  throw new Error(`Tab never came to ${name}, but to: ${[...new Set(passed)].join(' | ')}`)
}

/** Throws unless the page looks otherwise around what has the focus than without the focus. */
export async function focusShows(page: Page): Promise<void> {
  const name = await focused(page)
  await page.evaluate(`document.activeElement.scrollIntoView({ block: 'center' })`)
  const withFocus = await page.screenshot({ caret: 'hide' })
  await page.evaluate('{ window.stop_ = document.activeElement; window.stop_.blur() }')
  const without = await page.screenshot({ caret: 'hide' })
  await page.evaluate('window.stop_.focus({ preventScroll: true })')
  if (withFocus.equals(without)) throw new Error(`The focus on "${name}" cannot be seen`)
}
