import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cases/commands.ts';
import { readFlows } from '../../src/catalog/load-flows.ts';
import { wordsOfFlow } from '../../src/cli/needed-words.ts';
import type { Flow } from '../../src/conversation/flow.ts';
import { lookupNames } from '../../src/lookups/index.ts';
import { createWords, languages, readWords, type WordTree } from '../../src/words/say.ts';

const root = resolve(import.meta.dirname, '../..');
const { flows, findings } = readFlows([root]);
const words = createWords([root]);
const all = [...flows.values()];

/** Answers that only steer a conversation and are no field of its command. */
const steering = new Set(['hasSpecial', 'sameAsLast', 'what', 'phase', 'chosen']);

describe('the guided conversations', () => {
  it('can all be read', () => {
    expect(findings).toEqual([]);
    const files = readdirSync(join(root, 'flows/conversations')).filter((name) => name.endsWith('.yaml'));
    expect([...flows.keys()].sort()).toEqual(files.map((name) => name.replace('.yaml', '')).sort());
  });

  it('there is one for every command, and none for a command that does not exist', () => {
    const carried = all.flatMap((flow) => (flow.command === undefined ? [] : [flow.command]));
    expect([...new Set(carried)].sort()).toEqual(Object.keys(commands).sort());
  });

  it.each(all.filter((flow) => flow.command !== undefined))(
    '$flow asks for, or is given, every answer its command needs',
    (flow) => {
      const shape = commands[flow.command as keyof typeof commands].shape;
      const given = new Set([...Object.keys(flow.questions), ...flow.accepts]);
      const needed = Object.entries(shape).filter(([, field]) => !field.safeParse(undefined).success);
      expect(needed.map(([name]) => name).filter((name) => !given.has(name))).toEqual([]);
      const unknown = Object.keys(flow.questions).filter((name) => !(name in shape) && !steering.has(name));
      expect(unknown).toEqual([]);
    },
  );

  it.each(all)('$flow: every choice it offers is one its command takes', (flow) => {
    if (flow.command === undefined) return;
    const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> =
      commands[flow.command as keyof typeof commands].shape;
    for (const [name, question] of Object.entries(flow.questions)) {
      const field = shape[name];
      if (!field || question.input.kind !== 'choice') continue;
      const { many, options } = question.input;
      const refused = options.filter((option) => !field.safeParse(many ? [option] : option).success);
      expect(refused, name).toEqual([]);
    }
  });

  it.each(all)('$flow names only lookups that exist', (flow) => {
    const unknown = lookupsOf(flow).filter((name) => !lookupNames.includes(name));
    expect(unknown).toEqual([]);
  });

  it('uses every lookup that exists', () => {
    const used = new Set(all.flatMap(lookupsOf));
    expect(lookupNames.filter((name) => !used.has(name))).toEqual([]);
  });

  it.each(all)('$flow: what a button may bring is a question of it, or is read by its lookups', (flow) => {
    const strange = flow.accepts.filter((name) => !(name in flow.questions) && !mentions(flow, name));
    expect(strange).toEqual([]);
  });
});

describe.each(languages)('words of the conversations (%s)', (language) => {
  it.each(all)('$flow', (flow) => {
    expect(wordsOfFlow(flow).filter((key) => !words.has(key, language))).toEqual([]);
  });

  it('have no word that no conversation uses', () => {
    const used = new Set(all.flatMap(wordsOfFlow));
    const written = leaves(readWords([root], language).conversations as WordTree, 'conversations');
    expect(written.filter((key) => !used.has(key))).toEqual([]);
  });
});

describe.each(languages)('words of the lookups (%s)', (language) => {
  const written = leaves(readWords([root], language).lookups as WordTree, 'lookups');

  it('are there for every key in the code', () => {
    const { fixed, beginnings } = keysInCode();
    expect(fixed.filter((key) => !words.has(key, language))).toEqual([]);
    expect(beginnings.filter((start) => !written.some((key) => key.startsWith(start)))).toEqual([]);
  });

  it('are all used', () => {
    const { fixed, beginnings } = keysInCode();
    const unused = written.filter(
      (key) => !fixed.includes(key) && !beginnings.some((start) => key.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });
});

function lookupsOf(flow: Flow): string[] {
  const named = Object.values(flow.questions).flatMap((question) => [
    ...question.show,
    ...(question.check === undefined ? [] : [question.check]),
    ...(question.input.kind === 'lookup' ? [question.input.lookup] : []),
    ...[...JSON.stringify(question.when ?? {}).matchAll(/"lookup":"(\w+)"/g)].map((match) => match[1] ?? ''),
  ]);
  return [...named, ...flow.summary];
}

const mentions = (flow: Flow, answer: string): boolean =>
  JSON.stringify(Object.values(flow.questions).map((question) => question.when)).includes(
    `"answer":"${answer}"`,
  );

/** Keys written out, and the fixed beginnings of those that are put together. */
function keysInCode(): { fixed: string[]; beginnings: string[] } {
  const folder = join(root, 'src/lookups');
  const code = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const fixed = [...code.matchAll(/'(lookups(?:\.[\w-]+)+)'/g)].map((match) => match[1] ?? '');
  const beginnings = [...code.matchAll(/`(lookups\.[\w.-]*)\$\{/g)].map((match) => match[1] ?? '');
  return { fixed: [...new Set(fixed)], beginnings: [...new Set(beginnings)] };
}

function leaves(tree: WordTree, start: string): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? leaves(value, `${start}.${name}`)
      : [`${start}.${name}`],
  );
}
