/** Runs the clock of the display in the agency's own zone, by the server's time and not the device's. */
export function createClock(face: HTMLElement) {
  let ahead = 0
  let format: Intl.DateTimeFormat | null = null
  const update = () => {
    const text = format?.format(Date.now() + ahead)
    if (text !== undefined && face.textContent !== text) face.textContent = text
  }
  setInterval(update, 1000)
  return {
    set(now: string, zone: string): void {
      ahead = Date.parse(now) - Date.now()
      format ??= new Intl.DateTimeFormat('es', {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone: zone,
      })
      update()
    },
  }
}
