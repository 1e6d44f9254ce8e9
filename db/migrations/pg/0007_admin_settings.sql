CREATE TABLE "procedure_versions" (
	"procedure_id" text NOT NULL,
	"version" integer NOT NULL,
	"name" jsonb NOT NULL,
	"details" jsonb NOT NULL,
	CONSTRAINT "procedure_versions_procedure_id_version_pk" PRIMARY KEY("procedure_id","version")
);
--> statement-breakpoint
ALTER TABLE "agencies" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "visits" ADD COLUMN "procedure_version" integer;--> statement-breakpoint
ALTER TABLE "waiting_rooms" ADD COLUMN "display_next" integer DEFAULT 6 NOT NULL;--> statement-breakpoint
ALTER TABLE "procedure_versions" ADD CONSTRAINT "procedure_versions_procedure_id_procedures_id_fk" FOREIGN KEY ("procedure_id") REFERENCES "public"."procedures"("id") ON DELETE no action ON UPDATE no action;