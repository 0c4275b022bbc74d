/** What of a case is worth speaking of, kept beside it until it may no longer hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExaminedCase } from '../../src/answers/examined.ts';
import { loadDoors } from '../../src/answers/menu-data.ts';
import { addDays } from '../../src/procedure/dates.ts';
import {
  type CaseFile,
  caseFile,
  examine,
  procedureInForce,
  resolveProcedure,
} from '../../src/procedure/index.ts';
import { type Agenda, type AgendaEntry, agendaOf, readAgenda } from '../../src/reminders/agenda.ts';
import { calendar, catalog, mentor, paper, roots, step, type Told, tell } from '../procedure/story.ts';
import { sentencesOf } from '../words/keys.ts';

const doors = loadDoors(roots);
const folder = join(roots[0] as string, 'docs', 'cases');
const examples = readdirSync(folder).map((name): [string, CaseFile] => [
  name.replace('.json', ''),
  caseFile.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
]);

function examined(file: CaseFile, today: string, caseId = 7): ExaminedCase {
  const procedure = resolveProcedure(catalog, procedureInForce(file));
  const days = file.events.map((event) => event.on).sort();
  return {
    caseId,
    candidateId: 33,
    candidateName: 'Nguyễn Thị Hoa',
    mentorId: 32,
    cellId: 3,
    cellName: 'Chi bộ 3',
    path: '/1/2/3/',
    eventCount: file.events.length,
    lastMoved: days.at(-1) ?? null,
    decidedAt: 'province',
    procedure,
    report: examine(procedure, file, calendar, today),
  };
}

const agendaOn = (file: CaseFile, today: string, caseId = 7) =>
  agendaOf(examined(file, today, caseId), doors, calendar);
const keysOn = (file: CaseFile, today: string, caseId = 7): string[] =>
  agendaOn(file, today, caseId).agenda.entries.map((entry) => entry.key);

/** `missed` may lag behind: everything else may not. */
const lasting = ({ entries }: Agenda): Omit<AgendaEntry, 'missed'>[] =>
  entries.map(({ missed: _, ...rest }) => rest);

/** Somebody on the list since January, helped by a mentor. */
const helped = (...more: Told[]): CaseFile =>
  tell([
    step('introduced', '2026-01-05'),
    step('listed', '2026-01-06'),
    mentor('Lan', '2026-01-06'),
    ...more,
  ]);

describe('the agenda of a case', () => {
  it('has what asks for something, with whoever owes it and the conversation that answers it', () => {
    const { agenda } = agendaOn(helped(), '2026-01-20', 0);
    const report = agenda.entries.find((entry) => entry.clock === 'mentor-report');
    expect(report).toMatchObject({
      key: 'helped/mentor-report#2026-01',
      kind: 'recurring',
      owner: 'mentor',
      due: '2026-01-30',
      limit: '2026-01-31',
      rungs: ['2026-01-27', '2026-01-30'],
      doors: { mentor: 'go:flow:assess:case=0', cadre: 'go:flow:assign-mentor:case=0' },
      missed: 0,
      extensible: false,
    });
    // Whoever may only look is led to the case itself: such doors are left out.
    expect(report?.doors.candidate).toBeUndefined();
  });

  it('knows which limits may be extended, once', () => {
    const file = examples.find(([name]) => name === 'ordinary-youth')?.[1] as CaseFile;
    const voted = file.events.findIndex(
      (event) => event.type === 'step-recorded' && event.step === 'cell-votes-admission',
    );
    const proposed = { ...file, events: file.events.slice(0, voted + 1) };
    const on = proposed.events.at(-1)?.on ?? '';
    const decide = (story: CaseFile) =>
      agendaOn(story, on).agenda.entries.find((entry) => entry.clock === 'decide');
    expect(decide(proposed)?.extensible).toBe(true);
    const extension = {
      id: 'more',
      type: 'extension-granted',
      on,
      step: 'admission-decided',
      clock: 'decide',
    };
    const extended = caseFile.parse({ ...proposed, events: [...proposed.events, extension] });
    expect(decide(extended)?.extensible).toBe(false);
    expect(decide(extended)?.due).not.toBe(decide(proposed)?.due);
  });

  it('is empty once the case is over', () => {
    const file = helped({ type: 'closed', on: '2026-03-02', reason: 'withdrew' });
    expect(keysOn(file, '2026-03-03')).toEqual([]);
  });

  it('goes into its row and comes back the same, small', () => {
    for (const [, file] of examples) {
      for (const event of file.events) {
        const { agenda } = agendaOn(file, event.on);
        const stored = JSON.stringify(agenda);
        expect(readAgenda(JSON.parse(stored))).toEqual(agenda);
        expect(stored.length).toBeLessThan(600 * Math.max(1, agenda.entries.length) + 100);
      }
    }
  });

  it('may leave the numbers of the rules out of the names of limits: no such name states one', () => {
    const titles = sentencesOf('vi').filter(([key]) => /^procedure\.clocks\..*\.title$/.test(key));
    expect(titles.length).toBeGreaterThan(20);
    for (const [key, text] of titles) expect([key, text]).toEqual([key, text.replace(/\{\{/g, '')]);
  });
});

describe('periods of a recurring duty', () => {
  it('of those missed only the last is on it beside the present one; the others are counted', () => {
    const { agenda } = agendaOn(helped(), '2026-05-20', 0);
    const reports = agenda.entries.filter((entry) => entry.clock === 'mentor-report');
    expect(reports.map(({ key, missed }) => [key, missed])).toEqual([
      ['helped/mentor-report#2026-04', 2],
      ['helped/mentor-report#2026-05', 3],
    ]);
  });

  it('a new month opens on a day of the case’s own, not on the first for all', () => {
    const opens = new Set<string>();
    for (let caseId = 0; caseId < 30; caseId += 1) {
      const { until } = agendaOn(helped(), '2026-01-20', caseId);
      opens.add(until);
      expect(keysOn(helped(), addDays(until, -1), caseId)).not.toContain('helped/mentor-report#2026-02');
      expect(keysOn(helped(), until, caseId)).toContain('helped/mentor-report#2026-02');
    }
    expect([...opens].sort()[0]).toBe('2026-02-01');
    expect(opens.size).toBe(10);
  });

  it('but never after its first day to be spoken of', () => {
    const early = structuredClone(examined(helped(), '2026-01-20', 9));
    const rule = early.procedure.steps.helped?.clocks['mentor-report'];
    if (rule?.kind !== 'recurring') throw new Error('no monthly report');
    rule.rungs = { unit: 'days', after: [3] };
    delete early.procedure.steps.helped?.clocks['cell-review'];
    const report = {
      ...early.report,
      obligations: early.report.obligations.filter((o) => o.clock !== 'cell-review'),
    };
    expect(agendaOf({ ...early, report }, doors, calendar).until).toBe('2026-02-04');
  });

  it('a month that is done stays off it, and the next one opens all the same', () => {
    const done = helped({
      type: 'assessment-recorded',
      on: '2026-01-12',
      period: '2026-01',
      by: 'Lan',
      ratings: { awareness: 3, tasks: 3, conduct: 3, relations: 3 },
    } as Told);
    expect(keysOn(done, '2026-01-20', 0)).toEqual(['helped/cell-review#2026-01']);
    expect(agendaOn(done, '2026-01-20', 0).until).toBe('2026-02-01');
  });
});

describe('how long it holds', () => {
  it('not past the day of something dated ahead', () => {
    expect(agendaOn(helped(paper('awareness-certificate', '2026-01-25')), '2026-01-20').until).toBe(
      '2026-01-21',
    );
  });

  it('no limit begins or ends with an age, which would change it by itself', () => {
    const conditions = [...catalog.procedures.values()].flatMap(({ steps }) =>
      Object.values(steps).flatMap(({ when, clocks }) => [
        ...(Object.keys(clocks).length > 0 ? [when] : []),
        ...Object.values(clocks).map((clock) => clock.when),
      ]),
    );
    expect(conditions.length).toBeGreaterThan(50);
    expect(conditions.filter((one) => JSON.stringify(one ?? null).includes('"age"'))).toEqual([]);
  });

  const anyMoment = fc.record({
    file: fc.constantFrom(...examples.map(([, file]) => file)),
    at: fc.nat(),
    after: fc.integer({ min: 0, max: 500 }),
    caseId: fc.integer({ min: 1, max: 1000 }),
    /** As if only so many things had been recorded by then. */
    recorded: fc.nat(),
  });

  it('from the day it was made until then, no day has other entries, whatever the case', () => {
    fc.assert(
      fc.property(anyMoment, ({ file, at, after, caseId, recorded }) => {
        const events = file.events.slice(0, 1 + (recorded % file.events.length));
        const story = { ...file, events };
        const today = addDays(events[at % events.length]?.on ?? '2026-01-05', after);
        const { agenda, until } = agendaOn(story, today, caseId);
        expect(until > today).toBe(true);
        for (let day = addDays(today, 1); day < until; day = addDays(day, 1))
          expect([day, lasting(agendaOn(story, day, caseId).agenda)]).toEqual([day, lasting(agenda)]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
