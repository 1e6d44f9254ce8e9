CREATE TABLE `agency_days` (
	`agency_id` text NOT NULL,
	`day` text NOT NULL,
	`touched` integer NOT NULL,
	`last_ticket` integer NOT NULL,
	`walk_ins` integer NOT NULL,
	`paused_because` text,
	`closed_at` text,
	PRIMARY KEY(`agency_id`, `day`),
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `arrival_events` (
	`arrival_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`actor` text NOT NULL,
	`window_id` text,
	`reason` text,
	`at` text NOT NULL,
	PRIMARY KEY(`arrival_id`, `number`),
	FOREIGN KEY (`arrival_id`) REFERENCES `arrivals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `arrivals` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`day` text NOT NULL,
	`turno_id` text,
	`procedure_id` text NOT NULL,
	`label` text NOT NULL,
	`arrived_at` text NOT NULL,
	`place` text NOT NULL,
	`place_reason` text NOT NULL,
	`priority` text,
	`status` text NOT NULL,
	`window_id` text,
	`language` text NOT NULL,
	`personal` text,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`procedure_id`) REFERENCES `procedures`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`window_id`) REFERENCES `windows`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `arrivals_one_per_turno` ON `arrivals` (`turno_id`) WHERE status in ('waiting', 'called', 'parked', 'served');--> statement-breakpoint
CREATE UNIQUE INDEX `arrivals_by_label` ON `arrivals` (`agency_id`,`day`,`label`);--> statement-breakpoint
CREATE INDEX `arrivals_queue` ON `arrivals` (`agency_id`,`day`,`status`,`place`);--> statement-breakpoint
CREATE TABLE `audit` (
	`number` integer NOT NULL,
	`chain` text NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`agency_id` text,
	`detail` text NOT NULL,
	`seal` text NOT NULL,
	PRIMARY KEY(`chain`, `number`)
);
--> statement-breakpoint
CREATE INDEX `audit_by_time` ON `audit` (`at`);--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit` (`subject`);--> statement-breakpoint
CREATE TABLE `calls` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`day` text NOT NULL,
	`arrival_id` text NOT NULL,
	`window_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`called_at` text NOT NULL,
	`told_at` text NOT NULL,
	`told` integer NOT NULL,
	`ended_at` text,
	`ending` text,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`arrival_id`) REFERENCES `arrivals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`window_id`) REFERENCES `windows`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calls_one_per_window` ON `calls` (`window_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `calls_one_per_arrival` ON `calls` (`arrival_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `calls_by_day` ON `calls` (`agency_id`,`day`,`told_at`);--> statement-breakpoint
CREATE TABLE `certificate_counters` (
	`province_code` text NOT NULL,
	`year` integer NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`province_code`, `year`)
);
--> statement-breakpoint
CREATE TABLE `certificates` (
	`id` text PRIMARY KEY NOT NULL,
	`visit_id` text NOT NULL,
	`province_code` text NOT NULL,
	`year` integer NOT NULL,
	`number` integer NOT NULL,
	`code_key` text NOT NULL,
	`code` text NOT NULL,
	`personal` text NOT NULL,
	`holder_key` text NOT NULL,
	`issued_at` text NOT NULL,
	`annulled_at` text,
	FOREIGN KEY (`visit_id`) REFERENCES `visits`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_code_key_unique` ON `certificates` (`code_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_by_number` ON `certificates` (`province_code`,`year`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_one_valid` ON `certificates` (`visit_id`) WHERE annulled_at is null;--> statement-breakpoint
CREATE TABLE `outcomes` (
	`visit_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`detail` text NOT NULL,
	`staff_id` text NOT NULL,
	`reason` text,
	`at` text NOT NULL,
	PRIMARY KEY(`visit_id`, `number`),
	FOREIGN KEY (`visit_id`) REFERENCES `visits`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`email_key` text NOT NULL,
	`personal` text NOT NULL,
	`password_hash` text,
	`totp_secret` text,
	`totp_step` integer NOT NULL,
	`recovery_keys` text NOT NULL,
	`status` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_email_key_unique` ON `staff` (`email_key`);--> statement-breakpoint
CREATE TABLE `staff_links` (
	`key` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`purpose` text NOT NULL,
	`expires_at` text NOT NULL,
	`used_at` text,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `staff_links_by_staff` ON `staff_links` (`staff_id`);--> statement-breakpoint
CREATE TABLE `staff_roles` (
	`id` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`role` text NOT NULL,
	`agency_id` text,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_roles_once` ON `staff_roles` (`staff_id`,`role`,`agency_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `staff_roles_once_everywhere` ON `staff_roles` (`staff_id`,`role`) WHERE agency_id is null;--> statement-breakpoint
CREATE TABLE `staff_sessions` (
	`key` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`created_at` text NOT NULL,
	`seen_at` text NOT NULL,
	`strong` integer NOT NULL,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `staff_sessions_by_staff` ON `staff_sessions` (`staff_id`);--> statement-breakpoint
CREATE TABLE `visits` (
	`id` text PRIMARY KEY NOT NULL,
	`call_id` text NOT NULL,
	`arrival_id` text NOT NULL,
	`checks` text NOT NULL,
	`notes` text,
	`started_at` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`call_id`) REFERENCES `calls`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`arrival_id`) REFERENCES `arrivals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `visits_call_id_unique` ON `visits` (`call_id`);--> statement-breakpoint
CREATE INDEX `visits_by_arrival` ON `visits` (`arrival_id`);--> statement-breakpoint
CREATE TABLE `waiting_rooms` (
	`agency_id` text PRIMARY KEY NOT NULL,
	`early_minutes` integer NOT NULL,
	`grace_minutes` integer NOT NULL,
	`recall_seconds` integer NOT NULL,
	`recall_most` integer NOT NULL,
	`priority_minutes` integer NOT NULL,
	`walk_in_minutes` integer NOT NULL,
	`walk_in_quota` integer NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `window_shifts` (
	`id` text PRIMARY KEY NOT NULL,
	`window_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`opened_at` text NOT NULL,
	`closed_at` text,
	FOREIGN KEY (`window_id`) REFERENCES `windows`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `window_shifts_one_clerk` ON `window_shifts` (`window_id`) WHERE closed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `window_shifts_one_window` ON `window_shifts` (`staff_id`) WHERE closed_at is null;--> statement-breakpoint
CREATE TABLE `windows` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`number` integer NOT NULL,
	`procedures` text NOT NULL,
	`active` integer NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `windows_by_number` ON `windows` (`agency_id`,`number`);