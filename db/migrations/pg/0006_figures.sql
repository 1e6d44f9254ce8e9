CREATE TABLE "agenda_days" (
	"agenda_id" text NOT NULL,
	"day" text NOT NULL,
	"offered" integer,
	"pool_id" text,
	"sampled" boolean NOT NULL,
	"lead_hours" integer,
	"unmet" integer NOT NULL,
	CONSTRAINT "agenda_days_agenda_id_day_pk" PRIMARY KEY("agenda_id","day")
);
--> statement-breakpoint
CREATE TABLE "closed_days" (
	"agency_id" text NOT NULL,
	"day" text NOT NULL,
	"counted_at" text,
	"offered_at" text,
	"stale" boolean NOT NULL,
	CONSTRAINT "closed_days_agency_id_day_pk" PRIMARY KEY("agency_id","day")
);
--> statement-breakpoint
CREATE TABLE "figures" (
	"agency_id" text NOT NULL,
	"procedure_id" text NOT NULL,
	"span" text NOT NULL,
	"from_day" text NOT NULL,
	"offered" integer NOT NULL,
	"booked" integer NOT NULL,
	"cancelled" integer NOT NULL,
	"moved" integer NOT NULL,
	"no_show" integer NOT NULL,
	"served" integer NOT NULL,
	"walk_ins" integer NOT NULL,
	"unmet" integer NOT NULL,
	"outcomes" jsonb NOT NULL,
	"missing" jsonb NOT NULL,
	"waits" jsonb NOT NULL,
	"leads" jsonb NOT NULL,
	CONSTRAINT "figures_agency_id_procedure_id_span_from_day_pk" PRIMARY KEY("agency_id","procedure_id","span","from_day")
);
--> statement-breakpoint
CREATE TABLE "message_texts" (
	"kind" text NOT NULL,
	"language" text NOT NULL,
	"version" integer NOT NULL,
	"texts" jsonb NOT NULL,
	"actor" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "message_texts_kind_language_version_pk" PRIMARY KEY("kind","language","version")
);
--> statement-breakpoint
ALTER TABLE "agenda_days" ADD CONSTRAINT "agenda_days_agenda_id_agendas_id_fk" FOREIGN KEY ("agenda_id") REFERENCES "public"."agendas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closed_days" ADD CONSTRAINT "closed_days_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agenda_days_by_day" ON "agenda_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "closed_days_stale" ON "closed_days" USING btree ("stale","agency_id","day");--> statement-breakpoint
CREATE INDEX "figures_by_time" ON "figures" USING btree ("span","procedure_id","from_day");--> statement-breakpoint
CREATE INDEX "audit_by_actor" ON "audit" USING btree ("actor","at");--> statement-breakpoint
CREATE INDEX "audit_by_action" ON "audit" USING btree ("action","at");--> statement-breakpoint
CREATE INDEX "audit_by_agency" ON "audit" USING btree ("agency_id","at");--> statement-breakpoint
CREATE INDEX "calls_by_arrival" ON "calls" USING btree ("arrival_id");--> statement-breakpoint
CREATE INDEX "messages_by_time" ON "messages" USING btree ("created_at");