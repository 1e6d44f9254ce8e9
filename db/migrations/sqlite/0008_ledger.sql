CREATE INDEX `messages_by_status` ON `messages` (`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `messages_by_kind` ON `messages` (`kind`,`created_at`);