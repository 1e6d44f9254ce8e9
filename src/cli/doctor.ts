import { systemClock } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { examineDatabase } from './examinations/database.ts'
import { examineDisk } from './examinations/disk.ts'
import { examined } from './examinations/examined.ts'
import { examineMailDomain, ownResolver } from './examinations/mailDomain.ts'
import { examineMailServer } from './examinations/mailServer.ts'
import { examineRedis } from './examinations/redis.ts'
import { examinePublicAddress } from './examinations/secureConnection.ts'
import { examineSettings } from './examinations/settings.ts'
import { bad, type Verdict } from './examinations/verdict.ts'
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
  const answers = [
    examined('settings', () => examineSettings(config)),
    examined('time zones', () => [examineZones()]),
    examined('database', () => examineDatabase(config, now)),
    examined('disk', () => examineDisk(config)),
    examined('redis', () => examineRedis(config)),
    examined('mail server', () => examineMailServer(config.smtpUrl)),
    examined('sender', () => (domain === null ? [] : examineMailDomain(domain, ownResolver()))),
    examined('tls', () => examinePublicAddress(config.publicBaseUrl, Date.parse(now()))),
  ]
  return (await Promise.all(answers)).flat()
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
