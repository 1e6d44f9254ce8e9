import { ownTerminal } from './ownTerminal.ts'
import { runTurnero } from './program.ts'

process.exitCode = await runTurnero(process.argv.slice(2), ownTerminal(process.env))
