CREATE INDEX "arrivals_by_turno" ON "arrivals" USING btree ("turno_id","arrived_at","id");--> statement-breakpoint
CREATE INDEX "arrivals_by_window" ON "arrivals" USING btree ("window_id","day");--> statement-breakpoint
CREATE INDEX "certificates_by_visit" ON "certificates" USING btree ("visit_id");--> statement-breakpoint
CREATE INDEX "drafts_by_hold" ON "drafts" USING btree ("held_until");