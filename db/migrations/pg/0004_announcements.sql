CREATE TABLE "displays" (
	"agency_id" text NOT NULL,
	"id" text NOT NULL,
	"voice" text NOT NULL,
	"seen_at" text NOT NULL,
	CONSTRAINT "displays_agency_id_id_pk" PRIMARY KEY("agency_id","id")
);
--> statement-breakpoint
ALTER TABLE "agency_days" ADD COLUMN "last_announced" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "announced" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "displays" ADD CONSTRAINT "displays_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calls_by_announcement" ON "calls" USING btree ("agency_id","day","announced");