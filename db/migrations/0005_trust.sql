CREATE TABLE "audit_checkpoints" (
	"seq" integer PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"heads" jsonb NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_checkpoints_seq" CHECK ("audit_checkpoints"."seq" > 0),
	CONSTRAINT "audit_checkpoints_heads" CHECK (jsonb_typeof("audit_checkpoints"."heads") = 'array'),
	CONSTRAINT "audit_checkpoints_hash" CHECK ("audit_checkpoints"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"chain" integer NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"changed" boolean NOT NULL,
	"case_ids" integer[] DEFAULT '{}' NOT NULL,
	"person_id" integer,
	"organization_id" integer,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_chain_seq_pk" PRIMARY KEY("chain","seq"),
	CONSTRAINT "audit_entries_seq" CHECK ("audit_entries"."seq" > 0),
	CONSTRAINT "audit_entries_action" CHECK (length("audit_entries"."action") between 1 and 60),
	CONSTRAINT "audit_entries_hash" CHECK ("audit_entries"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "channel_months" (
	"channel" text NOT NULL,
	"month" text NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	"exhausted_at" timestamp with time zone,
	CONSTRAINT "channel_months_channel_month_pk" PRIMARY KEY("channel","month"),
	CONSTRAINT "channel_months_channel" CHECK ("channel_months"."channel" ~ '^[a-z][a-z0-9-]{0,31}$'),
	CONSTRAINT "channel_months_month" CHECK ("channel_months"."month" ~ '^[0-9]{4}-[0-9]{2}$'),
	CONSTRAINT "channel_months_sent" CHECK ("channel_months"."sent" >= 0)
);
--> statement-breakpoint
CREATE TABLE "code_attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "code_attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"chat" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "code_attempts_channel" CHECK ("code_attempts"."channel" ~ '^[a-z][a-z0-9-]{0,31}$'),
	CONSTRAINT "code_attempts_chat" CHECK (length("code_attempts"."chat") between 1 and 128)
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"notice" text NOT NULL,
	"answer" text NOT NULL,
	"channel" text NOT NULL,
	"chat" text NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	"idempotency_key" text NOT NULL,
	CONSTRAINT "consents_idempotency_key_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "consents_answer" CHECK ("consents"."answer" in ('yes','no','withdrawn')),
	CONSTRAINT "consents_notice" CHECK ("consents"."notice" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "consents_channel" CHECK ("consents"."channel" ~ '^[a-z][a-z0-9-]{0,31}$'),
	CONSTRAINT "consents_chat" CHECK (length("consents"."chat") between 1 and 128)
);
--> statement-breakpoint
CREATE TABLE "data_requests" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"due" date NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" integer,
	"outcome" text,
	"idempotency_key" text NOT NULL,
	CONSTRAINT "data_requests_idempotency_key_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "data_requests_kind" CHECK ("data_requests"."kind" in ('correction','deletion','restriction')),
	CONSTRAINT "data_requests_subject" CHECK ("data_requests"."subject" in ('name','birth-date','facts','case','chat','everything')),
	CONSTRAINT "data_requests_outcome" CHECK ("data_requests"."outcome" in ('done','refused')),
	CONSTRAINT "data_requests_answer" CHECK (("data_requests"."answered_at" is null) = ("data_requests"."outcome" is null))
);
--> statement-breakpoint
CREATE TABLE "web_sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "web_sessions_hash" CHECK ("web_sessions"."token_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "restricted_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_requests" ADD CONSTRAINT "data_requests_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_requests" ADD CONSTRAINT "data_requests_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "web_sessions" ADD CONSTRAINT "web_sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_cases" ON "audit_entries" USING gin ("case_ids");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "code_attempts_chat" ON "code_attempts" USING btree ("channel","chat","at");--> statement-breakpoint
CREATE INDEX "code_attempts_at" ON "code_attempts" USING btree ("at");--> statement-breakpoint
CREATE INDEX "consents_person" ON "consents" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "data_requests_person" ON "data_requests" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "data_requests_open" ON "data_requests" USING btree ("due") WHERE "data_requests"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "web_sessions_person" ON "web_sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "web_sessions_expiry" ON "web_sessions" USING btree ("expires_at");--> statement-breakpoint
-- The trail of who saw or did what: nothing is changed, nothing taken out.
CREATE FUNCTION "audit_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_append_only', TABLE = TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "audit_append_only"();
--> statement-breakpoint
CREATE TRIGGER "audit_entries_no_truncate" BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_append_only"();
--> statement-breakpoint
CREATE TRIGGER "audit_checkpoints_append_only" BEFORE UPDATE OR DELETE ON "audit_checkpoints"
  FOR EACH ROW EXECUTE FUNCTION "audit_append_only"();
--> statement-breakpoint
CREATE TRIGGER "audit_checkpoints_no_truncate" BEFORE TRUNCATE ON "audit_checkpoints"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_append_only"();
