import { expect, it } from 'vitest';
import type { ExaminedCase } from '../../src/answers/examined.ts';
import { examinedBefore } from '../../src/answers/examined-before.ts';
import { loadCalendar, loadCatalog } from '../../src/catalog/load.ts';
import { projectRoot } from '../../src/root.ts';

const catalog = loadCatalog([projectRoot]);
const calendar = loadCalendar([projectRoot]);
const examined = (caseId: number) => ({ caseId }) as ExaminedCase;

it('what was examined is known for the same state, and for no other', () => {
  examinedBefore({ catalog, calendar }).keep('case 1 as it is', examined(1));
  const memory = examinedBefore({ catalog, calendar });
  expect(memory.recall('case 1 as it is')?.caseId).toBe(1);
  expect(memory.recall('case 1 after a vote')).toBeUndefined();
});

it('other rules or another calendar begin anew', () => {
  examinedBefore({ catalog, calendar }).keep('state', examined(1));
  expect(examinedBefore({ catalog: { ...catalog }, calendar }).recall('state')).toBeUndefined();
  expect(examinedBefore({ catalog, calendar: { ...calendar } }).recall('state')).toBeUndefined();
});

it('is bounded: what was not asked for longest is forgotten first', () => {
  const memory = examinedBefore({ catalog: { ...catalog }, calendar });
  for (let id = 1; id <= 500; id += 1) memory.keep(`state ${id}`, examined(id));
  memory.recall('state 1');
  memory.keep('one more', examined(501));
  expect(memory.recall('state 1')?.caseId).toBe(1);
  expect(memory.recall('state 2')).toBeUndefined();
  expect(memory.recall('state 3')?.caseId).toBe(3);
});
