/** What the page and the guide invite people to type is understood, and open to those who are invited. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadMenu } from '../../src/answers/menu-data.ts';
import { understand } from '../../src/answers/understand.ts';
import { fold, plain } from '../../src/conversation/read/fold.ts';
import { universalWords } from '../../src/conversation/read/universal.ts';
import type { DeskHat } from '../../src/server/desk.ts';
import { languages } from '../../src/words/say.ts';
import { leavesOf, root } from './keys.ts';

const menu = loadMenu([root]);

/** Whom the menu takes the wearer of a hat of the page for; a member without an open case is anyone. */
const who: Record<DeskHat, string[]> = {
  cellSecretary: ['cadre', 'anyone'],
  cellCommitteeMember: ['cadre', 'anyone'],
  committeeOfficer: ['committeeOfficer', 'anyone'],
  mentor: ['mentor', 'anyone'],
  candidate: ['candidate', 'anyone'],
  probationaryMember: ['candidate', 'anyone'],
  officialMember: ['anyone'],
};

/** The entry of the menu that a line means. */
function entryOf(line: string): string | null {
  const understood = understand(menu, line);
  return understood.kind === 'entry' || understood.kind === 'named' ? understood.entry : null;
}

describe.each(languages)('the hints of the page in %s', (language) => {
  const words = leavesOf(language);

  it.each(Object.entries(who))('of the hat %s work when typed', (hat, hats) => {
    const quoted = [...String(words.get(`web.hint.${hat}`)).matchAll(/“([^”]+)”/g)].map(
      (hit) => hit[1] ?? '',
    );
    expect(quoted.length).toBeGreaterThan(1);
    for (const line of quoted) {
      const entry = menu.entries.find((one) => one.id === entryOf(line));
      expect(
        entry?.who.some((one) => hats.includes(one)),
        `${line} → ${entry?.id}`,
      ).toBe(true);
    }
  });
});

describe('the guide for cadres', () => {
  const guide = readFileSync(join(root, 'README.vi.md'), 'utf8');
  const words = leavesOf('vi');
  const universal = new Set(
    universalWords.flatMap((word) => (words.get(`machine.words.${word}`) as string[]).map(plain)),
  );
  const answers = ['yes', 'no'].flatMap((word) =>
    (words.get(`machine.words.${word}`) as string[]).map(plain),
  );

  it('shows only lines that are understood', () => {
    const typed = [...guide.matchAll(/`([^`]+)`/g)].map((hit) => hit[1] ?? '');
    expect(typed.length).toBeGreaterThan(15);
    const strange = typed
      .filter((line) => !/\d/.test(line) && !universal.has(plain(line)) && !answers.includes(plain(line)))
      .filter((line) => !dayOrNumberInWords.has(line) && entryOf(line) === null);
    expect(strange).toEqual([]);
  });

  it('names buttons by what stands on them', () => {
    const buttons = [...guide.matchAll(/\*\*([^*]+)\*\*/g)].map((hit) => hit[1] ?? '');
    expect(buttons.length).toBeGreaterThan(4);
    const labels = new Set([...words.values()].map((text) => fold(String(text))));
    expect(buttons.filter((label) => !labels.has(fold(label)))).toEqual([]);
  });
});

/** Answers to a question, read by the readers of days and numbers. */
const dayOrNumberInWords = new Set(['hôm qua', 'hai mươi mốt']);
