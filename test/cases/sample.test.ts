import { performance } from 'node:perf_hooks';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allCases, casesOfToday, type DatedCase } from '../../db/sample/cases-of-today.ts';
import { laySample } from '../../db/sample/lay-sample.ts';
import { organizations } from '../../db/sample/organizations.ts';
import { caseEvents, cases, organizations as organizationRows, people, roles } from '../../db/schema.ts';
import { hats, loadActor } from '../../src/people/actor.ts';
import { caseStates, examine, procedureInForce, resolveProcedure } from '../../src/procedure/index.ts';
import { loadCases, projectionOf } from '../../src/store/cases.ts';
import { emptyDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';
import { calendar, catalog, examined, vi, words } from './world.ts';

/** An ordinary day, the eve of Tết, the day before two holidays, a Sunday, the end of a leap February. */
const days = ['2026-11-22', '2027-02-05', '2026-04-29', '2026-08-30', '2028-02-29'];

const reportOf = (file: DatedCase['file'], today: string) =>
  examine(resolveProcedure(catalog, procedureInForce(file)), file, calendar, today);

describe.each(days)('the sample laid on %s', (today) => {
  const told = casesOfToday({ today, catalog, calendar }, (key) => key).map((dated) => ({
    ...dated,
    key: dated.sample.key,
    report: reportOf(dated.file, today),
  }));

  it.each(told)('$key stands where it should, on a history without a fault', ({ sample, report }) => {
    expect(report.state).toBe(sample.expect.state);
    expect(report.steps.filter((step) => step.irregular).map((step) => step.id)).toEqual([]);
    const faults = report.warnings
      .map((warning) => warning.key)
      .filter((key) => !/unconfirmed-rule|provisional-year/.test(key));
    expect(faults).toEqual([]);
    expect(
      report.eligibility
        .filter((finding) => !finding.holds && finding.outcome === 'bar')
        .map((one) => one.id),
    ).toEqual(sample.expect.barred ?? []);
  });

  it.each(told)('$key is late with what it should be late with, and nothing else', ({ sample, report }) => {
    const of = (status: string) => [
      ...new Set(
        report.obligations.filter((one) => one.status === status).map((one) => `${one.step}/${one.clock}`),
      ),
    ];
    expect({ late: of('overdue').sort(), expired: of('expired').sort() }).toEqual({
      late: [...(sample.expect.late ?? [])].sort(),
      expired: [...(sample.expect.expired ?? [])].sort(),
    });
  });

  it('nothing in it happens later than that day', () => {
    const later = told.flatMap(({ file }) => file.events.filter((event) => event.on > today));
    expect(later).toEqual([]);
  });
});

describe('what the sample shows', () => {
  const today = '2026-11-22';
  const told = casesOfToday({ today, catalog, calendar }, (key) => key).map((dated) => ({
    ...dated,
    report: reportOf(dated.file, today),
  }));

  it('candidates in every state that a road passes', () => {
    const shown = new Set(told.map(({ report }) => report.state));
    const missing = caseStates.filter((state) => !shown.has(state));
    expect(missing.sort()).toEqual(['closed', 'deceased', 'moved-away', 'not-admitted']);
  });

  it('every situation that an event begins, but those abroad, afar and before the file is sent up', () => {
    const shown = new Set(told.flatMap(({ report }) => report.situations));
    expect([...shown]).toEqual(
      expect.arrayContaining([
        'readmission',
        'mentor-left',
        'moved-while-helped',
        'moved-after-sent-up',
        'moved-after-decision-within',
        'probationer-moved',
        'probationer-temporary',
      ]),
    );
  });

  it('two versions and one overlay', () => {
    const rules = new Set(told.map(({ file }) => `${file.procedure}+${file.overlay ?? ''}`));
    expect([...rules].sort()).toEqual(['central-2025+', 'central-2025+ha-noi', 'central-2026+']);
  });

  it('one province, two committees, six cells', () => {
    const count = (level: string) => organizations.filter((node) => node.level === level).length;
    expect([count('province'), count('grassrootsCommittee'), count('cell')]).toEqual([1, 2, 6]);
  });

  it('a ready vote, and one that waits for a fresh certificate and one for a fresh file', () => {
    const vote = (key: string) =>
      told
        .find((one) => one.sample.key === key)
        ?.report.steps.find((step) => step.id === 'cell-votes-admission');
    expect(vote('giang')).toMatchObject({ status: 'ready' });
    const blocking = (key: string) =>
      vote(key)
        ?.gates.filter((gate) => !gate.holds && gate.kind === 'fresh')
        .map((gate) => gate.gate);
    expect(vote('hoangYen')).toMatchObject({ status: 'blocked' });
    expect(vote('loi')).toMatchObject({ status: 'blocked' });
    expect(blocking('hoangYen')).toEqual(['certificate-valid']);
    expect(blocking('loi')).toEqual(['file-fresh']);
  });

  it('no two people of one name', () => {
    expect(new Set(allCases.map((one) => one.name)).size).toBe(allCases.length);
  });
});

onEachEngine('laying the sample', (fresh) => {
  let database: TestDatabase;
  const today = '2026-11-22';
  const lay = () => laySample(database.db, { today, catalog, calendar });
  beforeAll(async () => {
    database = await fresh();
  });
  afterAll(() => database.close());
  beforeEach(() => emptyDatabase(database.db));

  it('stores every case with the columns that its events come to', async () => {
    await lay();
    const rows = await database.db.select().from(cases);
    expect(rows).toHaveLength(allCases.length);
    const stored = await loadCases(
      database.db,
      rows.map((row) => row.id),
    );
    for (const one of stored) {
      expect(one.row).toMatchObject(projectionOf(examined(one, today)));
      expect(one.row.eventCount).toBe(one.events.length);
    }
  });

  it('gives probationers and the recognised their place in the cell', async () => {
    await lay();
    const probationers = await database.db
      .select({ state: cases.state })
      .from(roles)
      .innerJoin(cases, eq(cases.personId, roles.personId))
      .where(eq(roles.role, 'probationaryMember'));
    expect(new Set(probationers.map((row) => row.state))).toEqual(
      new Set(['probation', 'recognition-proposed']),
    );
  });

  it('names people worth trying, each with the part they play', async () => {
    const { personas } = await lay();
    expect(personas.length).toBeGreaterThanOrEqual(6);
    for (const persona of personas) {
      const actor = await loadActor(database.db, persona.personId);
      expect(actor?.name).toBe(persona.name);
      const hat = {
        cellSecretary: 'cadre',
        mentor: 'mentor',
        candidate: 'candidate',
        probationaryMember: 'candidate',
        committeeOfficer: 'committeeOfficer',
      } as const;
      expect(actor && hats(actor)).toContain(hat[persona.role]);
      expect(words.has(persona.hint.key, 'vi') && words.has(persona.hint.key, 'en')).toBe(true);
      expect(vi(persona.hint)).not.toContain('cases.personas');
    }
  });

  it('leaves the sequences where the next row fits', async () => {
    await lay();
    const [last] = await database.db.select({ id: sql<number>`max(${people.id})::int` }).from(people);
    const [row] = await database.db
      .insert(people)
      .values({ fullName: 'Người Mới', searchName: 'nguoi moi' })
      .returning({ id: people.id });
    expect(row?.id).toBeGreaterThan(last?.id ?? 0);
    expect(await database.db.select().from(organizationRows)).toHaveLength(organizations.length);
  });

  it('is quick', async () => {
    const began = performance.now();
    await lay();
    const took = performance.now() - began;
    const [count] = await database.db.select({ events: sql<number>`count(*)::int` }).from(caseEvents);
    expect(count?.events).toBeGreaterThan(1000);
    // Three times what it takes beside other work on this kind of machine.
    expect(took).toBeLessThan(4500);
  });
});
