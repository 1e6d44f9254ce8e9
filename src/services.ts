import type { Redis } from 'ioredis'
import { messageStore } from '../db/messageStore.ts'
import { openDatabase } from '../db/open.ts'
import type { Patience } from '../db/patience.ts'
import { runStore } from '../db/runStore.ts'
import { openStores } from '../db/stores.ts'
import type { JobServices } from '../jobs/services.ts'
import { createAdminPages } from './admin/adminPages.ts'
import { createCatalogue } from './agencies/catalogue.ts'
import { createAttendance } from './attendance/attendance.ts'
import { createChanges } from './attendance/changes.ts'
import type { Wire } from './attendance/wire.ts'
import { createAudit } from './audit/audit.ts'
import { createBooking } from './booking/booking.ts'
import type { Answers } from './booking/draft.ts'
import { createEarliest } from './booking/earliest.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { closeDays } from './figures/closeDays.ts'
import { sampleLeads } from './figures/sampleLeads.ts'
import { createUnmet } from './figures/unmet.ts'
import { keyedHash } from './keys/keyedHash.ts'
import type { Keyring } from './keys/keyring.ts'
import { sealedJson } from './keys/sealedJson.ts'
import { whyKeysDoNotFit } from './keysOfDatabase.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Mailbox } from './messages/builtIn/mailbox.ts'
import { mailViews } from './messages/compose/mailViews.ts'
import { deliver } from './messages/deliver.ts'
import type { MailFacts } from './messages/facts.ts'
import { type LetterOrder, writeLetter } from './messages/letter.ts'
import type { Mailer } from './messages/mailer.ts'
import { createOutbox } from './messages/outbox.ts'
import { createResend } from './messages/resend.ts'
import { createEditedTexts, textInstead } from './messages/texts/editedTexts.ts'
import { createSampleLetters } from './messages/texts/sampleLetters.ts'
import { createRelocations } from './relocation/relocations.ts'
import { createHours } from './seats/hours.ts'
import { createStaff } from './staff/staff.ts'
import { createStaffPages } from './staff/staffPages.ts'
import { createTurnoAccess } from './turno/access.ts'
import { confirmationIcs } from './turno/confirmation/calendarFile.ts'
import type { PdfPool } from './turno/confirmation/pdfPool.ts'
import { createLinks } from './turno/links.ts'
import { createPapers } from './turno/papers.ts'
import type { TurnoPersonal } from './turno/turno.ts'
import { createTurnos } from './turno/turnos.ts'
import type { Assets } from './web/assets.ts'
import { createCookies } from './web/cookies.ts'
import { createI18n, type I18n } from './web/i18n.ts'
import { createLimits } from './web/limits.ts'
import { createLog } from './web/log.ts'
import { createPages } from './web/pages.ts'
import { createRenderer, type Renderer } from './web/render.ts'

/** What differs from place to place, and is therefore handed in. */
export type Surroundings = {
  config: Config
  clock: Clock
  keyring: Keyring
  mailer: Mailer
  pdf: PdfPool
  assets: Assets
  /** Shared counters of the coarse limits; null where one process is all there is. */
  limitsRedis: Redis | null
  /** Tells the other processes of changes at the agencies; none where one process is all there is. */
  wire?: Wire | null
  /** The address people reach us at, without a slash at the end; known once we listen. */
  publicUrl: () => string
  /** How long what an admin set may be shown as it was. */
  memoSeconds: number
  /** The mailbox of the built-in mail server; null outside demo mode. */
  mailbox: Mailbox | null
  /** Where the log goes; to standard output unless said otherwise. */
  logTo?: { write(line: string): void }
  /** For tests, which start the application hundreds of times: texts and views that are loaded already. */
  wording?: { i18n: I18n; renderer: Renderer }
  /** How long the database is waited for, where it is not as usual. */
  patience?: Patience
}

/** Puts the application together: the one place where its parts meet. Nothing is started here. */
export async function createServices(around: Surroundings) {
  const { config, clock, keyring, mailer, pdf, assets, limitsRedis, publicUrl } = around
  const database = await openDatabase(config.databaseUrl, config.migrationsDir, around.patience)
  const stores = openStores(database.tables)
  const otherKeys = await whyKeysDoNotFit({ database, stores }, keyring)
  if (otherKeys !== null) {
    await database.close()
    throw new Error(otherKeys)
  }
  const messages = messageStore(database.tables)
  const log = createLog(config.logLevel, around.logTo)
  const hash = keyedHash(keyring)

  // The jobs start after the services they work with, so their nudge is tied in later.
  let nudge = () => {}
  const outbox = createOutbox({ store: messages, keyring, clock, nudge: () => nudge() })

  const turnoSeal = sealedJson<TurnoPersonal>(keyring, 'turno')
  const answersSeal = sealedJson<Answers>(keyring, 'draft')
  const { memoSeconds } = around
  const catalogue = createCatalogue({ database, stores, clock, memoSeconds })
  const hours = createHours({ database, stores, clock, memoSeconds: around.memoSeconds })
  const earliest = createEarliest({ catalogue, hours, clock, memoSeconds: memoSeconds * 5 })
  const booking = createBooking({
    database,
    stores,
    clock,
    hash,
    answersSeal,
    turnoSeal,
    outbox,
    holdMinutes: config.holdMinutes,
  })
  const audit = createAudit({ store: stores.audit, clock, hash })
  const turnos = createTurnos({ database, stores, clock, turnoSeal, outbox, audit })
  const relocations = createRelocations({
    ...{ database, stores, clock, hours, turnoSeal, outbox, audit, turnos, log },
  })
  const links = createLinks({ database, stores, clock, hash, turnoSeal, outbox })
  const papers = createPapers({ keyring, publicUrl })
  const attendance = createAttendance({
    database,
    stores,
    clock,
    keyring,
    hash,
    turnoSeal,
    audit,
    changes: createChanges({ database, stores, clock, wire: around.wire ?? null }),
    publicUrl,
  })
  const lifecycle: Lifecycle = { stopping: false, redis: () => 'none' }

  const i18n =
    around.wording?.i18n ??
    createI18n(`${config.viewsDir}/locales`, {
      onMissing: (key) => log.error({ key }, 'A text is missing'),
    })
  const renderer =
    around.wording?.renderer ??
    createRenderer({ viewsDir: config.viewsDir, i18n, assets, cache: true })
  const pages = createPages({ catalogue, clock, hash, i18n, renderer, demo: config.demo })

  const facts: MailFacts = {
    async institution() {
      return { ...(await catalogue.institution()), zone: 'America/Guayaquil' }
    },
    async code(draftId, code) {
      const expiresAt = await booking.codes.goodUntil(draftId, code)
      return expiresAt === null ? null : { expiresAt }
    },
    turno: turnos.byId,
    relocation: relocations.byId,
    answerLinkFor: (turno, oldStart) => papers.answerLinkFor(turno, oldStart),
    linkFor: (turno) => papers.linkFor(turno),
    confirmationFacts: (turno, institution) => papers.facts(turno, institution),
  }
  const texts = createEditedTexts({
    database,
    store: stores.messageTexts,
    clock,
    audit,
    i18n,
    memoSeconds,
  })
  const sampleLetters = createSampleLetters({
    catalogue,
    clock,
    facts,
    someTurno: () => stores.messageLedger.someLiveTurno(database.read),
    renderer,
    i18n,
    publicUrl,
  })
  const letterParts = {
    facts,
    papers: {
      pdf: pdf.confirmation,
      calendar: (paper: Parameters<typeof pdf.confirmation>[0], method: 'PUBLISH' | 'CANCEL') =>
        confirmationIcs({ ...paper, status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED' }),
    },
  }
  /** A mail as it is true now, in the words the institution chose for it. */
  async function letter(order: LetterOrder) {
    if (order.kind === 'sample') {
      return sampleLetters.write(sampleLetters.fromSecret(order.secret ?? ''))
    }
    const edits = await texts.editsFor(order.kind, order.language)
    const views = mailViews({ renderer, i18n }, (language) => textInstead(edits, language))
    return writeLetter(order, { ...letterParts, views })
  }
  const jobs: JobServices = {
    clock,
    database,
    runs: runStore(database.tables),
    messages: {
      store: messages,
      deliver: (id) =>
        deliver(id, {
          database,
          store: messages,
          keyring,
          clock,
          mailer,
          log,
          letter,
        }),
    },
    attendance: { endPastDays: attendance.endPastDays },
    figures: {
      closeDays: closeDays({ database, stores, clock }),
      sampleLeads: sampleLeads({ database, stores, clock, hours }),
    },
    relocations: { carryOn: () => relocations.carryOn(() => !lifecycle.stopping) },
    holds: { tidy: () => booking.tidyHolds() },
    drafts: { purge: (now) => booking.drafts.purge(now) },
  }

  const cookies = createCookies(config.publicBaseUrl?.startsWith('https:') ?? false)
  const staff = createStaff({ database, stores, clock, hash, audit, keyring, cookies, config })

  const staffPages = createStaffPages({ pages, database, stores })

  return {
    config,
    clock,
    keyring,
    database,
    stores,
    log,
    hash,
    outbox,
    catalogue,
    hours,
    earliest,
    booking,
    turnos,
    relocations,
    attendance,
    unmet: createUnmet({ database, stores, clock, hash }),
    links,
    papers,
    pdf,
    i18n,
    renderer,
    pages,
    assets,
    publicUrl,
    cookies,
    audit,
    mailTexts: Object.assign(texts, { samples: sampleLetters }),
    resend: createResend({ database, stores, clock, keyring, outbox, audit }),
    staff,
    staffPages,
    adminPages: createAdminPages({ pages, staffPages }),
    mailbox: around.mailbox,
    lifecycle,
    turnoAccess: createTurnoAccess(keyring, cookies, clock),
    limit: createLimits(limitsRedis),
    jobs,
    /** Ties in what wakes the senders of mail after a commit. */
    onCommit(wake: () => void) {
      nudge = wake
    },
  }
}

export type Services = Awaited<ReturnType<typeof createServices>>
