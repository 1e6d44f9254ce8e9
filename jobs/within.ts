/** Waits for `work` at most `ms`; says whether it was done by then, well or badly. */
export async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const done = work.then(
    () => true,
    () => true,
  )
  const inTime = await Promise.race([done, over])
  clearTimeout(timer)
  return inTime
}
