ALTER TABLE `agendas` ADD `kept_seats` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `holidays` ADD `law_date` text;--> statement-breakpoint
ALTER TABLE `holidays` ADD `state` text DEFAULT 'confirmed' NOT NULL;--> statement-breakpoint
ALTER TABLE `holidays` ADD `origin` text DEFAULT 'import' NOT NULL;