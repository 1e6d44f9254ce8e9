/** A chime of three falling notes, made on the spot. Sounds only after somebody has pressed a button. */
export function createChime() {
  let context: AudioContext | null = null
  const notes = [880, 698.5, 587.3]
  const noteSeconds = 0.28
  const ringSeconds = 0.7

  return {
    /** To be called while a button is pressed, or where the browser allows sound anyway. */
    async start(): Promise<boolean> {
      context ??= new AudioContext()
      // A browser that does not allow sound yet leaves this open for ever.
      await Promise.race([context.resume(), pause(300)])
      return context.state === 'running'
    },

    running: () => context?.state === 'running',

    /** Ends when the chime has rung out; at once where there is no sound. */
    async ring(): Promise<void> {
      const audio = context
      if (audio?.state !== 'running') return
      const begin = audio.currentTime
      for (const [place, frequency] of notes.entries()) {
        const at = begin + place * noteSeconds
        const tone = audio.createOscillator()
        const volume = audio.createGain()
        tone.frequency.value = frequency
        volume.gain.setValueAtTime(0, at)
        volume.gain.linearRampToValueAtTime(0.35, at + 0.02)
        volume.gain.exponentialRampToValueAtTime(0.001, at + ringSeconds)
        tone.connect(volume).connect(audio.destination)
        tone.addEventListener('ended', () => volume.disconnect())
        tone.start(at)
        tone.stop(at + ringSeconds)
      }
      await pause((notes.length * noteSeconds + 0.2) * 1000)
    },
  }
}

export type Chime = ReturnType<typeof createChime>

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
