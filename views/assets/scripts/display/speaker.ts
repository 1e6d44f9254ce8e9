import { type Chime, pause } from '../sound.ts'
import type { Speaker } from './callQueue.ts'

/** Nothing we say takes longer; a browser that forgets to say that it has ended holds nobody up. */
const longestMs = 20_000
/** As long as a caption must stand to be read, where nobody reads it out. */
const readingMs = 4500

/** A Spanish voice, one of this continent's before another; null where the device has none. */
export function spanishVoice(voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | null {
  const spanish = voices.filter(({ lang }) => /^es([-_]|$)/i.test(lang))
  const near = spanish.find(({ lang }) => /^es[-_](ec|419|mx|us|co|pe|cl|ar)/i.test(lang))
  return near ?? spanish[0] ?? null
}

/** Chimes and speaks with what the device has. */
export function createSpeaker(chime: Chime): Speaker & { hasVoice(): boolean } {
  // Typed as if every browser had it; some have not.
  const synthesis: SpeechSynthesis | undefined = window.speechSynthesis
  const voice = () => spanishVoice(synthesis?.getVoices() ?? [])

  return {
    hasVoice: () => voice() !== null,
    chime: () => chime.ring(),
    async say(text) {
      const own = voice()
      if (!synthesis || !own || !chime.running()) return pause(readingMs)
      const ended = new Promise<void>((resolve) => {
        const utterance = new SpeechSynthesisUtterance(text)
        utterance.voice = own
        utterance.lang = own.lang
        utterance.rate = 0.92
        utterance.addEventListener('end', () => resolve())
        utterance.addEventListener('error', () => resolve())
        synthesis.speak(utterance)
      })
      let late = 0
      const tooLong = new Promise<void>((resolve) => {
        late = window.setTimeout(() => {
          synthesis.cancel()
          resolve()
        }, longestMs)
      })
      await Promise.race([ended, tooLong])
      clearTimeout(late)
    },
  }
}
