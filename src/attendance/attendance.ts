import { arrive } from './arrive.ts'
import { createBoard } from './board.ts'
import { createCalls } from './calls.ts'
import { createCertificates } from './certificates.ts'
import { createDay } from './day.ts'
import { createDisplays } from './displays.ts'
import { createEndings } from './endings.ts'
import { createKiosks } from './kiosks.ts'
import { createOutcomes } from './outcomes.ts'
import { endPastDays } from './pastDays.ts'
import type { AttendancePorts } from './ports.ts'
import { createQueue } from './queue.ts'
import { createStanding } from './standing.ts'
import { createUndo } from './undo.ts'
import { createVerify } from './verify.ts'
import { createVisits } from './visits.ts'
import { readWaitToken } from './waitLink.ts'
import { walkIn } from './walkIn.ts'
import { createWindows } from './windows.ts'

/**
 * What happens at the agency, from the door to the certificate. Whoever calls has checked that the
 * member of staff may act at that agency; that an id belongs to it is checked here.
 */
export function createAttendance(ports: AttendancePorts) {
  const visits = createVisits(ports)
  const certificates = createCertificates(ports)
  const { keyring, clock, changes } = ports
  return {
    arrive: arrive(ports),
    walkIn: walkIn(ports),
    queue: createQueue(ports),
    board: createBoard(ports),
    windows: createWindows(ports),
    calls: Object.assign(createCalls(ports), createEndings(ports), { undo: createUndo(ports) }),
    standing: createStanding(ports),
    visits,
    outcomes: createOutcomes(ports, { visits, certificates }),
    certificates,
    verify: createVerify(certificates),
    day: createDay(ports),
    kiosks: createKiosks(ports),
    displays: createDisplays(ports),
    endPastDays: endPastDays(ports),
    /** The arrival that the token of a live page is for; null when it is not ours or over. */
    arrivalOfToken: (token: string) => readWaitToken(keyring, token, clock.now()),
    /** Tells when an agency's queue has changed. */
    changes,
  }
}
