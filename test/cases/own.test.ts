import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redeemInvitation } from '../../src/people/link.ts';
import { getPerson } from '../../src/store/people.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { layWorld, said, today, vi, type World, why } from './world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  world = await layWorld(database.db);
});
afterAll(() => database.close());

describe('settings', () => {
  it('change the reader’s own language and hour', async () => {
    said(await world.run(world.mentor, 'settings', { language: 'en' }));
    expect(said(await world.run(world.mentor, 'settings', { digestHour: 7 }))).toContain('7 giờ');
    expect(await getPerson(world.db, world.mentor)).toMatchObject({ language: 'en', digestHour: 7 });
  });

  it('refuse an hour that no day has', async () => {
    expect(await world.run(world.mentor, 'settings', { digestHour: 24 })).toMatchObject({
      ok: false,
      question: 'digestHour',
    });
  });
});

describe('an invitation', () => {
  it('shows a code that links a chat to the person', async () => {
    const text = said(await world.run(world.secretary, 'invite', { person: world.mentor }));
    const code = /Mã mời của .+: (\S+)/.exec(text)?.[1] ?? '';
    const redeemed = await world.db.transaction((tx) =>
      redeemInvitation(tx, { channel: 'web', chat: 'c1', code, now: `${today}T04:00:00Z` }),
    );
    expect(redeemed).toMatchObject({ ok: true, personId: world.mentor });
    expect(text).toContain('23/6/2026');
  });

  it('is not given for people of another cell', async () => {
    const refused = await world.run(world.neighbourSecretary, 'invite', { person: world.mentor });
    expect(why(refused)).toBe(vi({ key: 'errors.access.no-such-person' }));
    expect(why(await world.run(world.neighbourSecretary, 'invite', { person: 999_999 }))).toBe(why(refused));
  });
});
