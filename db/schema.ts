/**
 * The one schema, for PGlite and PostgreSQL (15 or later). No column may hold an identity number, personal-history text,
 * verification findings, a reason of refusal or a photograph. Days are `date`, moments `timestamptz`.
 */
import { type SQL, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { treeRoles } from '../src/people/roles.ts';
import { caseEvent, type organizationChange, type PersonFacts } from '../src/procedure/case-file.ts';
import { caseStates } from '../src/procedure/report.ts';
import { phase as phases } from '../src/procedure/schema.ts';

export const organizationLevels = ['province', 'grassrootsCommittee', 'subCommittee', 'cell'] as const;

const eventTypes = caseEvent.options.map((variant) => variant.shape.type.value);

/** `column in ('a','b')`, from the list the code uses, so that code and database cannot drift apart unnoticed. */
const oneOf = (column: AnyPgColumn, values: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(','))})`;

/** Channel names and chat ids as every table that holds a chat checks them. */
const channelShape = (column: AnyPgColumn): SQL => sql`${column} ~ '^[a-z][a-z0-9-]{0,31}$'`;
const chatShape = (column: AnyPgColumn): SQL => sql`length(${column}) between 1 and 128`;
const versionShape = (column: AnyPgColumn): SQL => sql`${column} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`;

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const organizations = pgTable(
  'organizations',
  {
    id: serial('id').primaryKey(),
    parentId: integer('parent_id').references((): AnyPgColumn => organizations.id),
    /** "/1/4/9/": ids from the root down to this node, so a subtree is a prefix. A trigger keeps it true. */
    path: text('path').notNull().unique(),
    level: text('level', { enum: organizationLevels }).notNull(),
    name: text('name').notNull(),
    /** What cases of this cell start under. */
    procedureVersion: text('procedure_version'),
    overlay: text('overlay'),
    settings: jsonb('settings').$type<z.output<typeof organizationChange>>().notNull().default({}),
    /** Which ladder of `flows/ladders/` reminders follow here and below; null: as above, at the root the standard one. */
    ladder: text('ladder'),
  },
  (t) => [
    check('organizations_path_shape', sql`${t.path} ~ '^/([0-9]+/)+$'`),
    check('organizations_level', oneOf(t.level, organizationLevels)),
    check('organizations_root_is_province', sql`(${t.parentId} is null) = (${t.level} = 'province')`),
    check('organizations_name', sql`length(btrim(${t.name})) between 1 and 200`),
    check('organizations_settings', sql`jsonb_typeof(${t.settings}) = 'object'`),
    check('organizations_procedure', versionShape(t.procedureVersion)),
    check('organizations_overlay', versionShape(t.overlay)),
    check('organizations_ladder', versionShape(t.ladder)),
    index('organizations_parent').on(t.parentId),
    index('organizations_path_prefix').on(t.path.op('text_pattern_ops')),
  ],
);

export const people = pgTable(
  'people',
  {
    id: serial('id').primaryKey(),
    fullName: text('full_name').notNull(),
    /** Folded: without diacritics, lower case, for search. */
    searchName: text('search_name').notNull(),
    language: text('language', { enum: ['vi', 'en'] })
      .notNull()
      .default('vi'),
    digestHour: smallint('digest_hour').notNull().default(8),
    /** Nothing is said to or recorded of them until their request is answered (restriction of processing). */
    restrictedSince: moment('restricted_since'),
    /** Their name and facts were taken out; what is left counts in figures only. */
    erasedAt: moment('erased_at'),
  },
  (t) => [
    check('people_language', oneOf(t.language, ['vi', 'en'])),
    check('people_digest_hour', sql`${t.digestHour} between 0 and 23`),
    check('people_name', sql`length(btrim(${t.fullName})) between 2 and 100`),
    check('people_search_name', sql`${t.searchName} <> '' and ${t.searchName} = btrim(${t.searchName})`),
    index('people_search').on(t.searchName),
  ],
);

export const roles = pgTable(
  'roles',
  {
    id: serial('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    /** Cell roles stand on cells, `committeeOfficer` on a body above them: a trigger keeps it so. */
    role: text('role', { enum: treeRoles }).notNull(),
  },
  (t) => [
    unique('roles_once').on(t.personId, t.organizationId, t.role),
    check('roles_role', oneOf(t.role, treeRoles)),
    index('roles_organization').on(t.organizationId),
  ],
);

/** A messenger chat that belongs to a person. */
export const chats = pgTable(
  'chats',
  {
    id: serial('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    channel: text('channel').notNull(),
    chat: text('chat').notNull(),
    /** Reminders go to one chat a person. */
    preferred: boolean('preferred').notNull().default(true),
    /** Set when the messenger says it can never be reached again. */
    unreachableSince: moment('unreachable_since'),
    linkedAt: moment('linked_at').notNull().defaultNow(),
  },
  (t) => [
    unique('chats_once').on(t.channel, t.chat),
    uniqueIndex('chats_one_preferred').on(t.personId).where(sql`${t.preferred}`),
    check('chats_channel', channelShape(t.channel)),
    check('chats_chat', chatShape(t.chat)),
    index('chats_person').on(t.personId),
  ],
);

export const invitations = pgTable(
  'invitations',
  {
    id: serial('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    /** SHA-256 of the code; the code itself is shown once and never kept. */
    codeHash: text('code_hash').notNull().unique(),
    createdBy: integer('created_by').references(() => people.id),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [
    check('invitations_hash', sql`${t.codeHash} ~ '^[0-9a-f]{64}$'`),
    index('invitations_person').on(t.personId),
  ],
);

export const cases = pgTable(
  'cases',
  {
    id: serial('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    cellId: integer('cell_id')
      .notNull()
      .references(() => organizations.id),
    procedureVersion: text('procedure_version').notNull(),
    overlay: text('overlay'),
    person: jsonb('person').$type<PersonFacts>().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    // --- projection: written by the same fold, in the same transaction as the events
    state: text('state').notNull(),
    phase: text('phase').notNull(),
    open: boolean('open').notNull(),
    currentStep: text('current_step'),
    mentorId: integer('mentor_id').references(() => people.id),
    eventCount: integer('event_count').notNull().default(0),
    /** The next day on which something falls due, is worth a reminder, or is late; null when nothing ever will. */
    nextAttention: date('next_attention'),
    /** Earliest day by which somebody must act; before today means late. Null when nothing runs. */
    nextDue: date('next_due'),
    /**
     * What the planner of reminders computed last (`src/reminders/agenda.ts`); null: something was recorded since, compute it
     * anew. From `agendaUntil` on it holds no more, even if nothing was recorded.
     */
    agenda: jsonb('agenda').$type<Record<string, unknown>>(),
    agendaUntil: date('agenda_until'),
  },
  (t) => [
    /** One open case a person. */
    uniqueIndex('cases_one_open').on(t.personId).where(sql`${t.open}`),
    check('cases_state', oneOf(t.state, caseStates)),
    check('cases_phase', oneOf(t.phase, phases.options)),
    check('cases_procedure', versionShape(t.procedureVersion)),
    check('cases_overlay', versionShape(t.overlay)),
    check('cases_person_facts', sql`${t.person} ? 'birthDate'`),
    check('cases_mentor_is_another', sql`${t.mentorId} <> ${t.personId}`),
    check('cases_event_count', sql`${t.eventCount} >= 0`),
    check(
      'cases_closed_needs_nothing',
      sql`${t.open} or (${t.nextAttention} is null and ${t.nextDue} is null)`,
    ),
    index('cases_person').on(t.personId),
    index('cases_cell').on(t.cellId),
    index('cases_mentor').on(t.mentorId),
    index('cases_attention').on(t.nextAttention).where(sql`${t.open}`),
  ],
);

/** Append-only: a trigger refuses UPDATE and DELETE. */
export const caseEvents = pgTable(
  'case_events',
  {
    caseId: integer('case_id')
      .notNull()
      .references(() => cases.id),
    seq: integer('seq').notNull(),
    /** Event id inside the case ("e12"): what corrections point to. */
    eventId: text('event_id').notNull(),
    type: text('type').notNull(),
    on: date('on').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    /** The same command recorded twice is recorded once. */
    idempotencyKey: text('idempotency_key').notNull(),
    recordedBy: integer('recorded_by').references(() => people.id),
    recordedAt: moment('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.caseId, t.seq] }),
    unique('case_events_id').on(t.caseId, t.eventId),
    unique('case_events_key').on(t.idempotencyKey),
    check('case_events_seq', sql`${t.seq} > 0`),
    check('case_events_event_id', sql`length(${t.eventId}) between 1 and 40`),
    check('case_events_type', oneOf(t.type, eventTypes)),
    check('case_events_payload', sql`jsonb_typeof(${t.payload}) = 'object'`),
    check('case_events_idempotency_key', sql`length(${t.idempotencyKey}) between 1 and 200`),
    check('case_events_day', sql`${t.on} between '1930-02-03' and '2200-01-01'`),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    channel: text('channel').notNull(),
    chat: text('chat').notNull(),
    session: jsonb('session').$type<Record<string, unknown>>().notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.chat] }),
    check('sessions_channel', channelShape(t.channel)),
    check('sessions_chat', chatShape(t.chat)),
    check('sessions_session', sql`jsonb_typeof(${t.session}) = 'object'`),
  ],
);

/** Updates already handled. Rows older than the channel's redelivery window are swept. */
export const seenUpdates = pgTable(
  'seen_updates',
  {
    channel: text('channel').notNull(),
    updateKey: text('update_key').notNull(),
    seenAt: moment('seen_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.updateKey] }), index('seen_updates_age').on(t.seenAt)],
);

export const outboxStatuses = ['waiting', 'sent', 'dead', 'ambiguous', 'withdrawn'] as const;

/** Messages to be sent after the commit of the turn that wrote them; one chat's messages leave in order of `id`. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    channel: text('channel').notNull(),
    chat: text('chat').notNull(),
    message: jsonb('message').$type<{ text: string; choices: { id: string; label: string }[] }>().notNull(),
    /** One message for one cause: "turn:<channel>:<update>:<n>", "digest:<person>:<day>". */
    dedupKey: text('dedup_key').notNull().unique(),
    status: text('status', { enum: outboxStatuses }).notNull().default('waiting'),
    attempts: smallint('attempts').notNull().default(0),
    /** Not taken before: its own time, the end of a claim, or the next attempt. */
    notBefore: moment('not_before').notNull(),
    /** When it should leave: what promptness is measured against. */
    dueAt: moment('due_at').notNull(),
    /** Withdrawn when it has not left by then: quiet hours have begun, or what it says was done meanwhile. */
    sendBy: moment('send_by'),
    /** The digest it carries, or part of it. */
    digestId: bigint('digest_id', { mode: 'number' }).references((): AnyPgColumn => digests.id, {
      onDelete: 'set null',
    }),
    createdAt: moment('created_at').notNull(),
    sentAt: moment('sent_at'),
    lastError: text('last_error'),
  },
  (t) => [
    check('outbox_status', oneOf(t.status, outboxStatuses)),
    check('outbox_sent_at', sql`(${t.status} = 'sent') = (${t.sentAt} is not null)`),
    check('outbox_attempts', sql`${t.attempts} >= 0`),
    check('outbox_channel', channelShape(t.channel)),
    check('outbox_chat_id', chatShape(t.chat)),
    check(
      'outbox_message',
      sql`(jsonb_typeof(${t.message} -> 'text') = 'string' and jsonb_typeof(${t.message} -> 'choices') = 'array') is true`,
    ),
    index('outbox_waiting').on(t.notBefore, t.id).where(sql`${t.status} = 'waiting'`),
    /** "Is an earlier message of this chat still waiting?" */
    index('outbox_chat_waiting').on(t.channel, t.chat, t.id).where(sql`${t.status} = 'waiting'`),
    /** "What was said last in this chat?" */
    index('outbox_chat').on(t.channel, t.chat, t.id),
    index('outbox_sent').on(t.sentAt).where(sql`${t.status} = 'sent'`),
    index('outbox_send_by').on(t.sendBy).where(sql`${t.status} = 'waiting' and ${t.sendBy} is not null`),
    index('outbox_digest').on(t.digestId).where(sql`${t.digestId} is not null`),
    index('outbox_failed').on(t.id).where(sql`${t.status} in ('dead','ambiguous')`),
  ],
);

export const digestKinds = ['daily', 'urgent'] as const;

/** One digest a person a day; `urgent`: what turned urgent after it. */
export const digests = pgTable(
  'digests',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    day: date('day').notNull(),
    kind: text('kind', { enum: digestKinds }).notNull().default('daily'),
  },
  (t) => [
    unique('digests_once').on(t.personId, t.day, t.kind),
    check('digests_kind', oneOf(t.kind, digestKinds)),
  ],
);

export const noticeReasons = ['owner', 'cellCommittee', 'cellSecretary', 'committee', 'postponed'] as const;

/**
 * One thing to be told to one person: planned, then said in a digest, then perhaps acknowledged. What was said stays as the
 * record of who was told when.
 */
export const notices = pgTable(
  'notices',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Who is told. */
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    /** In whose place, when that person cannot be reached. */
    insteadOf: integer('instead_of').references(() => people.id),
    caseId: integer('case_id').references(() => cases.id),
    /** Of a duty of the body itself, or of an overview of what is late below it. */
    organizationId: integer('organization_id').references(() => organizations.id),
    /** What it is about: "step/clock#instance" of a case, "duty#period" or "late" of a body. */
    subject: text('subject').notNull(),
    /** The day of the ladder it belongs to. */
    moment: date('moment').notNull(),
    /** Why this person: owes it, or hears of it because others let it lie. */
    reason: text('reason', { enum: noticeReasons }).notNull(),
    /** Said again because the first word was not acknowledged. */
    nudge: boolean('nudge').notNull().default(false),
    /** Null until it is said. */
    saidOn: date('said_on'),
    digestId: bigint('digest_id', { mode: 'number' }).references(() => digests.id, { onDelete: 'set null' }),
    acknowledgedAt: moment('acknowledged_at'),
  },
  (t) => [
    unique('notices_once').on(t.personId, t.caseId, t.organizationId, t.subject, t.moment).nullsNotDistinct(),
    check('notices_reason', oneOf(t.reason, noticeReasons)),
    check('notices_subject', sql`length(${t.subject}) between 1 and 200`),
    check('notices_about_one', sql`(${t.caseId} is null) <> (${t.organizationId} is null)`),
    check('notices_said_first', sql`${t.saidOn} is not null or ${t.acknowledgedAt} is null`),
    index('notices_pending').on(t.personId).where(sql`${t.saidOn} is null`),
    index('notices_case').on(t.caseId, t.subject),
    index('notices_digest').on(t.digestId).where(sql`${t.digestId} is not null`),
  ],
);

export const postponementReasons = [
  'away',
  'ill',
  'waiting-for-papers',
  'waiting-for-others',
  'other',
] as const;

/** "Xin lùi": whoever owes it asked not to be reminded before a day. The limit itself runs on. */
export const postponements = pgTable(
  'postponements',
  {
    id: serial('id').primaryKey(),
    caseId: integer('case_id')
      .notNull()
      .references(() => cases.id),
    subject: text('subject').notNull(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    until: date('until').notNull(),
    reason: text('reason', { enum: postponementReasons }).notNull(),
    /** The same request recorded twice is recorded once. */
    idempotencyKey: text('idempotency_key').notNull().unique(),
    askedAt: moment('asked_at').notNull(),
  },
  (t) => [
    check('postponements_reason', oneOf(t.reason, postponementReasons)),
    index('postponements_case').on(t.caseId, t.subject),
  ],
);

export const processRoles = ['all', 'serve', 'work'] as const;

/** Running processes of the product, each saying now and then that it lives. */
export const processes = pgTable(
  'processes',
  {
    id: text('id').primaryKey(),
    role: text('role', { enum: processRoles }).notNull(),
    startedAt: moment('started_at').notNull(),
    seenAt: moment('seen_at').notNull(),
  },
  (t) => [check('processes_role', oneOf(t.role, processRoles))],
);

/** Duties of the body itself (plans, quarterly checks), done for a period ("2026-Q2"). */
export const organizationDuties = pgTable(
  'organization_duties',
  {
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    duty: text('duty').notNull(),
    period: text('period').notNull(),
    doneOn: date('done_on').notNull(),
    recordedBy: integer('recorded_by').references(() => people.id),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.duty, t.period] }),
    check('organization_duties_duty', versionShape(t.duty)),
    check('organization_duties_period', sql`${t.period} ~ '^[0-9]{4}(-([0-9]{2}|Q[1-4]|H[12]|W[0-9]{2}))?$'`),
  ],
);

export const consentAnswers = ['yes', 'no', 'withdrawn'] as const;

/** What somebody answered to the notice of what is kept of them: the evidence. The last row of a person counts. */
export const consents = pgTable(
  'consents',
  {
    id: serial('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    /** Which wording of the notice was shown. */
    notice: text('notice').notNull(),
    answer: text('answer', { enum: consentAnswers }).notNull(),
    channel: text('channel').notNull(),
    chat: text('chat').notNull(),
    answeredAt: moment('answered_at').notNull(),
    /** The same answer recorded twice is recorded once. */
    idempotencyKey: text('idempotency_key').notNull().unique(),
  },
  (t) => [
    check('consents_answer', oneOf(t.answer, consentAnswers)),
    check('consents_notice', versionShape(t.notice)),
    check('consents_channel', channelShape(t.channel)),
    check('consents_chat', chatShape(t.chat)),
    index('consents_person').on(t.personId, t.id),
  ],
);

export const dataRequestKinds = ['correction', 'deletion', 'restriction'] as const;
export const dataRequestSubjects = ['name', 'birth-date', 'facts', 'case', 'chat', 'everything'] as const;
export const dataRequestOutcomes = ['done', 'refused'] as const;

/** Somebody asks that what is kept of them be corrected, deleted or left alone; it must be answered by a day. */
export const dataRequests = pgTable(
  'data_requests',
  {
    id: serial('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    kind: text('kind', { enum: dataRequestKinds }).notNull(),
    subject: text('subject', { enum: dataRequestSubjects }).notNull(),
    askedAt: moment('asked_at').notNull(),
    /** The last day for the answer. */
    due: date('due').notNull(),
    answeredAt: moment('answered_at'),
    answeredBy: integer('answered_by').references(() => people.id),
    outcome: text('outcome', { enum: dataRequestOutcomes }),
    idempotencyKey: text('idempotency_key').notNull().unique(),
  },
  (t) => [
    check('data_requests_kind', oneOf(t.kind, dataRequestKinds)),
    check('data_requests_subject', oneOf(t.subject, dataRequestSubjects)),
    check('data_requests_outcome', oneOf(t.outcome, dataRequestOutcomes)),
    check('data_requests_answer', sql`(${t.answeredAt} is null) = (${t.outcome} is null)`),
    index('data_requests_person').on(t.personId),
    index('data_requests_open').on(t.due).where(sql`${t.answeredAt} is null`),
  ],
);

/** How many messages left through a channel in a month ("2026-11"), where the messenger counts them. */
export const channelMonths = pgTable(
  'channel_months',
  {
    channel: text('channel').notNull(),
    month: text('month').notNull(),
    sent: integer('sent').notNull().default(0),
    /** The messenger itself said that the month is used up. */
    exhaustedAt: moment('exhausted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.month] }),
    check('channel_months_channel', channelShape(t.channel)),
    check('channel_months_month', sql`${t.month} ~ '^[0-9]{4}-[0-9]{2}$'`),
    check('channel_months_sent', sql`${t.sent} >= 0`),
  ],
);

/**
 * Who saw or did what, append-only: a trigger refuses UPDATE and DELETE. Each actor has a chain of their own, of which every
 * link is signed over the one before. Holds ids and codes, never names.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** Id of the person who acted; 0: the installation itself (command line, worker). */
    chain: integer('chain').notNull(),
    seq: integer('seq').notNull(),
    at: moment('at').notNull(),
    /** What was done: the name of a command, or of what was shown. */
    action: text('action').notNull(),
    /** Whether something was changed; else it was only seen. */
    changed: boolean('changed').notNull(),
    /** The cases it was about, ascending. */
    caseIds: integer('case_ids').array().notNull().default([]),
    personId: integer('person_id'),
    organizationId: integer('organization_id'),
    hash: text('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.chain, t.seq] }),
    check('audit_entries_seq', sql`${t.seq} > 0`),
    check('audit_entries_action', sql`length(${t.action}) between 1 and 60`),
    check('audit_entries_hash', sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
    index('audit_entries_cases').using('gin', t.caseIds),
    index('audit_entries_at').on(t.at),
  ],
);

/** Now and then, where every chain that had grown stood: what was cut off from an end shows. Append-only as well. */
export const auditCheckpoints = pgTable(
  'audit_checkpoints',
  {
    seq: integer('seq').primaryKey(),
    at: moment('at').notNull(),
    /** [chain, seq, hash] of the last link, for chains that grew since the checkpoint before. */
    heads: jsonb('heads').$type<[number, number, string][]>().notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    check('audit_checkpoints_seq', sql`${t.seq} > 0`),
    check('audit_checkpoints_heads', sql`jsonb_typeof(${t.heads}) = 'array'`),
    check('audit_checkpoints_hash', sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** Codes of invitation that were tried in vain: so that nobody can guess one. */
export const codeAttempts = pgTable(
  'code_attempts',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    channel: text('channel').notNull(),
    chat: text('chat').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [
    check('code_attempts_channel', channelShape(t.channel)),
    check('code_attempts_chat', chatShape(t.chat)),
    index('code_attempts_chat').on(t.channel, t.chat, t.at),
    index('code_attempts_at').on(t.at),
  ],
);

/** A browser that signed in by a code; it knows the token, we only its hash. */
export const webSessions = pgTable(
  'web_sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    check('web_sessions_hash', sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    index('web_sessions_person').on(t.personId),
    index('web_sessions_expiry').on(t.expiresAt),
  ],
);

/** Small facts of the installation (the demo clock's offset, that the sample was laid). */
export const installation = pgTable('installation', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
});
