ALTER TABLE "agendas" ADD COLUMN "kept_seats" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "holidays" ADD COLUMN "law_date" text;--> statement-breakpoint
ALTER TABLE "holidays" ADD COLUMN "state" text DEFAULT 'confirmed' NOT NULL;--> statement-breakpoint
ALTER TABLE "holidays" ADD COLUMN "origin" text DEFAULT 'import' NOT NULL;