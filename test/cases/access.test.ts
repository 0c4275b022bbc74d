import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandName } from '../../src/cases/commands.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { layWorld, today, type World } from './world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  world = await layWorld(database.db);
});
afterAll(() => database.close());

/** Every command on a case, with answers that would do for the cell's secretary. */
const commandsOnACase: [CommandName, Record<string, unknown>][] = [
  ['assign-mentor', { mentor: 1, on: today, reason: 'other' }],
  ['record-step', { step: 'ceremony', on: today }],
  ['record-vote', { step: 'cell-votes-admission', on: today, members: 20, excluded: 0, inFavour: 20 }],
  ['receive-decision', { step: 'admission-decided', on: today }],
  ['record-paper', { paper: 'application', state: 'received', on: today }],
  ['send-verification', { subject: 'father', place: 'xã', scope: 'domestic', on: today }],
  ['update-verification', { verification: 'v1', what: 'delivered', on: today }],
  ['assess', { awareness: 3, tasks: 3, conduct: 3, relations: 3 }],
  ['review', { outcome: 'keep', on: today }],
  ['move-candidate', { kind: 'official', on: today }],
  ['close-case', { reason: 'other', on: today }],
  ['extend-limit', { step: 'admission-decided', on: today }],
  ['correct-event', { event: 'e1', change: 'remove' }],
  ['switch-procedure', { procedure: 'central-2026' }],
];

describe.each(commandsOnACase)('%s', (name, answers) => {
  it('is refused as if there were no such case to whoever may not see it, and nothing is stored', async () => {
    const id = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 10 } });
    const { personId, file } = await world.stored(id);
    for (const by of [
      world.neighbourSecretary,
      world.schoolOfficer,
      world.lecturer,
      world.other,
      world.probationer,
      personId,
    ]) {
      const refused = await world.run(by, name, { case: id, ...answers });
      expect(refused).toEqual(await world.run(by, name, { case: 999_999, ...answers }));
      expect(refused).toMatchObject({ ok: false, question: 'case' });
    }
    expect((await world.stored(id)).file.events).toEqual(file.events);
  });
});

describe('what an officer of the committee above records', () => {
  it('the steps of the committees, in the own subtree', async () => {
    const id = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 10 } });
    const decided = { case: id, step: 'admission-decided', on: today };
    expect((await world.run(world.officer, 'record-step', decided)).ok).toBe(true);
  });

  it('not the steps of the cell', async () => {
    const id = await world.caseAt({ reached: 'opinions-collected', ago: { days: 10 } });
    const vote = {
      case: id,
      step: 'cell-votes-admission',
      on: today,
      members: 20,
      excluded: 0,
      inFavour: 20,
    };
    expect(await world.run(world.officer, 'record-vote', vote)).toMatchObject({
      ok: false,
      why: { key: 'errors.access.not-yours' },
    });
  });
});
