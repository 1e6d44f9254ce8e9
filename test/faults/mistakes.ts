import type { Patch } from './copy.ts'

const confirm = 'src/booking/confirm.js'
const deliver = 'src/messages/deliver.js'
const hold = 'src/booking/hold.js'
const summary = 'src/booking/pages/summaryPage.js'

/**
 * Mistakes that the checker must find, each a change of the built application's copy. A harness that
 * has never seen a mistake proves nothing.
 */
export const mistakes: Record<string, readonly Patch[]> = {
  /** The person is told before the transaction is on disk. */
  'commit-after-answer': [
    {
      file: confirm,
      find: 'const result = await database.transaction((tx) => confirm(tx, draftId));',
      replace: `let told, failed;
        const early = new Promise((resolve, reject) => { told = resolve; failed = reject; });
        database.transaction(async (tx) => {
            const made = await confirm(tx, draftId);
            told(made);
            if (made.ok) await new Promise((resolve) => setTimeout(resolve, 60));
            return made;
        }).then(() => outbox.committed(), failed);
        const result = await early;`,
    },
    {
      file: confirm,
      find: 'const turnoId = newId();',
      replace: 'const turnoId = newId(); const reference = newReference();',
    },
    { file: confirm, find: 'reference: newReference(),', replace: 'reference,' },
    {
      file: confirm,
      find: "crashPoint('before-commit');\n        return { ok: true, turnoId };",
      replace: "crashPoint('before-commit');\n        return { ok: true, turnoId, reference };",
    },
    {
      file: summary,
      find: 'const turno = await turnos.byId(result.turnoId);',
      replace:
        'const turno = result.reference ? { id: result.turnoId, reference: result.reference, linkVersion: 1 } : await turnos.byId(result.turnoId);',
    },
  ],

  /** The row says that the mail is sent before it is. */
  'mark-before-send': [
    {
      file: deliver,
      find: 'const handover = await mailer.send(',
      replace: "await end(work, 'sent', null);\n    const handover = await mailer.send(",
    },
  ],

  /** The seats are counted first, and one is taken later, with nothing in between that keeps others out. */
  'check-then-insert': [
    {
      file: hold,
      find: 'return (draftId, start) => database.transaction(async (tx) => {',
      replace: `return async (draftId, start) => {
        const before = await stores.drafts.find(database.read, draftId);
        const place = before?.agendaId ? await stores.agencies.agenda(database.read, before.agendaId) : null;
        const seen = place ? await stores.seats.overlapping(database.read, place.poolId, localDateOf(start, place.agency.zone), start, later(start, { minutes: place.slotMinutes })) : [];
        await new Promise((resolve) => setTimeout(resolve, 30));
        return database.transaction(async (tx) => {`,
    },
    { file: hold, find: 'await stores.seats.lockDays(tx, [target, ...held]);', replace: '' },
    {
      file: hold,
      find: 'const overlapping = (await stores.seats.overlapping(tx, target.poolId, slot.day, slot.start, slot.end)).filter(',
      replace: 'const overlapping = seen.filter(',
    },
    {
      file: hold,
      find: 'return { ok: true, heldUntil: row.heldUntil };\n    });',
      replace: 'return { ok: true, heldUntil: row.heldUntil };\n    }); };',
    },
  ],

  /** A worker owns a message for less time than handing it over may take. */
  'short-lease': [
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
}
