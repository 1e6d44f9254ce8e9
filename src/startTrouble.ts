import { databaseTrouble } from './cli/trouble.ts'

/** What to say where a start failed: one sentence where the operator can mend it, else what was thrown. */
export function startTrouble(error: unknown): string {
  return databaseTrouble(error) ?? (error instanceof Error ? error.message : String(error))
}

/** Why nobody can listen at `host` and `port`: an error with a sentence where the settings are at fault. */
export function listenTrouble(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const { code = '' } = error
  if (code === 'EADDRINUSE') {
    return new Error(`PORT ${port} is in use by another program: choose another.`)
  }
  if (code === 'EACCES') {
    return new Error(`PORT ${port} is not for this user (EACCES): choose one above 1023.`)
  }
  return /^(ENOTFOUND|EAI_|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL)/.test(code)
    ? new Error(`HOST ${host} is no address of this machine (${code}): choose one that it has.`)
    : error
}
