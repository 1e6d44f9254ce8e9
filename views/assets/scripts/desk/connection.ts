/** Whether the server can be reached, as the page found out last. */
export function createConnection() {
  let reached = true
  const listeners: ((reached: boolean) => void)[] = []
  return {
    reached: () => reached,
    set(now: boolean): void {
      if (reached === now) return
      reached = now
      for (const listener of listeners) listener(now)
    },
    onChange(listener: (reached: boolean) => void): void {
      listeners.push(listener)
    },
  }
}

export type Connection = ReturnType<typeof createConnection>
