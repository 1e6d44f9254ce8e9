CREATE TABLE "kiosks" (
	"id" text PRIMARY KEY NOT NULL,
	"agency_id" text NOT NULL,
	"secret_key" text NOT NULL,
	"opened_by" text NOT NULL,
	"opened_at" text NOT NULL,
	"closed_at" text,
	CONSTRAINT "kiosks_secret_key_unique" UNIQUE("secret_key")
);
--> statement-breakpoint
ALTER TABLE "kiosks" ADD CONSTRAINT "kiosks_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosks" ADD CONSTRAINT "kiosks_opened_by_staff_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kiosks_by_agency" ON "kiosks" USING btree ("agency_id","opened_at");