/** The menu as data: entries of `flows/menu.yaml`, and the phrases that mean them, from `locales/<language>/menu.yaml`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { plain } from '../conversation/read/fold.ts';
import { languages, readWords, type WordTree } from '../words/say.ts';

const entry = z
  .strictObject({
    who: z.array(z.enum(['cadre', 'mentor', 'candidate', 'committeeOfficer', 'anyone'])).min(1),
    answer: z
      .enum([
        'own-status',
        'my-work',
        'list',
        'late',
        'report',
        'unreachable',
        'status',
        'basis',
        'told',
        'menu',
        'help',
      ])
      .optional(),
    flow: z.string().optional(),
    answers: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
    place: z.enum(['main', 'more', 'typed']),
    /** The entry that its phrases mean to those it is not for. */
    otherwise: z.string().optional(),
  })
  .refine(
    (one) => (one.answer === undefined) !== (one.flow === undefined),
    'needs either an answer or a flow',
  );

const flow = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const doors = z.strictObject({
  clocks: z.record(z.string(), flow),
  letters: flow,
  records: z.strictObject({
    date: flow,
    papers: flow,
    decision: flow,
    vote: flow,
    mentor: flow,
    verification: flow,
  }),
  done: flow,
});

export type Doors = z.infer<typeof doors>;

const count = z.number().int().min(1);

const menuFile = z.strictObject({
  entries: z.record(z.string(), entry),
  views: z.strictObject({
    page: count,
    cells: count,
    workLines: count,
    workButtons: count,
    workDays: count,
    quietMonths: count,
  }),
  doors,
});

export interface MenuEntry extends z.infer<typeof entry> {
  id: string;
}

/** What a person may type. `before` and `after` stand around a name; both empty: the phrase stands alone. */
export interface Phrase {
  entry: string;
  /** Folded: without diacritics, lower case. */
  whole: string;
  /** Where the phrase takes a name: the folded words around it. */
  around?: { before: string; after: string };
}

export interface Menu {
  entries: MenuEntry[];
  /** The longest first: the more was said, the surer what is meant. */
  phrases: Phrase[];
  /** Folded words before and after a request that mean nothing by themselves ("cho tôi xem", "giúp tôi"). */
  leadIns: string[];
  /** Folded forms of address before a name. */
  addresses: string[];
  views: z.infer<typeof menuFile>['views'];
  /** Which conversation answers a limit or a step. */
  doors: Doors;
}

/** Where a phrase takes a name. */
const gap = '…';

/** Reads the menu and its words of every root (the last root's menu wins); throws with the file named when malformed. */
export function loadMenu(roots: string[]): Menu {
  const { views, doors, ...file } = readMenu(roots);
  const entries = Object.entries(file.entries).map(([id, one]) => ({ id, ...one }));
  const words = languages.map((language) => readWords(roots, language, 'menu').menu as WordTree | undefined);
  const listed = (key: string): string[] => words.flatMap((tree) => strings(tree?.[key]).map(plain));
  return {
    entries,
    phrases: entries
      .flatMap(({ id }) => words.flatMap((tree) => phrasesOf(id, tree)))
      .sort((a, b) => b.whole.length - a.whole.length),
    leadIns: longestFirst(listed('leadIns')),
    addresses: longestFirst(listed('addresses')),
    views,
    doors,
  };
}

/** Without its words. */
export const loadDoors = (roots: string[]): Doors => readMenu(roots).doors;

function readMenu(roots: string[]): z.infer<typeof menuFile> {
  const files = roots.map((root) => join(root, 'flows', 'menu.yaml')).filter((file) => existsSync(file));
  const file = files.at(-1);
  if (file === undefined) throw new Error(`flows/menu.yaml is in none of: ${roots.join(', ')}`);
  const parsed = menuFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function phrasesOf(id: string, words: WordTree | undefined): Phrase[] {
  const own = subtree(subtree(words, 'entries'), id);
  return strings(own?.phrases).map((typed) => {
    const [before, after] = typed.split(gap);
    if (before === undefined || after === undefined) return { entry: id, whole: plain(typed) };
    const around = { before: plain(before), after: plain(after) };
    return { entry: id, whole: `${around.before} ${around.after}`.trim(), around };
  });
}

const longestFirst = (list: string[]): string[] => [...new Set(list)].sort((a, b) => b.length - a.length);

const strings = (value: WordTree[string] | undefined): string[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];

const subtree = (tree: WordTree | undefined, key: string): WordTree | undefined => {
  const value = tree?.[key];
  return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
};
