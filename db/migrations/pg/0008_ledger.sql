CREATE INDEX "messages_by_status" ON "messages" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "messages_by_kind" ON "messages" USING btree ("kind","created_at");