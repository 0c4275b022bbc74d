/** The ladders that come with the product, and what is said of one that is wrong. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { lintFlowData } from '../../src/cli/lint.ts';
import { ladderOf, latestPostponement, loadLadders, type Way, wayOf } from '../../src/reminders/ladder.ts';
import { calendar, close, entry, ladders, standard } from './given.ts';

const way = `{ rung: [owner], lastRung: [owner], dueDay: [owner], after: [], onwards: null }`;
const ladderText = (over: Record<string, string> = {}): string => {
  const parts = {
    kinds: `{ due: ${way}, expiry: ${way}, earliest: ${way}, recurring: ${way} }`,
    above: way,
    nudges: '{ everyWorkingDays: 3, atMost: 1 }',
    postponing: '{ times: 1, lateWorkingDays: 5 }',
    ...over,
  };
  return Object.entries(parts)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
};

function rootWith(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'ladders-'));
  mkdirSync(join(root, 'flows', 'ladders'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'flows', 'ladders', name), text);
  return root;
}

const waysOf = (one: typeof standard): Way[] => [
  ...Object.values(one.kinds),
  one.above,
  ...Object.values(one.clocks).map((own) => ({ ...one.kinds.due, ...own })),
];

describe('the ladders of the product', () => {
  it('are the standard one and the close one', () => {
    expect([...ladders.keys()].sort()).toEqual(['close', 'standard']);
  });

  it.each([
    ['standard', standard],
    ['close', close],
  ])(
    '%s: whoever owes it hears before it is due, on the day, on the first day late, and from time to time',
    (_name, one) => {
      for (const { rung, lastRung, dueDay, after, onwards } of waysOf(one)) {
        const days = [rung, lastRung, dueDay, after[0]?.tell ?? ['owner'], onwards?.tell ?? ['owner']];
        for (const tell of days) expect(tell).toContain('owner');
      }
    },
  );

  it('the standard one takes nothing to the committee before it is late', () => {
    for (const { rung, lastRung, dueDay } of waysOf(standard))
      expect([...rung, ...lastRung, ...dueDay]).not.toContain('committee');
  });

  it('the standard one goes up step by step: owner, committee of the cell, secretary, committee above', () => {
    const { rung, lastRung, dueDay, after } = standard.kinds.due;
    expect(rung).toEqual(['owner']);
    expect(lastRung).toEqual(['owner', 'cellCommittee']);
    expect(dueDay).toEqual(['owner', 'cellSecretary']);
    expect(after.find(({ tell }) => tell.includes('committee'))?.workingDays).toBe(5);
  });

  it('the close one tells the secretary on every day, and the committee sooner', () => {
    const { rung, lastRung, dueDay, after } = close.kinds.due;
    for (const tell of [rung, lastRung, dueDay]) expect(tell).toContain('cellSecretary');
    expect(after[0]).toMatchObject({ workingDays: 1, tell: expect.arrayContaining(['committee']) });
    expect(close.nudges.everyWorkingDays).toBeLessThan(standard.nudges.everyWorkingDays);
  });

  it('name only limits that some procedure has', () => {
    const known = [...loadCatalog([process.cwd()]).procedures.values()].flatMap(({ steps }) =>
      Object.values(steps).flatMap(({ clocks }) => Object.keys(clocks)),
    );
    for (const one of ladders.values())
      for (const clock of Object.keys(one.clocks)) expect(known).toContain(clock);
  });
});

describe('what of a ladder a limit follows', () => {
  it('that of its kind, unless a body above the cell owes it, or the limit has its own', () => {
    expect(wayOf(entry(), standard)).toMatchObject(standard.kinds.due);
    expect(wayOf(entry({ owner: 'decidingBody', clock: 'decide' }), standard)).toMatchObject(standard.above);
    const certificate = entry({ kind: 'expiry', clock: 'certificate-expiry' });
    expect(wayOf(certificate, standard)).toMatchObject({
      rung: ['owner', 'mentor'],
      dueDay: standard.kinds.expiry.dueDay,
      nudges: standard.kinds.expiry.nudges,
    });
  });

  it('an organisation that chose none, or one that is gone, follows the standard one', () => {
    expect(ladderOf(ladders, null)).toBe(standard);
    expect(ladderOf(ladders, 'forgotten')).toBe(standard);
    expect(ladderOf(ladders, 'close')).toBe(close);
  });
});

describe('reading ladders', () => {
  it('a province may bring its own, and replace one of the product', () => {
    const root = rootWith({
      'standard.yaml': ladderText({ postponing: '{ times: 0, lateWorkingDays: 1 }' }),
      'ha-noi.yaml': ladderText(),
    });
    const found = loadLadders([process.cwd(), root]);
    expect([...found.keys()].sort()).toEqual(['close', 'ha-noi', 'standard']);
    expect(ladderOf(found, null).postponing.times).toBe(0);
  });

  it('the standard one must be there', () => {
    expect(() => loadLadders([rootWith({ 'close.yaml': ladderText() })])).toThrow(
      /standard\.yaml is in none of/,
    );
  });

  it.each([
    ['somebody it does not know', { above: way.replace('[owner]', '[chairman]') }, /above\.rung/],
    ['somebody named twice', { above: way.replace('[owner]', '[owner, owner]') }, /names somebody twice/],
    ['a day without anybody', { above: way.replace('[owner]', '[]') }, /above\.rung/],
    [
      'days that do not ascend',
      {
        above: way.replace(
          'after: []',
          'after: [{ workingDays: 5, tell: [owner] }, { workingDays: 1, tell: [owner] }]',
        ),
      },
      /the days must ascend/,
    ],
    ['a misspelt word', { above: way.replace('lastRung', 'lastrung') }, /lastrung|lastRung/],
    ['nudges every no days', { nudges: '{ everyWorkingDays: 0, atMost: 1 }' }, /everyWorkingDays/],
  ])('refuses %s, with the file named', (_what, over, message) => {
    const root = rootWith({ 'standard.yaml': ladderText(over) });
    expect(() => loadLadders([root])).toThrow(message);
    expect(() => loadLadders([root])).toThrow(/flows\/ladders\/standard\.yaml/);
  });

  it('is part of checking the flow data: a malformed ladder, and one that speaks of an unknown limit', () => {
    const wrong = rootWith({
      'standard.yaml': ladderText({ clocks: '{ no-such-limit: { rung: [owner] } }' }),
    });
    expect(lintFlowData([process.cwd(), wrong]).map((one) => one.message)).toEqual([
      'clocks: no limit of any procedure is called "no-such-limit"',
    ]);
    const broken = rootWith({ 'standard.yaml': 'kinds: 3' });
    expect(lintFlowData([process.cwd(), broken])[0]?.message).toMatch(/ladders\/standard\.yaml/);
  });
});

describe('putting off being reminded', () => {
  const at = (today: string, asked = 0) => ({ calendar, today, asked });

  it('goes to the due day at most, and once late some working days ahead', () => {
    expect(latestPostponement(entry(), standard, at('2026-06-08'))).toBe('2026-06-15');
    expect(latestPostponement(entry(), standard, at('2026-06-15'))).toBe('2026-06-22');
    expect(latestPostponement(entry(), standard, at('2026-06-19'))).toBe('2026-06-26');
    expect(latestPostponement(entry(), close, at('2026-06-19'))).toBe('2026-06-24');
  });

  it('is allowed so often and no more, and not for what merely may begin', () => {
    expect(latestPostponement(entry(), standard, at('2026-06-08', 1))).not.toBeNull();
    expect(latestPostponement(entry(), standard, at('2026-06-08', 2))).toBeNull();
    expect(latestPostponement(entry({ kind: 'earliest' }), standard, at('2026-06-08'))).toBeNull();
  });
});
