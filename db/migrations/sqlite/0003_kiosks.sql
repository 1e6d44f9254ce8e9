CREATE TABLE `kiosks` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`secret_key` text NOT NULL,
	`opened_by` text NOT NULL,
	`opened_at` text NOT NULL,
	`closed_at` text,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `kiosks_secret_key_unique` ON `kiosks` (`secret_key`);--> statement-breakpoint
CREATE INDEX `kiosks_by_agency` ON `kiosks` (`agency_id`,`opened_at`);