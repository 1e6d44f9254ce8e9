CREATE TABLE "changes" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"reason" jsonb NOT NULL,
	"actor" text NOT NULL,
	"created_at" text NOT NULL,
	"sent_at" text
);
--> statement-breakpoint
CREATE TABLE "relocations" (
	"id" text PRIMARY KEY NOT NULL,
	"change_id" text NOT NULL,
	"turno_id" text NOT NULL,
	"status" text NOT NULL,
	"from_start" text NOT NULL,
	"from_end" text NOT NULL,
	"from_agency_id" text NOT NULL,
	"proposal_no" integer NOT NULL,
	"to_agenda_id" text,
	"to_start" text,
	"created_at" text NOT NULL,
	"sent_at" text,
	"sent_no" integer,
	"answer_by" text,
	"reminded_at" text,
	"calls" integer NOT NULL,
	"called_at" text,
	"reached_at" text,
	"ended_at" text,
	"ended_by" text,
	"due_at" text
);
--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocations" ADD CONSTRAINT "relocations_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocations" ADD CONSTRAINT "relocations_turno_id_turnos_id_fk" FOREIGN KEY ("turno_id") REFERENCES "public"."turnos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocations" ADD CONSTRAINT "relocations_from_agency_id_agencies_id_fk" FOREIGN KEY ("from_agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocations" ADD CONSTRAINT "relocations_to_agenda_id_agendas_id_fk" FOREIGN KEY ("to_agenda_id") REFERENCES "public"."agendas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "changes_by_agency" ON "changes" USING btree ("agency_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "relocations_one_open" ON "relocations" USING btree ("turno_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "relocations_by_change" ON "relocations" USING btree ("change_id","from_start");--> statement-breakpoint
CREATE INDEX "relocations_by_turno" ON "relocations" USING btree ("turno_id","created_at");--> statement-breakpoint
CREATE INDEX "relocations_by_due" ON "relocations" USING btree ("due_at");