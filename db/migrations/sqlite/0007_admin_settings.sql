CREATE TABLE `procedure_versions` (
	`procedure_id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`details` text NOT NULL,
	PRIMARY KEY(`procedure_id`, `version`),
	FOREIGN KEY (`procedure_id`) REFERENCES `procedures`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `agencies` ADD `email` text;--> statement-breakpoint
ALTER TABLE `visits` ADD `procedure_version` integer;--> statement-breakpoint
ALTER TABLE `waiting_rooms` ADD `display_next` integer DEFAULT 6 NOT NULL;