import { codesOf } from '../../db/errors.ts'
import { systemClock } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { examineDatabase } from './examinations/database.ts'
import { examineDisk } from './examinations/disk.ts'
import { examineMailDomain, ownResolver } from './examinations/mailDomain.ts'
import { examineMailServer } from './examinations/mailServer.ts'
import { examineRedis } from './examinations/redis.ts'
import { examinePublicAddress } from './examinations/secureConnection.ts'
import { examineSettings } from './examinations/settings.ts'
import { bad, look, type Verdict } from './examinations/verdict.ts'
import { examineZones } from './examinations/zones.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/**
 * Examines an installation from the machine it runs on: one verdict a line, good, look or bad, and what
 * to do; with `json` an array. Ends with 1 where something is bad. Changes nothing and sends no mail.
 */
export async function doctor(asked: { json: boolean }, terminal: Terminal): Promise<ExitCode> {
  const read = readConfig(terminal.environment)
  const verdicts = read.ok
    ? await examine(read.config)
    : read.problems.map((problem) => bad('settings', problem, 'Change the setting.'))
  terminal.say(asked.json ? JSON.stringify(verdicts, null, 2) : verdicts.map(lineOf).join('\n'))
  return verdicts.some(({ verdict }) => verdict === 'bad') ? 1 : 0
}

async function examine(config: Config): Promise<Verdict[]> {
  const { now } = systemClock
  const domain = config.mailFrom === null ? null : domainOf(config.mailFrom)
  const parts: [string, Promise<Verdict[]> | Verdict[]][] = [
    ['settings', examineSettings(config)],
    ['time zones', [examineZones()]],
    ['database', examineDatabase(config, now)],
    ['disk', examineDisk(config)],
    ['redis', examineRedis(config)],
    ['mail server', examineMailServer(config.smtpUrl)],
    ['sender', domain === null ? [] : examineMailDomain(domain, ownResolver())],
    ['tls', examinePublicAddress(config.publicBaseUrl, Date.parse(now()))],
  ]
  const answers = parts.map(([check, part]) =>
    Promise.resolve(part).catch((error) => [failed(check, error)]),
  )
  return (await Promise.all(answers)).flat()
}

/** An examination that broke says so, and the others go on. */
function failed(check: string, error: unknown): Verdict {
  const name = error instanceof Error ? error.name : 'Error'
  const code = codesOf(error).map((one) => ` ${one}`)[0] ?? ''
  return look(check, `It could not be examined (${name}${code}).`, 'Look at it by hand.')
}

function domainOf(sender: string): string {
  const address = /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender
  return address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
}

function lineOf({ check, verdict, says, todo }: Verdict): string {
  const line = `${verdict.padEnd(4)}  ${check.padEnd(14)}  ${says}`
  return todo === null ? line : `${line}\n${' '.repeat(22)}→ ${todo}`
}
