CREATE TABLE `changes` (
	`id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`kind` text NOT NULL,
	`source` text NOT NULL,
	`reason` text NOT NULL,
	`actor` text NOT NULL,
	`created_at` text NOT NULL,
	`sent_at` text,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `changes_by_agency` ON `changes` (`agency_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `relocations` (
	`id` text PRIMARY KEY NOT NULL,
	`change_id` text NOT NULL,
	`turno_id` text NOT NULL,
	`status` text NOT NULL,
	`from_start` text NOT NULL,
	`from_end` text NOT NULL,
	`from_agency_id` text NOT NULL,
	`proposal_no` integer NOT NULL,
	`to_agenda_id` text,
	`to_start` text,
	`created_at` text NOT NULL,
	`sent_at` text,
	`sent_no` integer,
	`answer_by` text,
	`reminded_at` text,
	`calls` integer NOT NULL,
	`called_at` text,
	`reached_at` text,
	`ended_at` text,
	`ended_by` text,
	`due_at` text,
	FOREIGN KEY (`change_id`) REFERENCES `changes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`turno_id`) REFERENCES `turnos`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_agenda_id`) REFERENCES `agendas`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `relocations_one_open` ON `relocations` (`turno_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `relocations_by_change` ON `relocations` (`change_id`,`from_start`);--> statement-breakpoint
CREATE INDEX `relocations_by_turno` ON `relocations` (`turno_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `relocations_by_due` ON `relocations` (`due_at`);