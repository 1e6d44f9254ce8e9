// What JavaScript adds to the pages that staff work at; they are complete without it.
import { checkPaperHere } from './desk/checkPaper.ts'
import { runClocks } from './desk/clock.ts'
import { createConnection } from './desk/connection.ts'
import { keepTyped } from './desk/keep.ts'
import { pressByKey } from './desk/keys.ts'
import { keepFresh } from './desk/live.ts'
import { printPage } from './desk/print.ts'
import { sendKept } from './desk/send.ts'

const connection = createConnection()
runClocks(document)
pressByKey(document)
keepFresh(document, connection)
keepTyped(document)
checkPaperHere(document, connection)
sendKept(document, connection)
printPage(document)
