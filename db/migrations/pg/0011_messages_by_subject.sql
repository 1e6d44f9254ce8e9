-- contract: the index is made again with more columns, and no version names an index in a query.
DROP INDEX "messages_by_subject";--> statement-breakpoint
CREATE INDEX "messages_by_subject" ON "messages" USING btree ("subject_id","kind","created_at","id");