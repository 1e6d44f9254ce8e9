import { readFileSync } from 'node:fs'
import { aptInstall, mayUseApt } from '../../src/setup/apt.mjs'
import { findExecutable } from '../../src/setup/executables.mjs'

/** The path of strace, installed first where that may be done; throws one sentence where it may not. */
export async function findStrace(): Promise<string> {
  const found = findExecutable(['strace'])
  if (found) return found
  if (mayUseApt() && (await aptInstall(['strace']))) {
    const installed = findExecutable(['strace'])
    if (installed) return installed
  }
  throw new Error('The durability test needs strace: install it and run the command again.')
}

/** The command line that writes what a program says to the disk and to its clients into `file`. */
export function watching(strace: string, file: string): string[] {
  const calls = 'trace=pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync'
  // -D: the program stays our own child, and signals reach it.
  return [strace, '-D', '-f', '-q', '-s', '9000', '-e', calls, '-o', file]
}

/**
 * Whether the answer that told `reference` left before the write that holds it was on disk, by what
 * strace saw of the main thread; the answer in one sentence, or null when all is in order.
 */
export function toldTooEarly(file: string, reference: string): string | null {
  const lines = readFileSync(file, 'latin1').split('\n')
  const main = lines[0]?.split(' ')[0]
  const own = lines.filter((line) => line.startsWith(`${main} `))
  const answer = own.findIndex(
    (line) =>
      /^\d+ +(write|writev|sendto|sendmsg)\(/.test(line) &&
      line.includes(`Location: /turnos/${reference}`),
  )
  if (answer < 0) return `no answer with ${reference} was seen`
  const before = own.slice(0, answer)
  const written = before.findLastIndex(
    (line) => /^\d+ +(pwrite64|write)\(/.test(line) && line.includes(reference),
  )
  if (written < 0) return `${reference} was answered and never written`
  const descriptor = /\((\d+),/.exec(before[written] ?? '')?.[1]
  const synced = before.slice(written).some((line, n, rest) => {
    if (!new RegExp(`(fdatasync|fsync)\\(${descriptor}\\b`).test(line)) return false
    const end = line.includes('<unfinished') ? (rest[n + 1] ?? '') : line
    return / = 0$/.test(end.trim())
  })
  return synced ? null : `${reference} was answered before it was on disk`
}
