// What JavaScript adds to the kiosk at an agency's door; it is complete without it.
import { printPage } from './desk/print.ts'
import { stayReachable } from './kiosk/reach.ts'
import { scanWithCamera } from './kiosk/scan.ts'
import { wipe } from './kiosk/wipe.ts'

printPage(document)
stayReachable(document)
wipe(document)
void scanWithCamera(document)
