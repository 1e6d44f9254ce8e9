ALTER TABLE "arrival_events" ADD COLUMN "before" jsonb;--> statement-breakpoint
ALTER TABLE "visits" ADD COLUMN "third_party" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "arrival_events_by_window" ON "arrival_events" USING btree ("window_id","at");