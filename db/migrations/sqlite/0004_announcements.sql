CREATE TABLE `displays` (
	`agency_id` text NOT NULL,
	`id` text NOT NULL,
	`voice` text NOT NULL,
	`seen_at` text NOT NULL,
	PRIMARY KEY(`agency_id`, `id`),
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `agency_days` ADD `last_announced` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `calls` ADD `announced` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `calls_by_announcement` ON `calls` (`agency_id`,`day`,`announced`);