import type { Patch } from './copy.ts'

const confirm = 'src/booking/confirm.js'
const deliver = 'src/messages/deliver.js'
const hold = 'src/booking/hold.js'
const summary = 'src/booking/pages/summaryPage.js'

/**
 * A mistake, and what must be done often for it to show, or how many of the crowd must be after one and the
 * same hour.
 */
export type Mistake = { patches: readonly Patch[]; often?: string; rush?: number }

/**
 * Mistakes that the checker must find, each a change of the built application's copy. A harness that
 * has never seen a mistake proves nothing.
 */
export const mistakes: Record<string, Mistake> = {
  /** The person is told before the transaction is on disk. */
  'commit-after-answer': {
    often: 'kill',
    patches: [
      {
        file: confirm,
        find: 'const result = await database.transaction((tx) => confirm(tx, draftId, shown, by));',
        replace: `let told, failed;
        const early = new Promise((resolve, reject) => { told = resolve; failed = reject; });
        database.transaction(async (tx) => {
            const made = await confirm(tx, draftId, shown, by);
            const row = made.ok ? await stores.turnos.find(tx, made.turnoId) : null;
            told({ ...made, row });
            if (made.ok) await new Promise((resolve) => setTimeout(resolve, 1000));
            return made;
        }).then(() => outbox.committed(), failed);
        const result = await early;`,
      },
      {
        file: summary,
        find: 'const turno = await turnos.byId(result.turnoId);',
        replace: 'const turno = result.row ?? (await turnos.byId(result.turnoId));',
      },
    ],
  },

  /** The row says that the mail is sent before it is. */
  'mark-before-send': {
    often: 'mail refuse',
    patches: [
      {
        file: deliver,
        find: 'const handover = await mailer.send(',
        replace: "await end(work, 'sent', null);\n    const handover = await mailer.send(",
      },
    ],
  },

  /** The seats are counted first, and one is taken later, with nothing in between that keeps others out. */
  'check-then-insert': {
    rush: 1,
    patches: [
      {
        file: hold,
        find: "return (draftId, start, door = 'online') => database.transaction(async (tx) => {",
        replace: `return async (draftId, start, door = 'online') => {
        const before = await stores.drafts.find(database.read, draftId);
        const place = before?.agendaId ? await stores.agencies.agenda(database.read, before.agendaId) : null;
        const seen = place ? await freeSeat(stores, database.read, place, start, clock.now(), () => false, door) : null;
        await new Promise((resolve) => setTimeout(resolve, 3000));
        return database.transaction(async (tx) => {`,
      },
      { file: hold, find: 'await stores.seats.lockDays(tx, [target, ...held]);', replace: '' },
      {
        file: hold,
        find: 'const free = await freeSeat(stores, tx, agenda, start, now, own, door);',
        replace: 'const free = seen;',
      },
      {
        file: hold,
        find: 'return { ok: true, heldUntil: row.heldUntil };\n    });',
        replace: 'return { ok: true, heldUntil: row.heldUntil };\n    }); };',
      },
      // The look at the seats is one that writes nothing.
      {
        file: 'src/seats/ledger.js',
        find: 'const lapsed = overlapping.some((seat) => !isLive(seat, now));',
        replace: 'const lapsed = false;',
      },
    ],
  },

  /** A worker owns a message for less time than handing it over may take. */
  'short-lease': {
    often: 'mail slow',
    patches: [
      {
        file: deliver,
        find: 'export const leaseSeconds = 2 * handoverSeconds;',
        replace: 'export const leaseSeconds = 2;',
      },
      {
        file: deliver,
        find: 'if (secondsBetween(clock.now(), until) < handoverSeconds)',
        replace: 'if (false)',
      },
    ],
  },
}
