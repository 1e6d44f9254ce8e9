CREATE TABLE `agenda_days` (
	`agenda_id` text NOT NULL,
	`day` text NOT NULL,
	`offered` integer,
	`pool_id` text,
	`sampled` integer NOT NULL,
	`lead_hours` integer,
	`unmet` integer NOT NULL,
	PRIMARY KEY(`agenda_id`, `day`),
	FOREIGN KEY (`agenda_id`) REFERENCES `agendas`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `agenda_days_by_day` ON `agenda_days` (`day`);--> statement-breakpoint
CREATE TABLE `closed_days` (
	`agency_id` text NOT NULL,
	`day` text NOT NULL,
	`counted_at` text,
	`offered_at` text,
	`stale` integer NOT NULL,
	PRIMARY KEY(`agency_id`, `day`),
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `closed_days_stale` ON `closed_days` (`stale`,`agency_id`,`day`);--> statement-breakpoint
CREATE TABLE `figures` (
	`agency_id` text NOT NULL,
	`procedure_id` text NOT NULL,
	`span` text NOT NULL,
	`from_day` text NOT NULL,
	`offered` integer NOT NULL,
	`booked` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`moved` integer NOT NULL,
	`no_show` integer NOT NULL,
	`served` integer NOT NULL,
	`walk_ins` integer NOT NULL,
	`unmet` integer NOT NULL,
	`outcomes` text NOT NULL,
	`missing` text NOT NULL,
	`waits` text NOT NULL,
	`leads` text NOT NULL,
	PRIMARY KEY(`agency_id`, `procedure_id`, `span`, `from_day`)
);
--> statement-breakpoint
CREATE INDEX `figures_by_time` ON `figures` (`span`,`procedure_id`,`from_day`);--> statement-breakpoint
CREATE TABLE `message_texts` (
	`kind` text NOT NULL,
	`language` text NOT NULL,
	`version` integer NOT NULL,
	`texts` text NOT NULL,
	`actor` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`kind`, `language`, `version`)
);
--> statement-breakpoint
CREATE INDEX `audit_by_actor` ON `audit` (`actor`,`at`);--> statement-breakpoint
CREATE INDEX `audit_by_action` ON `audit` (`action`,`at`);--> statement-breakpoint
CREATE INDEX `audit_by_agency` ON `audit` (`agency_id`,`at`);--> statement-breakpoint
CREATE INDEX `calls_by_arrival` ON `calls` (`arrival_id`);--> statement-breakpoint
CREATE INDEX `messages_by_time` ON `messages` (`created_at`);