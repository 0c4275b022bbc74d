/** A stop asked for in the midst of work, as every upgrade does it: in time, in good order, nothing lost, nothing twice. */
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { outbox, processes } from '../../db/schema.ts';
import { FakeTelegram } from '../fakes/telegram-server.ts';
import { freePort } from '../services/free-port.ts';
import { onServer, type ServerForTests } from './on-server.ts';
import { killPrograms, type Program, startProgram } from './program.ts';

/** What supervisors grant before they kill. */
const patienceMilliseconds = 15_000;
const chats = Array.from({ length: 80 }, (_, index) => 5001 + index);
const messagesEach = 2;

afterAll(killPrograms);

onServer('a stop under load', (fresh) => {
  let servers: ServerForTests;
  let fake: FakeTelegram;
  let settings: Record<string, string>;
  beforeEach(async () => {
    servers = await fresh();
    fake = await FakeTelegram.start();
    settings = {
      ...servers.env,
      TELEGRAM_BOT_TOKEN: fake.token,
      TELEGRAM_API_ROOT: fake.apiRoot,
      LOG_LEVEL: 'warn',
    };
  });
  afterEach(async () => {
    killPrograms();
    await fake.close();
    await servers.close();
  });

  const answers = (): number => chats.reduce((sum, chat) => sum + fake.messages(chat).length, 0);

  /** Strangers write, each is asked for a code: one answer a message. */
  function everybodyWrites(): void {
    for (let round = 0; round < messagesEach; round += 1)
      for (const chat of chats) fake.say(chat, 'xin chào');
  }

  /** Stops them when some answers have left and many have not. */
  async function stopInTheMidst(programs: Program[]): Promise<void> {
    everybodyWrites();
    await fake.until(() => answers() >= 20, 'the first answers');
    const ended = await Promise.all(programs.map((one) => one.stop()));
    for (const { code, signal, milliseconds, said } of ended) {
      expect({ code, signal }, said).toEqual({ code: 0, signal: null });
      expect(milliseconds).toBeLessThan(patienceMilliseconds);
    }
    expect(answers()).toBeLessThan(chats.length * messagesEach);
    // They said goodbye: nobody waits for them.
    expect(await servers.db.$count(processes)).toBe(0);
  }

  async function everybodyIsAnsweredOnce(): Promise<void> {
    for (const chat of chats) await fake.received(chat, messagesEach);
    await fake.until(() => fake.pendingUpdates().length === 0, 'the handling of every update');
    expect(chats.map((chat) => fake.messages(chat).length)).toEqual(chats.map(() => messagesEach));
    const written = await servers.db.select({ status: outbox.status }).from(outbox);
    expect(written.length).toBe(chats.length * messagesEach);
    expect(written.filter(({ status }) => status === 'ambiguous' || status === 'dead')).toEqual([]);
  }

  it('of one process that polls: the next one goes on where it stopped', async () => {
    await stopInTheMidst([await startProgram('start', settings)]);
    const next = await startProgram('start', settings);
    await everybodyIsAnsweredOnce();
    expect(await next.stop()).toMatchObject({ code: 0 });
  });

  it('of one that serves and one that works: Telegram brings again what was not taken', async () => {
    const port = await freePort();
    const hooked = {
      ...settings,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-the-tests',
    };
    const start = (): Promise<Program[]> =>
      Promise.all([
        startProgram('serve', { ...hooked, PORT: String(port) }),
        startProgram('work', { ...hooked }),
      ]);
    await stopInTheMidst(await start());
    const next = await start();
    await everybodyIsAnsweredOnce();
    for (const one of next) expect(await one.stop()).toMatchObject({ code: 0 });
  });
});
