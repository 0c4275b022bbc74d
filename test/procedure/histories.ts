/** Histories as nobody would plan them: any event, any day, any number. For the properties that must hold all the same. */
import fc from 'fast-check';
import { addDays } from '../../src/procedure/dates.ts';
import { type CaseFile, caseFile, type PlainEvent } from '../../src/procedure/index.ts';
import { central2025 } from './story.ts';

const steps = Object.keys(central2025.steps);
const papers = Object.keys(central2025.papers);
const names = ['Lan', 'Minh', 'Hoà'];

export const anyDay = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2020-01-01', days));

const count = fc.record({
  members: fc.integer({ min: 0, max: 30 }),
  excluded: fc.array(
    fc.record({
      reason: fc.constantFrom('suspended', 'detained', 'temporary-elsewhere', 'unheard-of'),
      count: fc.integer({ min: 1, max: 8 }),
    }),
    { maxLength: 2 },
  ),
  inFavour: fc.integer({ min: 0, max: 35 }),
});

const voteSteps = steps.filter((id) => central2025.steps[id]?.record.kind === 'vote');

/** Mostly the main road, so that histories get somewhere. */
const told = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('step-recorded'), step: fc.constantFrom(...steps), on: anyDay }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('step-recorded'),
      step: fc.constantFrom(...voteSteps),
      vote: count,
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('step-recorded'),
      step: fc.constantFrom('admission-decided', 'recognition-decided'),
      outcome: fc.constantFrom('agreed', 'not-agreed'),
      vote: count,
      on: anyDay,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('paper-received'),
      paper: fc.constantFrom(...papers),
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('paper-returned'),
      paper: fc.constantFrom(...papers),
      reason: fc.constant('incomplete'),
      on: anyDay,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('mentor-assigned'),
      mentor: fc.constantFrom(...names),
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('mentor-ended'),
      mentor: fc.constantFrom(...names),
      reason: fc.constantFrom('moved', 'disciplined', 'other'),
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('verification-sent'),
      verification: fc.constantFrom('v1', 'v2'),
      subject: fc.constant('mother'),
      place: fc.constant('Quê'),
      scope: fc.constantFrom('domestic', 'abroad'),
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('verification-replied'),
      verification: fc.constantFrom('v1', 'v2'),
      result: fc.constantFrom('sufficient', 'unclear'),
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('candidate-moved'),
      kind: fc.constantFrom('official', 'temporary', 'afar', 'abroad'),
      sameDecidingBody: fc.boolean(),
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('facts-changed'),
      organization: fc.record({
        approval: fc.constantFrom('one-hop', 'two-hop'),
        subCommittee: fc.boolean(),
      }),
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('extension-granted'),
      step: fc.constant('admission-decided'),
      clock: fc.constant('decide'),
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('closed'), reason: fc.constant('withdrew'), on: anyDay }),
  },
);

const parse = (events: object[], birthDate = '2001-05-20'): CaseFile =>
  caseFile.parse({
    procedure: 'central-2025',
    person: { birthDate, youthUnionMember: true },
    events: events.map((event, index) => ({ id: `e${index + 1}`, ...event })),
  });

export const anyEvent: fc.Arbitrary<PlainEvent> = told.map((event) => parse([event]).events[0] as PlainEvent);

/** One to forty events on any days. */
export const anyHistory: fc.Arbitrary<CaseFile> = fc
  .record({
    events: fc.array(told, { minLength: 1, maxLength: 40 }),
    birthDate: fc.constantFrom('2001-05-20', '1958-02-28', '2009-12-31'),
  })
  .map(({ events, birthDate }) => parse(events, birthDate));
