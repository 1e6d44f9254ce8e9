CREATE INDEX `arrivals_by_turno` ON `arrivals` (`turno_id`,`arrived_at`,`id`);--> statement-breakpoint
CREATE INDEX `arrivals_by_window` ON `arrivals` (`window_id`,`day`);--> statement-breakpoint
CREATE INDEX `certificates_by_visit` ON `certificates` (`visit_id`);--> statement-breakpoint
CREATE INDEX `drafts_by_hold` ON `drafts` (`held_until`);