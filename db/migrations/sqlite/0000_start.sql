CREATE TABLE `agencies` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`province_code` text NOT NULL,
	`canton` text NOT NULL,
	`address` text NOT NULL,
	`zone` text NOT NULL,
	`phone` text,
	`demonstration` integer NOT NULL,
	`active` integer NOT NULL,
	FOREIGN KEY (`province_code`) REFERENCES `provinces`(`code`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agencies_code_unique` ON `agencies` (`code`);--> statement-breakpoint
CREATE INDEX `agencies_by_province` ON `agencies` (`province_code`);--> statement-breakpoint
CREATE TABLE `agendas` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`pool_id` text NOT NULL,
	`procedure_id` text NOT NULL,
	`slot_minutes` integer NOT NULL,
	`release` text NOT NULL,
	`active` integer NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`pool_id`) REFERENCES `pools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`procedure_id`) REFERENCES `procedures`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agendas_by_agency` ON `agendas` (`agency_id`,`procedure_id`);--> statement-breakpoint
CREATE INDEX `agendas_by_procedure` ON `agendas` (`procedure_id`);--> statement-breakpoint
CREATE INDEX `agendas_by_pool` ON `agendas` (`pool_id`);--> statement-breakpoint
CREATE TABLE `allowances` (
	`key` text PRIMARY KEY NOT NULL,
	`taken` text NOT NULL,
	`touched` integer NOT NULL,
	`forget_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `allowances_by_forget` ON `allowances` (`forget_at`);--> statement-breakpoint
CREATE TABLE `closures` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`from_at` text NOT NULL,
	`to_at` text NOT NULL,
	`reason` text NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `closures_by_agency` ON `closures` (`agency_id`,`to_at`);--> statement-breakpoint
CREATE TABLE `codes` (
	`id` text PRIMARY KEY NOT NULL,
	`draft_id` text NOT NULL,
	`mailbox_key` text NOT NULL,
	`code_key` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`ended_at` text,
	`ending` text
);
--> statement-breakpoint
CREATE INDEX `codes_by_draft` ON `codes` (`draft_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `codes_by_expiry` ON `codes` (`expires_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `codes_one_live` ON `codes` (`draft_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `day_exceptions` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`date` text NOT NULL,
	`intervals` text NOT NULL,
	`reason` text NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `day_exceptions_by_day` ON `day_exceptions` (`agency_id`,`date`);--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_key` text NOT NULL,
	`nonce_key` text NOT NULL,
	`language` text NOT NULL,
	`procedure_id` text NOT NULL,
	`personal` text NOT NULL,
	`holder_key` text,
	`mailbox_key` text,
	`verified_at` text,
	`agenda_id` text,
	`slot_start` text,
	`held_until` text,
	`hold_ceiling` text,
	`turno_id` text,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`procedure_id`) REFERENCES `procedures`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agenda_id`) REFERENCES `agendas`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drafts_nonce_key_unique` ON `drafts` (`nonce_key`);--> statement-breakpoint
CREATE INDEX `drafts_by_expiry` ON `drafts` (`expires_at`);--> statement-breakpoint
CREATE TABLE `holidays` (
	`id` text PRIMARY KEY NOT NULL,
	`date` text NOT NULL,
	`name` text NOT NULL,
	`scope` text NOT NULL,
	`province_code` text,
	`canton` text
);
--> statement-breakpoint
CREATE INDEX `holidays_by_date` ON `holidays` (`date`);--> statement-breakpoint
CREATE TABLE `institution` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`contact_email` text NOT NULL,
	`contact_phone` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`recipient` text NOT NULL,
	`secret` text,
	`language` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`created_at` text NOT NULL,
	`due_at` text NOT NULL,
	`not_after` text NOT NULL,
	`attempts` integer NOT NULL,
	`leased_until` text,
	`lease` text,
	`ended_at` text
);
--> statement-breakpoint
CREATE INDEX `messages_by_due` ON `messages` (`status`,`due_at`);--> statement-breakpoint
CREATE INDEX `messages_by_subject` ON `messages` (`subject_id`);--> statement-breakpoint
CREATE INDEX `messages_by_end` ON `messages` (`ended_at`);--> statement-breakpoint
CREATE TABLE `opening_hours` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`agenda_id` text,
	`weekday` integer NOT NULL,
	`from_time` text NOT NULL,
	`to_time` text NOT NULL,
	`valid_from` text,
	`valid_to` text,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agenda_id`) REFERENCES `agendas`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `opening_hours_by_agency` ON `opening_hours` (`agency_id`);--> statement-breakpoint
CREATE TABLE `pool_days` (
	`pool_id` text NOT NULL,
	`day` text NOT NULL,
	`load` text NOT NULL,
	`touched` integer NOT NULL,
	PRIMARY KEY(`pool_id`, `day`),
	FOREIGN KEY (`pool_id`) REFERENCES `pools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `pools` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`name` text NOT NULL,
	`seats` integer NOT NULL,
	`bands` text NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pools_by_name` ON `pools` (`agency_id`,`name`);--> statement-breakpoint
CREATE TABLE `procedures` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`details` text NOT NULL,
	`version` integer NOT NULL,
	`position` integer NOT NULL,
	`active` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `procedures_slug_unique` ON `procedures` (`slug`);--> statement-breakpoint
CREATE TABLE `provinces` (
	`code` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`capital` text NOT NULL,
	`zone` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`name` text PRIMARY KEY NOT NULL,
	`due_at` text NOT NULL,
	`leased_until` text,
	`last_run_at` text,
	`last_count` integer
);
--> statement-breakpoint
CREATE TABLE `seats` (
	`pool_id` text NOT NULL,
	`start_at` text NOT NULL,
	`seat_no` integer NOT NULL,
	`end_at` text NOT NULL,
	`day` text NOT NULL,
	`draft_id` text,
	`turno_id` text,
	`holder_key` text,
	`mailbox_key` text,
	`expires_at` text,
	PRIMARY KEY(`pool_id`, `start_at`, `seat_no`),
	FOREIGN KEY (`pool_id`) REFERENCES `pools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "seats_hold_or_turno" CHECK((draft_id is not null and turno_id is null and expires_at is not null and holder_key is not null and mailbox_key is not null) or (draft_id is null and turno_id is not null and expires_at is null and holder_key is null and mailbox_key is null)),
	CONSTRAINT "seats_number" CHECK(seat_no >= 1),
	CONSTRAINT "seats_span" CHECK(end_at > start_at)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `seats_draft_id_unique` ON `seats` (`draft_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `seats_turno_id_unique` ON `seats` (`turno_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `seats_holder_key_unique` ON `seats` (`holder_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `seats_mailbox_key_unique` ON `seats` (`mailbox_key`);--> statement-breakpoint
CREATE INDEX `seats_by_day` ON `seats` (`pool_id`,`day`);--> statement-breakpoint
CREATE INDEX `seats_by_expiry` ON `seats` (`expires_at`);--> statement-breakpoint
CREATE TABLE `turno_events` (
	`turno_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`actor` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`turno_id`, `number`),
	FOREIGN KEY (`turno_id`) REFERENCES `turnos`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `turnos` (
	`id` text PRIMARY KEY NOT NULL,
	`reference` text NOT NULL,
	`draft_id` text NOT NULL,
	`procedure_id` text NOT NULL,
	`procedure_version` integer NOT NULL,
	`agenda_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`pool_id` text NOT NULL,
	`start_at` text NOT NULL,
	`end_at` text NOT NULL,
	`day` text NOT NULL,
	`status` text NOT NULL,
	`holder_key` text NOT NULL,
	`mailbox_key` text NOT NULL,
	`personal` text NOT NULL,
	`language` text NOT NULL,
	`link_version` integer NOT NULL,
	`sequence` integer NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`procedure_id`) REFERENCES `procedures`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agenda_id`) REFERENCES `agendas`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`pool_id`) REFERENCES `pools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turnos_reference_unique` ON `turnos` (`reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `turnos_draft_id_unique` ON `turnos` (`draft_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `turnos_one_live` ON `turnos` (`procedure_id`,`holder_key`) WHERE status in ('confirmed', 'arrived');--> statement-breakpoint
CREATE INDEX `turnos_by_mailbox` ON `turnos` (`mailbox_key`,`procedure_id`);--> statement-breakpoint
CREATE INDEX `turnos_by_agency_day` ON `turnos` (`agency_id`,`day`,`start_at`);--> statement-breakpoint
CREATE INDEX `turnos_by_pool_day` ON `turnos` (`pool_id`,`day`);