/** What every channel must keep, whatever its wire looks like. Run by each channel's own test. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel, IncomingMessage } from '../../src/channels/channel.ts';

export interface ChannelHarness {
  channel: Channel;
  /** The chat of a person the channel can reach. */
  chat: string;
  /** The channel receives from now on. */
  start(handle: (message: IncomingMessage) => Promise<void>): Promise<void>;
  /** The person types. Resolves when the channel has let go of it: handled, or to be brought again. */
  type(text: string): Promise<void>;
  /** The person taps a button of the newest message, by its words. */
  tap(label: string): Promise<void>;
  /** The wire brings what was not acknowledged again. */
  redeliver(): Promise<void>;
  /** Everything the person can read, choices included. */
  screen(): Promise<string>;
  close(): Promise<void>;
}

export function channelContract(name: string, build: () => Promise<ChannelHarness>): void {
  describe(`${name} as a channel`, () => {
    let harness: ChannelHarness;
    let heard: IncomingMessage[];
    const hear = async (message: IncomingMessage): Promise<void> => void heard.push(message);

    beforeEach(async () => {
      heard = [];
      harness = await build();
    });
    afterEach(() => harness.close());

    test('goes by its name in everything it hands on', async () => {
      await harness.start(hear);
      await harness.type('xin chào');
      expect(heard).toMatchObject([
        { channel: harness.channel.name, chat: harness.chat, body: { kind: 'text', text: 'xin chào' } },
      ]);
      expect(harness.channel.name).toMatch(/^[a-z]+$/);
    });

    test('keeps Vietnamese letters as they were typed, composed or not', async () => {
      await harness.start(hear);
      const typed = ['Đồng chí ở chi uỷ', 'tiếng Việt'.normalize('NFD')];
      for (const text of typed) await harness.type(text);
      expect(heard.map(({ body }) => (body.kind === 'text' ? body.text : ''))).toEqual(typed);
    });

    test('every message has a key of its own', async () => {
      await harness.start(hear);
      await harness.type('có');
      await harness.type('có');
      expect(new Set(heard.map(({ updateKey }) => updateKey)).size).toBe(2);
    });

    test('what was not handled comes again under the same key', async () => {
      let failures = 1;
      await harness.start(async (message) => {
        heard.push(message);
        if (failures-- > 0) throw new Error('the database is away');
      });
      await harness.type('việc của tôi');
      await harness.redeliver();
      expect(heard.map(({ updateKey }) => updateKey)).toEqual([heard[0]?.updateKey, heard[0]?.updateKey]);
    });

    test('text and choices reach the person; the tapped choice comes back by its id', async () => {
      await harness.start(hear);
      await harness.type('chào');
      const result = await harness.channel.send(harness.chat, {
        text: 'Chi bộ đã họp chưa?',
        choices: [
          { id: 'q:z:yes', label: 'Đã họp' },
          { id: 'q:z:no', label: 'Chưa họp' },
        ],
      });
      expect(result.kind).toBe('sent');
      const screen = await harness.screen();
      for (const words of ['Chi bộ đã họp chưa?', 'Đã họp', 'Chưa họp']) expect(screen).toContain(words);
      await harness.tap('Chưa họp');
      expect(heard.at(-1)?.body).toEqual({ kind: 'button', id: 'q:z:no' });
    });

    test('10,000 characters arrive whole', async () => {
      await harness.start(hear);
      await harness.type('chào');
      const text = Array.from({ length: 1000 }, (_, n) => `dòng ${n}`).join('\n');
      expect((await harness.channel.send(harness.chat, { text, choices: [] })).kind).toBe('sent');
      expect((await harness.screen()).replace(/\s+/g, ' ')).toContain(text.replace(/\s+/g, ' '));
    });

    test('stopping twice is no harm', async () => {
      await harness.start(hear);
      await harness.channel.stop();
      await harness.channel.stop();
    });
  });
}
