/** One conversation and its reminders over two processes that serve and two that work: nobody notices. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Speaker, startWorld, type World, wordsOf } from '../journeys/world.ts';
import { onServer } from './on-server.ts';

const name = 'Đỗ Thị Thu Trang';
const chat = 601;

onServer('several processes', () => {
  let world: World;
  let secretary: Speaker;
  beforeAll(async () => {
    world = await startWorld({ several: true, telegram: true });
  }, 120_000);
  afterAll(() => world?.close());

  it('a secretary is let in over Telegram by a code that an officer was given on the page', async () => {
    const officer = await world.web('Nguyễn Thị Kim Oanh');
    await officer.say('mã mời');
    await officer.say('Trần Văn Dũng');
    const given = wordsOf(await officer.say('ghi lại'));
    const code = /: ([A-Z0-9]{8})$/m.exec(given)?.[1];
    expect(code, given).toBeDefined();
    secretary = world.telegram(chat, 'Trần Văn Dũng');
    expect(wordsOf(await secretary.say(`/start ${code}`))).toContain('Trần Văn Dũng');
  });

  it('a conversation goes on wherever its next answer arrives, and is recorded once', async () => {
    const before = await world.stored();
    const sharesBefore = world.shares();
    await secretary.say('thêm quần chúng');
    for (const answer of [name, '12/9/2005', 'nữ', 'Trung cấp, cao đẳng, đại học trở lên', 'sinh viên']) {
      await secretary.say(answer);
    }
    await secretary.say('có');
    await secretary.say('không');
    expect(wordsOf(await secretary.say('20 tháng 11'))).toContain(name);
    expect(wordsOf(await secretary.say('ghi'))).toContain('20/11/2026');
    const after = await world.stored();
    expect(after.cases - before.cases).toBe(1);
    const shares = world.shares().map((share, index) => share - (sharesBefore[index] ?? 0));
    expect(shares.length).toBe(2);
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(4);
  });

  it('what is due is said once on its day, by whichever process planned it', async () => {
    const known = (await secretary.heard()).length;
    await world.liveUntil('2026-11-25');
    const said = (await secretary.heard()).slice(known);
    expect(said.length).toBeGreaterThan(0);
    expect(new Set(said.map(({ text }) => text)).size).toBe(said.length);
  });
});
