CREATE TABLE "notices" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" integer NOT NULL,
	"instead_of" integer,
	"case_id" integer,
	"organization_id" integer,
	"subject" text NOT NULL,
	"moment" date NOT NULL,
	"reason" text NOT NULL,
	"nudge" boolean DEFAULT false NOT NULL,
	"said_on" date,
	"digest_id" bigint,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "notices_once" UNIQUE NULLS NOT DISTINCT("person_id","case_id","organization_id","subject","moment"),
	CONSTRAINT "notices_reason" CHECK ("notices"."reason" in ('owner','cellCommittee','cellSecretary','committee','postponed')),
	CONSTRAINT "notices_subject" CHECK (length("notices"."subject") between 1 and 200),
	CONSTRAINT "notices_about_one" CHECK (("notices"."case_id" is null) <> ("notices"."organization_id" is null)),
	CONSTRAINT "notices_said_first" CHECK ("notices"."said_on" is not null or "notices"."acknowledged_at" is null)
);
--> statement-breakpoint
CREATE TABLE "postponements" (
	"id" serial PRIMARY KEY NOT NULL,
	"case_id" integer NOT NULL,
	"subject" text NOT NULL,
	"person_id" integer NOT NULL,
	"until" date NOT NULL,
	"reason" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "postponements_idempotency_key_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "postponements_reason" CHECK ("postponements"."reason" in ('away','ill','waiting-for-papers','waiting-for-others','other'))
);
--> statement-breakpoint
CREATE TABLE "processes" (
	"id" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "processes_role" CHECK ("processes"."role" in ('all','serve','work'))
);
--> statement-breakpoint
ALTER TABLE "digests" DROP CONSTRAINT "digests_items";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_status";--> statement-breakpoint
ALTER TABLE "digests" DROP CONSTRAINT "digests_person_id_day_pk";--> statement-breakpoint
ALTER TABLE "digests" ALTER COLUMN "items" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "agenda" jsonb;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "agenda_until" date;--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "id" bigint PRIMARY KEY NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "digests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "kind" text DEFAULT 'daily' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "ladder" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
UPDATE "outbox" SET "due_at" = least("not_before", coalesce("sent_at", "not_before"));--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "due_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "send_by" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "digest_id" bigint;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_instead_of_people_id_fk" FOREIGN KEY ("instead_of") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postponements" ADD CONSTRAINT "postponements_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postponements" ADD CONSTRAINT "postponements_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_pending" ON "notices" USING btree ("person_id") WHERE "notices"."said_on" is null;--> statement-breakpoint
CREATE INDEX "notices_case" ON "notices" USING btree ("case_id","subject");--> statement-breakpoint
CREATE INDEX "notices_digest" ON "notices" USING btree ("digest_id") WHERE "notices"."digest_id" is not null;--> statement-breakpoint
CREATE INDEX "postponements_case" ON "postponements" USING btree ("case_id","subject");--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_send_by" ON "outbox" USING btree ("send_by") WHERE "outbox"."status" = 'waiting' and "outbox"."send_by" is not null;--> statement-breakpoint
CREATE INDEX "outbox_digest" ON "outbox" USING btree ("digest_id") WHERE "outbox"."digest_id" is not null;--> statement-breakpoint
CREATE INDEX "outbox_failed" ON "outbox" USING btree ("id") WHERE "outbox"."status" in ('dead','ambiguous');--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_once" UNIQUE("person_id","day","kind");--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_kind" CHECK ("digests"."kind" in ('daily','urgent'));--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_ladder" CHECK ("organizations"."ladder" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_status" CHECK ("outbox"."status" in ('waiting','sent','dead','ambiguous','withdrawn'));--> statement-breakpoint
-- What was said in digests so far is remembered as notices that were said: nothing of it comes again.
INSERT INTO "notices" ("person_id", "case_id", "subject", "moment", "reason", "said_on", "digest_id")
SELECT d.person_id, c.id, said.parts[2], said.parts[3]::date, 'owner', d.day, d.id
FROM "digests" d
CROSS JOIN LATERAL jsonb_array_elements_text(d.items) AS item
CROSS JOIN LATERAL (SELECT regexp_match(item, '^([0-9]+):(.+)@([0-9]{4}-[0-9]{2}-[0-9]{2})$') AS parts) said
JOIN "cases" c ON c.id = said.parts[1]::integer
ORDER BY d.day DESC
ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "notices" ("person_id", "organization_id", "subject", "moment", "reason", "said_on", "digest_id")
SELECT d.person_id, o.id, said.parts[2], said.parts[3]::date, 'owner', d.day, d.id
FROM "digests" d
CROSS JOIN LATERAL jsonb_array_elements_text(d.items) AS item
CROSS JOIN LATERAL (SELECT regexp_match(item, '^(?:org|subtree)([0-9]+):(.+)@([0-9]{4}-[0-9]{2}-[0-9]{2})$') AS parts) said
JOIN "organizations" o ON o.id = said.parts[1]::integer
ORDER BY d.day DESC
ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- Cases are looked at by the new planner once.
UPDATE "cases" SET "next_attention" = least("next_attention", current_date) WHERE "open";
