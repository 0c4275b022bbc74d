CREATE TABLE "case_events" (
	"case_id" integer NOT NULL,
	"seq" integer NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"on" date NOT NULL,
	"payload" jsonb NOT NULL,
	"idempotency_key" text NOT NULL,
	"recorded_by" integer,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_events_case_id_seq_pk" PRIMARY KEY("case_id","seq"),
	CONSTRAINT "case_events_id" UNIQUE("case_id","event_id"),
	CONSTRAINT "case_events_key" UNIQUE("idempotency_key"),
	CONSTRAINT "case_events_seq" CHECK ("case_events"."seq" > 0),
	CONSTRAINT "case_events_event_id" CHECK (length("case_events"."event_id") between 1 and 40),
	CONSTRAINT "case_events_type" CHECK ("case_events"."type" in ('step-recorded','decision-received','paper-received','paper-returned','mentor-assigned','mentor-ended','verification-sent','verification-delivered','verification-replied','assessment-recorded','review-recorded','candidate-moved','extension-granted','facts-changed','procedure-changed','closed','corrected')),
	CONSTRAINT "case_events_payload" CHECK (jsonb_typeof("case_events"."payload") = 'object'),
	CONSTRAINT "case_events_idempotency_key" CHECK (length("case_events"."idempotency_key") between 1 and 200),
	CONSTRAINT "case_events_day" CHECK ("case_events"."on" between '1930-02-03' and '2200-01-01')
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"cell_id" integer NOT NULL,
	"procedure_version" text NOT NULL,
	"overlay" text,
	"person" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text NOT NULL,
	"phase" text NOT NULL,
	"open" boolean NOT NULL,
	"current_step" text,
	"mentor_id" integer,
	"event_count" integer DEFAULT 0 NOT NULL,
	"next_attention" date,
	"next_due" date,
	CONSTRAINT "cases_state" CHECK ("cases"."state" in ('introduced','sympathizer','filing','proposed','sent-up','decided','probation','recognition-proposed','recognized','struck-off','withdrew','removed','moved-away','deceased','not-admitted','closed')),
	CONSTRAINT "cases_phase" CHECK ("cases"."phase" in ('source','file','admission','probation','moves','remedy')),
	CONSTRAINT "cases_procedure" CHECK ("cases"."procedure_version" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "cases_overlay" CHECK ("cases"."overlay" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "cases_person_facts" CHECK ("cases"."person" ? 'birthDate'),
	CONSTRAINT "cases_mentor_is_another" CHECK ("cases"."mentor_id" <> "cases"."person_id"),
	CONSTRAINT "cases_event_count" CHECK ("cases"."event_count" >= 0),
	CONSTRAINT "cases_closed_needs_nothing" CHECK ("cases"."open" or ("cases"."next_attention" is null and "cases"."next_due" is null))
);
--> statement-breakpoint
CREATE TABLE "chats" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"channel" text NOT NULL,
	"chat" text NOT NULL,
	"preferred" boolean DEFAULT true NOT NULL,
	"unreachable_since" timestamp with time zone,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chats_once" UNIQUE("channel","chat"),
	CONSTRAINT "chats_channel" CHECK ("chats"."channel" ~ '^[a-z][a-z0-9-]{0,31}$'),
	CONSTRAINT "chats_chat" CHECK (length("chats"."chat") between 1 and 128)
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"person_id" integer NOT NULL,
	"day" date NOT NULL,
	"items" jsonb NOT NULL,
	CONSTRAINT "digests_person_id_day_pk" PRIMARY KEY("person_id","day"),
	CONSTRAINT "digests_items" CHECK (jsonb_typeof("digests"."items") = 'array')
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"code_hash" text NOT NULL,
	"created_by" integer,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "invitations_code_hash_unique" UNIQUE("code_hash"),
	CONSTRAINT "invitations_hash" CHECK ("invitations"."code_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "organization_duties" (
	"organization_id" integer NOT NULL,
	"duty" text NOT NULL,
	"period" text NOT NULL,
	"done_on" date NOT NULL,
	"recorded_by" integer,
	CONSTRAINT "organization_duties_organization_id_duty_period_pk" PRIMARY KEY("organization_id","duty","period"),
	CONSTRAINT "organization_duties_duty" CHECK ("organization_duties"."duty" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "organization_duties_period" CHECK ("organization_duties"."period" ~ '^[0-9]{4}(-([0-9]{2}|Q[1-4]|H[12]|W[0-9]{2}))?$')
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" serial PRIMARY KEY NOT NULL,
	"parent_id" integer,
	"path" text NOT NULL,
	"level" text NOT NULL,
	"name" text NOT NULL,
	"procedure_version" text,
	"overlay" text,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "organizations_path_unique" UNIQUE("path"),
	CONSTRAINT "organizations_path_shape" CHECK ("organizations"."path" ~ '^/([0-9]+/)+$'),
	CONSTRAINT "organizations_level" CHECK ("organizations"."level" in ('province','grassrootsCommittee','subCommittee','cell')),
	CONSTRAINT "organizations_root_is_province" CHECK (("organizations"."parent_id" is null) = ("organizations"."level" = 'province')),
	CONSTRAINT "organizations_name" CHECK (length(btrim("organizations"."name")) between 1 and 200),
	CONSTRAINT "organizations_settings" CHECK (jsonb_typeof("organizations"."settings") = 'object'),
	CONSTRAINT "organizations_procedure" CHECK ("organizations"."procedure_version" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "organizations_overlay" CHECK ("organizations"."overlay" ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"chat" text NOT NULL,
	"message" jsonb NOT NULL,
	"dedup_key" text NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"last_error" text,
	CONSTRAINT "outbox_dedup_key_unique" UNIQUE("dedup_key"),
	CONSTRAINT "outbox_status" CHECK ("outbox"."status" in ('waiting','sent','dead','ambiguous')),
	CONSTRAINT "outbox_sent_at" CHECK (("outbox"."status" = 'sent') = ("outbox"."sent_at" is not null)),
	CONSTRAINT "outbox_attempts" CHECK ("outbox"."attempts" >= 0),
	CONSTRAINT "outbox_channel" CHECK ("outbox"."channel" ~ '^[a-z][a-z0-9-]{0,31}$'),
	CONSTRAINT "outbox_chat_id" CHECK (length("outbox"."chat") between 1 and 128),
	CONSTRAINT "outbox_message" CHECK ((jsonb_typeof("outbox"."message" -> 'text') = 'string' and jsonb_typeof("outbox"."message" -> 'choices') = 'array') is true)
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" serial PRIMARY KEY NOT NULL,
	"full_name" text NOT NULL,
	"search_name" text NOT NULL,
	"language" text DEFAULT 'vi' NOT NULL,
	"digest_hour" smallint DEFAULT 8 NOT NULL,
	CONSTRAINT "people_language" CHECK ("people"."language" in ('vi','en')),
	CONSTRAINT "people_digest_hour" CHECK ("people"."digest_hour" between 0 and 23),
	CONSTRAINT "people_name" CHECK (length(btrim("people"."full_name")) between 2 and 100),
	CONSTRAINT "people_search_name" CHECK ("people"."search_name" <> '' and "people"."search_name" = btrim("people"."search_name"))
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"organization_id" integer NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "roles_once" UNIQUE("person_id","organization_id","role"),
	CONSTRAINT "roles_role" CHECK ("roles"."role" in ('cellSecretary','cellCommitteeMember','officialMember','probationaryMember','committeeOfficer'))
);
--> statement-breakpoint
CREATE TABLE "seen_updates" (
	"channel" text NOT NULL,
	"update_key" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "seen_updates_channel_update_key_pk" PRIMARY KEY("channel","update_key")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"channel" text NOT NULL,
	"chat" text NOT NULL,
	"session" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_channel_chat_pk" PRIMARY KEY("channel","chat"),
	CONSTRAINT "sessions_channel" CHECK ("sessions"."channel" ~ '^[a-z][a-z0-9-]{0,31}$'),
	CONSTRAINT "sessions_chat" CHECK (length("sessions"."chat") between 1 and 128),
	CONSTRAINT "sessions_session" CHECK (jsonb_typeof("sessions"."session") = 'object')
);
--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_cell_id_organizations_id_fk" FOREIGN KEY ("cell_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_mentor_id_people_id_fk" FOREIGN KEY ("mentor_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_duties" ADD CONSTRAINT "organization_duties_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_duties" ADD CONSTRAINT "organization_duties_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_parent_id_organizations_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cases_one_open" ON "cases" USING btree ("person_id") WHERE "cases"."open";--> statement-breakpoint
CREATE INDEX "cases_person" ON "cases" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "cases_cell" ON "cases" USING btree ("cell_id");--> statement-breakpoint
CREATE INDEX "cases_mentor" ON "cases" USING btree ("mentor_id");--> statement-breakpoint
CREATE INDEX "cases_attention" ON "cases" USING btree ("next_attention") WHERE "cases"."open";--> statement-breakpoint
CREATE UNIQUE INDEX "chats_one_preferred" ON "chats" USING btree ("person_id") WHERE "chats"."preferred";--> statement-breakpoint
CREATE INDEX "chats_person" ON "chats" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "invitations_person" ON "invitations" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "organizations_parent" ON "organizations" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "organizations_path_prefix" ON "organizations" USING btree ("path" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("not_before","id") WHERE "outbox"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "outbox_chat_waiting" ON "outbox" USING btree ("channel","chat","id") WHERE "outbox"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "outbox_sent" ON "outbox" USING btree ("sent_at") WHERE "outbox"."status" = 'sent';--> statement-breakpoint
CREATE INDEX "people_search" ON "people" USING btree ("search_name");--> statement-breakpoint
CREATE INDEX "roles_organization" ON "roles" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "seen_updates_age" ON "seen_updates" USING btree ("seen_at");