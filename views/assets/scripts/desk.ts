// What JavaScript adds to the pages that staff work at; they are complete without it.
import { runClocks } from './desk/clock.ts'
import { pressByKey } from './desk/keys.ts'
import { keepFresh } from './desk/live.ts'
import { printPage } from './desk/print.ts'

runClocks(document)
pressByKey(document)
keepFresh(document)
printPage(document)
