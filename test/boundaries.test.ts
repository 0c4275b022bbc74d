/** The rooms and who may enter which: read from the imports themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

interface Import {
  file: string;
  room: string;
  target: string;
  typeOnly: boolean;
}

const imports: Import[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    return [
      ...text.matchAll(
        /^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
      ),
    ].map((match) => {
      const target = match[2] ?? match[3] ?? match[4] ?? '';
      return {
        file,
        room: file.split('/')[0] ?? '',
        typeOnly: match[1] !== undefined,
        target: target.startsWith('.') ? relative(src, resolve(src, dirname(file), target)) : target,
      };
    });
  });

const roomOf = (target: string): string => target.split('/')[0] ?? '';
const isOwn = (target: string): boolean => /\.ts$/.test(target);

describe('the pure rooms do no I/O', () => {
  const pure = ['procedure', 'conversation'];
  const allowedPackages = ['zod', 'temporal-polyfill', 'yaml'];

  it.each(pure)('%s imports only pure packages and rooms', (room) => {
    const wrong = imports
      .filter((i) => i.room === room && !(i.typeOnly && isOwn(i.target)))
      .filter((i) =>
        isOwn(i.target)
          ? !['procedure', 'conversation', 'words'].includes(roomOf(i.target))
          : !allowedPackages.includes(i.target),
      )
      .map((i) => `${i.file} → ${i.target}`);
    expect(wrong).toEqual([]);
  });

  it('they read no clock and no randomness', () => {
    const wrong = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => pure.includes(file.split('/')[0] ?? '') && file.endsWith('.ts'))
      .filter((file) =>
        /Temporal\.Now|new Date\(\)|Date\.now|Math\.random|process\./.test(
          readFileSync(join(src, file), 'utf8'),
        ),
      );
    expect(wrong).toEqual([]);
  });
});

describe('one direction', () => {
  /** room → rooms it may use (its own and `words` always). Type-only imports are not a dependency at run time. */
  const may: Record<string, string[]> = {
    procedure: [],
    catalog: ['procedure', 'conversation'],
    conversation: [],
    people: ['store', 'conversation', 'procedure'],
    store: ['people', 'procedure', 'conversation', 'db'],
    cases: ['store', 'people', 'procedure', 'conversation', 'lookups', 'catalog'],
    lookups: ['store', 'people', 'procedure', 'conversation', 'catalog'],
    answers: ['store', 'people', 'procedure', 'conversation', 'lookups', 'catalog'],
    reminders: ['store', 'people', 'procedure', 'conversation', 'lookups', 'answers', 'catalog'],
    channels: ['server'],
    delivery: ['store', 'channels', 'server'],
    sessions: ['store', 'conversation'],
    server: ['store', 'channels'],
    metrics: [],
    turns: [
      'store',
      'people',
      'procedure',
      'conversation',
      'lookups',
      'answers',
      'cases',
      'channels',
      'server',
    ],
    words: [],
  };

  it.each(Object.keys(may))('%s', (room) => {
    const wrong = imports
      .filter((i) => i.room === room && !i.typeOnly && isOwn(i.target))
      .filter(
        (i) =>
          ![room, 'words', ...(may[room] ?? [])].includes(roomOf(i.target)) && !i.target.startsWith('../db'),
      )
      .map((i) => `${i.file} → ${i.target}`);
    expect(wrong).toEqual([]);
  });

  it('only messengers know messengers', () => {
    const wrong = imports
      .filter((i) => i.target === 'grammy' && !i.file.startsWith('channels/telegram/'))
      .map((i) => i.file);
    expect(wrong).toEqual([]);
  });

  it('only the figures know their library', () => {
    const wrong = imports
      .filter((i) => i.target === 'prom-client' && i.room !== 'metrics')
      .map((i) => i.file);
    expect(wrong).toEqual([]);
  });

  it('no room knows the processes that wire it', () => {
    const wrong = imports
      .filter((i) => roomOf(i.target) === 'processes' || i.target === 'app.ts')
      .filter((i) => !['processes', 'cli', 'app.ts'].includes(i.room))
      .map((i) => `${i.file} → ${i.target}`);
    expect(wrong).toEqual([]);
  });

  it('only the settings read the environment', () => {
    const startOfPrograms = ['cli/main.ts', 'cli/product.ts', 'cli/outbox.ts'];
    const wrong = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !['config.ts', ...startOfPrograms].includes(file))
      .filter((file) => /process\.env/.test(readFileSync(join(src, file), 'utf8')));
    expect(wrong).toEqual([]);
  });
});
