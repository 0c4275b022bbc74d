/** What holds whatever the cases, the people and the days on which nothing ran. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/procedure/dates.ts';
import type { PlannedCase } from '../../src/reminders/notices.ts';
import { type Circumstances, live, type Notice } from './days.ts';
import {
  aCase,
  calendar,
  candidate,
  close,
  deputy,
  entry,
  mentor,
  provinceOfficer,
  secretary,
  settings,
  standard,
  wardOfficer,
} from './given.ts';

const [first, last] = ['2026-03-02', '2026-06-30'];
/** Before the first rung of any of the cases. */
const before = '2026-01-05';
const people = [secretary, deputy, mentor, candidate, wardOfficer, provinceOfficer];
const dayIn = (from: string, days: number) => fc.integer({ min: 0, max: days }).map((n) => addDays(from, n));

const anyEntry = fc
  .record({
    kind: fc.constantFrom('due' as const, 'due' as const, 'expiry' as const, 'earliest' as const),
    clock: fc.constantFrom('ceremony-limit', 'certificate-expiry', 'decide', 'not-before-month-12'),
    owner: fc.constantFrom(
      'cellSecretary' as const,
      'mentor' as const,
      'candidate' as const,
      'decidingBody' as const,
    ),
    due: dayIn('2026-02-23', 120).map((day) => calendar.onOrBefore(day)),
    rungs: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }),
    step: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ rungs, step, ...rest }) =>
    entry({
      ...rest,
      step,
      key: `${step}/${rest.clock}-${rest.kind}`,
      rungs: rungs.map((n) => calendar.addWorkingDays(rest.due, -n)).sort(),
    }),
  );

const anyCases = fc
  .array(
    fc.record({
      entries: fc.uniqueArray(anyEntry, { maxLength: 3, selector: (one) => one.key }),
      ladder: fc.constantFrom(standard, close),
      mentorId: fc.constantFrom(mentor, null),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list): PlannedCase[] =>
    list.map(({ entries, ...rest }, n) =>
      aCase(entries, { caseId: n + 1, agendaUntil: '2099-01-01', ...rest }),
    ),
  );

const anyCircumstances: fc.Arbitrary<Circumstances> = fc.record({
  withoutChat: fc.subarray(people, { maxLength: 3 }),
  stopped: fc.uniqueArray(dayIn(first, 100), { maxLength: 30 }),
  acknowledging: fc.subarray(people),
  oneMessage: fc.boolean(),
});

const runs = { numRuns: 40 };
const keyOf = (n: Notice): string => `${n.personId} ${n.caseId} ${n.subject}`;

describe('whatever happens', () => {
  it('nobody is told twice of one day of a limit, nor twice of one limit on one day', () => {
    fc.assert(
      fc.property(anyCases, anyCircumstances, (cases, given) => {
        const { said } = live(first, last, cases, given);
        const told = said.flatMap((one) =>
          one.notices.map((n) => [`${keyOf(n)} ${n.moment}`, `${keyOf(n)} on ${one.day}`]),
        );
        for (const at of [0, 1]) {
          const marks = told.map((pair) => pair[at]);
          expect(new Set(marks).size).toBe(marks.length);
        }
      }),
      runs,
    );
  });

  it('one digest a person a day, and one urgent word after it', () => {
    fc.assert(
      fc.property(anyCases, anyCircumstances, (cases, given) => {
        const marks = live(first, last, cases, given).said.map(
          (one) => `${one.personId} ${one.day} ${one.kind}`,
        );
        expect(new Set(marks).size).toBe(marks.length);
      }),
      runs,
    );
  });

  it('no digest has more lines than allowed, and everything that waits is said in the end, unless it is no longer true', () => {
    fc.assert(
      fc.property(anyCases, anyCircumstances, (cases, given) => {
        const { said, notices } = live(first, addDays(last, 30), cases, {
          ...given,
          // By then everything is done.
          change: (day, open) => {
            if (day !== last) return;
            for (const one of cases) open.set(one.caseId, { ...one, agenda: { ...one.agenda, entries: [] } });
          },
        });
        for (const one of said) expect(one.notices.length).toBeLessThanOrEqual(settings.maxItems);
        expect(notices.filter((n) => n.saidOn === null && !n.dropped)).toEqual([]);
      }),
      runs,
    );
  });

  it('of what waits nothing is lost for want of room: it comes on the next working days', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) =>
        aCase([entry({ rungs: ['2026-06-01'], due: '2026-07-31' })], { caseId: n + 1 }),
      );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (count) => {
        const { said } = live('2026-06-01', '2026-06-03', many(count));
        const told = said
          .filter((one) => one.personId === secretary)
          .flatMap((one) => one.notices.map((n) => n.caseId));
        expect(told).toHaveLength(Math.min(count, 3 * settings.maxItems));
        expect(new Set(told).size).toBe(told.length);
      }),
      { numRuns: 30 },
    );
  });

  it('on days off nobody hears of anything but what is due that very day', () => {
    fc.assert(
      fc.property(anyCases, anyCircumstances, (cases, given) => {
        for (const one of live(first, last, cases, given).said)
          if (!calendar.isWorkingDay(one.day))
            for (const n of one.notices) {
              const due = cases
                .find((c) => c.caseId === n.caseId)
                ?.agenda.entries.find((e) => e.key === n.subject);
              expect(due && due.due <= one.day && one.day <= due.limit).toBe(true);
            }
      }),
      runs,
    );
  });

  it('a case looked at only when its day has come says all that looking every day would say', () => {
    fc.assert(
      fc.property(anyCases, anyCircumstances, (cases, given) => {
        const [lazy, daily] = [
          live(first, last, cases, given),
          live(first, last, cases, { ...given, everyDay: true }),
        ];
        const told = (lived: typeof lazy) =>
          lived.said.map((one) => [
            one.day,
            one.personId,
            one.notices.map((n) => `${keyOf(n)} ${n.moment}`).sort(),
          ]);
        expect(told(lazy)).toEqual(told(daily));
        expect(lazy.looked).toBeLessThanOrEqual(daily.looked);
      }),
      runs,
    );
  });

  it('acknowledging, whoever does it, changes nothing of what the others hear, and none of one’s own days of the ladder', () => {
    const heard = (notices: readonly Notice[], which: (n: Notice) => boolean) =>
      notices
        .filter((n) => n.saidOn !== null && which(n))
        .map((n) => `${keyOf(n)} ${n.moment} ${n.saidOn} ${n.reason} ${n.nudge}`);
    // Enough room, that what somebody need not be told again does not make room for something else.
    const few = anyCases.map((cases) => cases.slice(0, 2));
    fc.assert(
      fc.property(few, fc.constantFrom(...people), (cases, who) => {
        const silent = live(before, last, cases).notices;
        const answered = live(before, last, cases, { acknowledging: [who] }).notices;
        expect(heard(answered, (n) => n.personId !== who)).toEqual(heard(silent, (n) => n.personId !== who));
        expect(heard(answered, (n) => !n.nudge)).toEqual(heard(silent, (n) => !n.nudge));
        expect(heard(answered, (n) => n.personId === who && n.nudge)).toEqual([]);
      }),
      runs,
    );
  });

  it('asking for a later day silences nobody else, and oneself not past that day', () => {
    fc.assert(
      fc.property(
        anyCases.map((cases) => cases.slice(0, 1)),
        dayIn('2026-03-10', 60),
        (cases, until) => {
          const keys = cases.flatMap((one) => one.agenda.entries.map((e) => e.key));
          const postponed = Object.fromEntries(keys.map((key) => [`${secretary} ${key}`, until]));
          const plain = live(first, last, cases).notices;
          const asked = live(first, last, cases, { postponed }).notices;
          const others = (notices: readonly Notice[]) =>
            notices.filter((n) => n.personId !== secretary).map((n) => `${keyOf(n)} ${n.moment} ${n.saidOn}`);
          expect(others(asked)).toEqual(others(plain));
          const own = (notices: readonly Notice[], from: string, to: string) =>
            notices.filter(
              (n) =>
                n.personId === secretary && n.reason !== 'cellSecretary' && n.moment >= from && n.moment < to,
            );
          const back = calendar.onOrAfter(until);
          expect(own(asked, first, back).filter((n) => n.saidOn !== null && n.saidOn < back)).toEqual([]);
          // What would have been said meanwhile is said on that day; that something may begin gives way to its limit.
          const missed = new Set(
            own(plain, first, addDays(back, 1))
              .map((n) => n.subject)
              .filter((subject) => !subject.endsWith('earliest')),
          );
          const made = new Set(own(asked, back, addDays(back, 1)).map((n) => n.subject));
          for (const subject of missed) expect(made).toContain(subject);
        },
      ),
      runs,
    );
  });

  it('what somebody without a chat would have heard, somebody else hears', () => {
    fc.assert(
      fc.property(
        anyCases.map((cases) => cases.slice(0, 1)),
        fc.constantFrom(mentor, deputy, secretary),
        (cases, absent) => {
          const there = live(first, last, cases, { acknowledging: people }).notices;
          const gone = live(first, last, cases, { acknowledging: people, withoutChat: [absent] }).notices;
          expect(gone.filter((n) => n.personId === absent)).toEqual([]);
          for (const n of there.filter((one) => one.personId === absent && !one.nudge))
            expect(
              gone.some(
                (one) => one.subject === n.subject && one.caseId === n.caseId && one.moment >= n.moment,
              ),
            ).toBe(true);
        },
      ),
      runs,
    );
  });
});
