import type { Command } from 'commander'
import { auditVerify } from './audit.ts'
import { staffAdd, staffDisable, staffList, staffReset, staffRoles } from './staff.ts'
import type { ExitCode, Terminal } from './terminal.ts'

type Given = { role: string[]; agency: string[] }

const more = (value: string, before: string[] | undefined) => [...(before ?? []), value]
const emailOption = ['--email <address>', 'whose account'] as const
const roleOption = [
  '--role <role>',
  'window, reception, supervisor, admin or auditor; may be given several times',
] as const
const agencyOption = [
  '--agency <code>',
  'where; may be given several times. Admins and auditors have the whole institution.',
] as const

/** The commands for the people who work here. */
export function staffing(turnero: Command, terminal: Terminal, end: (code: ExitCode) => void) {
  const staff = turnero
    .command('staff')
    .summary('open, list and close the accounts of the people who work here')
    .description('Opens, lists and closes the accounts of the people who work here.')

  staff
    .command('add')
    .description(
      'Opens an account and prints a one-time link, good for 24 hours, with which its person chooses a password. Nobody else ever knows it.',
    )
    .requiredOption(...emailOption)
    .requiredOption('--name <name>', 'the name that pages show')
    .requiredOption(...roleOption, more)
    .option(...agencyOption, more, [])
    .action(async (given: Given & { email: string; name: string }) =>
      end(await staffAdd(given, terminal)),
    )

  staff
    .command('list')
    .description('Lists every account with its state and roles.')
    .action(async () => end(await staffList(terminal)))

  staff
    .command('roles')
    .description('Gives an account exactly these roles. Its person is signed out everywhere.')
    .requiredOption(...emailOption)
    .requiredOption(...roleOption, more)
    .option(...agencyOption, more, [])
    .action(async (given: Given & { email: string }) => end(await staffRoles(given, terminal)))

  staff
    .command('disable')
    .description('Closes an account. Its person is signed out everywhere and cannot come back.')
    .requiredOption(...emailOption)
    .action(async (given: { email: string }) => end(await staffDisable(given, terminal)))

  staff
    .command('reset')
    .description(
      'Ends the password of an account and prints a one-time link for a new one. Opens a disabled account again.',
    )
    .requiredOption(...emailOption)
    .option('--second-factor', 'forget the second factor too, for who lost the telephone')
    .action(async ({ email, secondFactor = false }: { email: string; secondFactor?: boolean }) =>
      end(await staffReset({ email, secondFactor }, terminal)),
    )

  turnero
    .command('audit')
    .summary('check the record of what staff did')
    .description('The record of what staff did.')
    .command('verify')
    .description(
      'Checks every row of the record against the one before and names the first that was altered or removed. Prints where each chain ends: kept elsewhere, those lines show later whether a whole chain was replaced.',
    )
    .action(async () => end(await auditVerify(terminal)))
}
