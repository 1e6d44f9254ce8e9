CREATE TABLE "agency_days" (
	"agency_id" text NOT NULL,
	"day" text NOT NULL,
	"touched" integer NOT NULL,
	"last_ticket" integer NOT NULL,
	"walk_ins" integer NOT NULL,
	"paused_because" text,
	"closed_at" text,
	CONSTRAINT "agency_days_agency_id_day_pk" PRIMARY KEY("agency_id","day")
);
--> statement-breakpoint
CREATE TABLE "arrival_events" (
	"arrival_id" text NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"window_id" text,
	"reason" text,
	"at" text NOT NULL,
	CONSTRAINT "arrival_events_arrival_id_number_pk" PRIMARY KEY("arrival_id","number")
);
--> statement-breakpoint
CREATE TABLE "arrivals" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"day" text NOT NULL,
	"turno_id" text,
	"procedure_id" text NOT NULL,
	"label" text NOT NULL,
	"arrived_at" text NOT NULL,
	"place" text NOT NULL,
	"place_reason" jsonb NOT NULL,
	"priority" text,
	"status" text NOT NULL,
	"window_id" text,
	"language" text NOT NULL,
	"personal" text
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"number" integer NOT NULL,
	"chain" text NOT NULL,
	"at" text NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"agency_id" text,
	"detail" jsonb NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "audit_chain_number_pk" PRIMARY KEY("chain","number")
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"day" text NOT NULL,
	"arrival_id" text NOT NULL,
	"window_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"called_at" text NOT NULL,
	"told_at" text NOT NULL,
	"told" integer NOT NULL,
	"ended_at" text,
	"ending" text
);
--> statement-breakpoint
CREATE TABLE "certificate_counters" (
	"province_code" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "certificate_counters_province_code_year_pk" PRIMARY KEY("province_code","year")
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" text PRIMARY KEY NOT NULL,
	"visit_id" text NOT NULL,
	"province_code" text NOT NULL,
	"year" integer NOT NULL,
	"number" integer NOT NULL,
	"code_key" text NOT NULL,
	"code" text NOT NULL,
	"personal" text NOT NULL,
	"holder_key" text NOT NULL,
	"issued_at" text NOT NULL,
	"annulled_at" text,
	CONSTRAINT "certificates_code_key_unique" UNIQUE("code_key")
);
--> statement-breakpoint
CREATE TABLE "outcomes" (
	"visit_id" text NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"detail" jsonb NOT NULL,
	"staff_id" text NOT NULL,
	"reason" text,
	"at" text NOT NULL,
	CONSTRAINT "outcomes_visit_id_number_pk" PRIMARY KEY("visit_id","number")
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" text PRIMARY KEY NOT NULL,
	"email_key" text NOT NULL,
	"personal" text NOT NULL,
	"password_hash" text,
	"totp_secret" text,
	"totp_step" integer NOT NULL,
	"recovery_keys" jsonb NOT NULL,
	"status" text NOT NULL,
	"created_at" text NOT NULL,
	CONSTRAINT "staff_email_key_unique" UNIQUE("email_key")
);
--> statement-breakpoint
CREATE TABLE "staff_links" (
	"key" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"purpose" text NOT NULL,
	"expires_at" text NOT NULL,
	"used_at" text
);
--> statement-breakpoint
CREATE TABLE "staff_roles" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"role" text NOT NULL,
	"agency_id" text
);
--> statement-breakpoint
CREATE TABLE "staff_sessions" (
	"key" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"created_at" text NOT NULL,
	"seen_at" text NOT NULL,
	"strong" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"id" text PRIMARY KEY NOT NULL,
	"call_id" text NOT NULL,
	"arrival_id" text NOT NULL,
	"checks" jsonb NOT NULL,
	"notes" text,
	"started_at" text NOT NULL,
	"ended_at" text,
	CONSTRAINT "visits_call_id_unique" UNIQUE("call_id")
);
--> statement-breakpoint
CREATE TABLE "waiting_rooms" (
	"agency_id" text PRIMARY KEY NOT NULL,
	"early_minutes" integer NOT NULL,
	"grace_minutes" integer NOT NULL,
	"recall_seconds" integer NOT NULL,
	"recall_most" integer NOT NULL,
	"priority_minutes" integer NOT NULL,
	"walk_in_minutes" integer NOT NULL,
	"walk_in_quota" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "window_shifts" (
	"id" text PRIMARY KEY NOT NULL,
	"window_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"opened_at" text NOT NULL,
	"closed_at" text
);
--> statement-breakpoint
CREATE TABLE "windows" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"number" integer NOT NULL,
	"procedures" jsonb NOT NULL,
	"active" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agency_days" ADD CONSTRAINT "agency_days_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "arrival_events" ADD CONSTRAINT "arrival_events_arrival_id_arrivals_id_fk" FOREIGN KEY ("arrival_id") REFERENCES "public"."arrivals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "arrivals" ADD CONSTRAINT "arrivals_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "arrivals" ADD CONSTRAINT "arrivals_procedure_id_procedures_id_fk" FOREIGN KEY ("procedure_id") REFERENCES "public"."procedures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "arrivals" ADD CONSTRAINT "arrivals_window_id_windows_id_fk" FOREIGN KEY ("window_id") REFERENCES "public"."windows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_arrival_id_arrivals_id_fk" FOREIGN KEY ("arrival_id") REFERENCES "public"."arrivals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_window_id_windows_id_fk" FOREIGN KEY ("window_id") REFERENCES "public"."windows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_visit_id_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_visit_id_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_links" ADD CONSTRAINT "staff_links_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_arrival_id_arrivals_id_fk" FOREIGN KEY ("arrival_id") REFERENCES "public"."arrivals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_rooms" ADD CONSTRAINT "waiting_rooms_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "window_shifts" ADD CONSTRAINT "window_shifts_window_id_windows_id_fk" FOREIGN KEY ("window_id") REFERENCES "public"."windows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "window_shifts" ADD CONSTRAINT "window_shifts_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "windows" ADD CONSTRAINT "windows_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "arrivals_one_per_turno" ON "arrivals" USING btree ("turno_id") WHERE status in ('waiting', 'called', 'parked', 'served');--> statement-breakpoint
CREATE UNIQUE INDEX "arrivals_by_label" ON "arrivals" USING btree ("agency_id","day","label");--> statement-breakpoint
CREATE INDEX "arrivals_queue" ON "arrivals" USING btree ("agency_id","day","status","place");--> statement-breakpoint
CREATE INDEX "audit_by_time" ON "audit" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_by_subject" ON "audit" USING btree ("subject");--> statement-breakpoint
CREATE UNIQUE INDEX "calls_one_per_window" ON "calls" USING btree ("window_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "calls_one_per_arrival" ON "calls" USING btree ("arrival_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "calls_by_day" ON "calls" USING btree ("agency_id","day","told_at");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_by_number" ON "certificates" USING btree ("province_code","year","number");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_one_valid" ON "certificates" USING btree ("visit_id") WHERE annulled_at is null;--> statement-breakpoint
CREATE INDEX "staff_links_by_staff" ON "staff_links" USING btree ("staff_id");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_roles_once" ON "staff_roles" USING btree ("staff_id","role","agency_id");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_roles_once_everywhere" ON "staff_roles" USING btree ("staff_id","role") WHERE agency_id is null;--> statement-breakpoint
CREATE INDEX "staff_sessions_by_staff" ON "staff_sessions" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "visits_by_arrival" ON "visits" USING btree ("arrival_id");--> statement-breakpoint
CREATE UNIQUE INDEX "window_shifts_one_clerk" ON "window_shifts" USING btree ("window_id") WHERE closed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "window_shifts_one_window" ON "window_shifts" USING btree ("staff_id") WHERE closed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "windows_by_number" ON "windows" USING btree ("agency_id","number");