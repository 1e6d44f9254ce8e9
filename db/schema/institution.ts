import type { Columns } from '#dialect'
import type { ProcedureDetails } from '../../src/agencies/procedure.ts'
import type { CapacityBand } from '../../src/calendar/capacity.ts'
import type { ReleaseRule } from '../../src/calendar/release.ts'
import type { Localized } from '../../src/language.ts'

/** What the institution is: its name, its places, what it does there. */
export function institutionTables({
  table,
  text,
  integer,
  bool,
  json,
  index,
  uniqueIndex,
  primaryKey,
}: Columns) {
  /** One row: the institution this installation serves. */
  const institution = table('institution', {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    shortName: text('short_name').notNull(),
    contactEmail: text('contact_email').notNull(),
    contactPhone: text('contact_phone').notNull(),
  })

  const provinces = table('provinces', {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    capital: text('capital').notNull(),
    zone: text('zone').notNull(),
  })

  const procedures = table('procedures', {
    id: text('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    name: json('name').$type<Localized>().notNull(),
    details: json('details').$type<ProcedureDetails>().notNull(),
    version: integer('version').notNull(),
    position: integer('position').notNull(),
    active: bool('active').notNull(),
  })

  /** What a procedure was at each of its versions: a turno keeps the one it was booked under. */
  const procedureVersions = table(
    'procedure_versions',
    {
      procedureId: text('procedure_id')
        .notNull()
        .references(() => procedures.id),
      version: integer('version').notNull(),
      name: json('name').$type<Localized>().notNull(),
      details: json('details').$type<ProcedureDetails>().notNull(),
    },
    (t) => [primaryKey({ columns: [t.procedureId, t.version] })],
  )

  const agencies = table(
    'agencies',
    {
      id: text('id').primaryKey(),
      code: text('code').notNull().unique(),
      name: text('name').notNull(),
      kind: text('kind', { enum: ['centre', 'mall'] }).notNull(),
      provinceCode: text('province_code')
        .notNull()
        .references(() => provinces.code),
      canton: text('canton').notNull(),
      address: text('address').notNull(),
      zone: text('zone').notNull(),
      phone: text('phone'),
      email: text('email'),
      demonstration: bool('demonstration').notNull(),
      active: bool('active').notNull(),
    },
    (t) => [index('agencies_by_province').on(t.provinceCode)],
  )

  /** The windows of an agency that serve the same procedures, with their capacity by hour. */
  const pools = table(
    'pools',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      name: text('name').notNull(),
      seats: integer('seats').notNull(),
      bands: json('bands').$type<CapacityBand[]>().notNull(),
    },
    (t) => [uniqueIndex('pools_by_name').on(t.agencyId, t.name)],
  )

  /** One procedure at one agency. */
  const agendas = table(
    'agendas',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      poolId: text('pool_id')
        .notNull()
        .references(() => pools.id),
      procedureId: text('procedure_id')
        .notNull()
        .references(() => procedures.id),
      slotMinutes: integer('slot_minutes').notNull(),
      release: json('release').$type<ReleaseRule>().notNull(),
      /** So many seats are left to reception: online booking never takes the last ones. */
      keptSeats: integer('kept_seats').notNull().default(0),
      active: bool('active').notNull(),
    },
    (t) => [
      uniqueIndex('agendas_by_agency').on(t.agencyId, t.procedureId),
      index('agendas_by_procedure').on(t.procedureId),
      index('agendas_by_pool').on(t.poolId),
    ],
  )

  return { institution, provinces, procedures, procedureVersions, agencies, pools, agendas }
}

export type InstitutionTables = ReturnType<typeof institutionTables>
