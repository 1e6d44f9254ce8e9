CREATE TABLE "agencies" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"province_code" text NOT NULL,
	"canton" text NOT NULL,
	"address" text NOT NULL,
	"zone" text NOT NULL,
	"phone" text,
	"demonstration" boolean NOT NULL,
	"active" boolean NOT NULL,
	CONSTRAINT "agencies_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "agendas" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"pool_id" text NOT NULL,
	"procedure_id" text NOT NULL,
	"slot_minutes" integer NOT NULL,
	"release" jsonb NOT NULL,
	"active" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "allowances" (
	"key" text PRIMARY KEY NOT NULL,
	"taken" jsonb NOT NULL,
	"touched" integer NOT NULL,
	"forget_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "closures" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"from_at" text NOT NULL,
	"to_at" text NOT NULL,
	"reason" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "codes" (
	"id" text PRIMARY KEY NOT NULL,
	"draft_id" text NOT NULL,
	"mailbox_key" text NOT NULL,
	"code_key" text NOT NULL,
	"created_at" text NOT NULL,
	"expires_at" text NOT NULL,
	"ended_at" text,
	"ending" text
);
--> statement-breakpoint
CREATE TABLE "day_exceptions" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"date" text NOT NULL,
	"intervals" jsonb NOT NULL,
	"reason" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_key" text NOT NULL,
	"nonce_key" text NOT NULL,
	"language" text NOT NULL,
	"procedure_id" text NOT NULL,
	"personal" text NOT NULL,
	"holder_key" text,
	"mailbox_key" text,
	"verified_at" text,
	"agenda_id" text,
	"slot_start" text,
	"held_until" text,
	"hold_ceiling" text,
	"turno_id" text,
	"created_at" text NOT NULL,
	"expires_at" text NOT NULL,
	CONSTRAINT "drafts_nonce_key_unique" UNIQUE("nonce_key")
);
--> statement-breakpoint
CREATE TABLE "holidays" (
	"id" text PRIMARY KEY NOT NULL,
	"date" text NOT NULL,
	"name" jsonb NOT NULL,
	"scope" text NOT NULL,
	"province_code" text,
	"canton" text
);
--> statement-breakpoint
CREATE TABLE "institution" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"contact_email" text NOT NULL,
	"contact_phone" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"recipient" text NOT NULL,
	"secret" text,
	"language" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"created_at" text NOT NULL,
	"due_at" text NOT NULL,
	"not_after" text NOT NULL,
	"attempts" integer NOT NULL,
	"leased_until" text,
	"lease" text,
	"ended_at" text
);
--> statement-breakpoint
CREATE TABLE "opening_hours" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"agenda_id" text,
	"weekday" integer NOT NULL,
	"from_time" text NOT NULL,
	"to_time" text NOT NULL,
	"valid_from" text,
	"valid_to" text
);
--> statement-breakpoint
CREATE TABLE "pool_days" (
	"pool_id" text NOT NULL,
	"day" text NOT NULL,
	"load" text NOT NULL,
	"touched" integer NOT NULL,
	CONSTRAINT "pool_days_pool_id_day_pk" PRIMARY KEY("pool_id","day")
);
--> statement-breakpoint
CREATE TABLE "pools" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"name" text NOT NULL,
	"seats" integer NOT NULL,
	"bands" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "procedures" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" jsonb NOT NULL,
	"details" jsonb NOT NULL,
	"version" integer NOT NULL,
	"position" integer NOT NULL,
	"active" boolean NOT NULL,
	CONSTRAINT "procedures_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "provinces" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"capital" text NOT NULL,
	"zone" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" text NOT NULL,
	"leased_until" text,
	"last_run_at" text,
	"last_count" integer
);
--> statement-breakpoint
CREATE TABLE "seats" (
	"pool_id" text NOT NULL,
	"start_at" text NOT NULL,
	"seat_no" integer NOT NULL,
	"end_at" text NOT NULL,
	"day" text NOT NULL,
	"draft_id" text,
	"turno_id" text,
	"holder_key" text,
	"mailbox_key" text,
	"expires_at" text,
	CONSTRAINT "seats_pool_id_start_at_seat_no_pk" PRIMARY KEY("pool_id","start_at","seat_no"),
	CONSTRAINT "seats_draft_id_unique" UNIQUE("draft_id"),
	CONSTRAINT "seats_turno_id_unique" UNIQUE("turno_id"),
	CONSTRAINT "seats_holder_key_unique" UNIQUE("holder_key"),
	CONSTRAINT "seats_mailbox_key_unique" UNIQUE("mailbox_key"),
	CONSTRAINT "seats_hold_or_turno" CHECK ((draft_id is not null and turno_id is null and expires_at is not null and holder_key is not null and mailbox_key is not null) or (draft_id is null and turno_id is not null and expires_at is null and holder_key is null and mailbox_key is null)),
	CONSTRAINT "seats_number" CHECK (seat_no >= 1),
	CONSTRAINT "seats_span" CHECK (end_at > start_at)
);
--> statement-breakpoint
CREATE TABLE "turno_events" (
	"turno_id" text NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "turno_events_turno_id_number_pk" PRIMARY KEY("turno_id","number")
);
--> statement-breakpoint
CREATE TABLE "turnos" (
	"id" text PRIMARY KEY NOT NULL,
	"reference" text NOT NULL,
	"draft_id" text NOT NULL,
	"procedure_id" text NOT NULL,
	"procedure_version" integer NOT NULL,
	"agenda_id" text NOT NULL,
	"agency_id" text NOT NULL,
	"pool_id" text NOT NULL,
	"start_at" text NOT NULL,
	"end_at" text NOT NULL,
	"day" text NOT NULL,
	"status" text NOT NULL,
	"holder_key" text NOT NULL,
	"mailbox_key" text NOT NULL,
	"personal" text NOT NULL,
	"language" text NOT NULL,
	"link_version" integer NOT NULL,
	"sequence" integer NOT NULL,
	"created_at" text NOT NULL,
	CONSTRAINT "turnos_reference_unique" UNIQUE("reference"),
	CONSTRAINT "turnos_draft_id_unique" UNIQUE("draft_id")
);
--> statement-breakpoint
ALTER TABLE "agencies" ADD CONSTRAINT "agencies_province_code_provinces_code_fk" FOREIGN KEY ("province_code") REFERENCES "public"."provinces"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agendas" ADD CONSTRAINT "agendas_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agendas" ADD CONSTRAINT "agendas_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agendas" ADD CONSTRAINT "agendas_procedure_id_procedures_id_fk" FOREIGN KEY ("procedure_id") REFERENCES "public"."procedures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closures" ADD CONSTRAINT "closures_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_exceptions" ADD CONSTRAINT "day_exceptions_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_procedure_id_procedures_id_fk" FOREIGN KEY ("procedure_id") REFERENCES "public"."procedures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_agenda_id_agendas_id_fk" FOREIGN KEY ("agenda_id") REFERENCES "public"."agendas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_hours" ADD CONSTRAINT "opening_hours_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_hours" ADD CONSTRAINT "opening_hours_agenda_id_agendas_id_fk" FOREIGN KEY ("agenda_id") REFERENCES "public"."agendas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_days" ADD CONSTRAINT "pool_days_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pools" ADD CONSTRAINT "pools_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turno_events" ADD CONSTRAINT "turno_events_turno_id_turnos_id_fk" FOREIGN KEY ("turno_id") REFERENCES "public"."turnos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turnos" ADD CONSTRAINT "turnos_procedure_id_procedures_id_fk" FOREIGN KEY ("procedure_id") REFERENCES "public"."procedures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turnos" ADD CONSTRAINT "turnos_agenda_id_agendas_id_fk" FOREIGN KEY ("agenda_id") REFERENCES "public"."agendas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turnos" ADD CONSTRAINT "turnos_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turnos" ADD CONSTRAINT "turnos_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agencies_by_province" ON "agencies" USING btree ("province_code");--> statement-breakpoint
CREATE UNIQUE INDEX "agendas_by_agency" ON "agendas" USING btree ("agency_id","procedure_id");--> statement-breakpoint
CREATE INDEX "agendas_by_procedure" ON "agendas" USING btree ("procedure_id");--> statement-breakpoint
CREATE INDEX "agendas_by_pool" ON "agendas" USING btree ("pool_id");--> statement-breakpoint
CREATE INDEX "allowances_by_forget" ON "allowances" USING btree ("forget_at");--> statement-breakpoint
CREATE INDEX "closures_by_agency" ON "closures" USING btree ("agency_id","to_at");--> statement-breakpoint
CREATE INDEX "codes_by_draft" ON "codes" USING btree ("draft_id","created_at");--> statement-breakpoint
CREATE INDEX "codes_by_expiry" ON "codes" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "codes_one_live" ON "codes" USING btree ("draft_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "day_exceptions_by_day" ON "day_exceptions" USING btree ("agency_id","date");--> statement-breakpoint
CREATE INDEX "drafts_by_expiry" ON "drafts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "holidays_by_date" ON "holidays" USING btree ("date");--> statement-breakpoint
CREATE INDEX "messages_by_due" ON "messages" USING btree ("status","due_at");--> statement-breakpoint
CREATE INDEX "messages_by_subject" ON "messages" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "messages_by_end" ON "messages" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "opening_hours_by_agency" ON "opening_hours" USING btree ("agency_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pools_by_name" ON "pools" USING btree ("agency_id","name");--> statement-breakpoint
CREATE INDEX "seats_by_day" ON "seats" USING btree ("pool_id","day");--> statement-breakpoint
CREATE INDEX "seats_by_expiry" ON "seats" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "turnos_one_live" ON "turnos" USING btree ("procedure_id","holder_key") WHERE status in ('confirmed', 'arrived');--> statement-breakpoint
CREATE INDEX "turnos_by_mailbox" ON "turnos" USING btree ("mailbox_key","procedure_id");--> statement-breakpoint
CREATE INDEX "turnos_by_agency_day" ON "turnos" USING btree ("agency_id","day","start_at");--> statement-breakpoint
CREATE INDEX "turnos_by_pool_day" ON "turnos" USING btree ("pool_id","day");