ALTER TABLE `arrival_events` ADD `before` text;--> statement-breakpoint
CREATE INDEX `arrival_events_by_window` ON `arrival_events` (`window_id`,`at`);--> statement-breakpoint
ALTER TABLE `visits` ADD `third_party` integer DEFAULT false NOT NULL;