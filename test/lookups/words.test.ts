/** Whatever a lookup says, at every station of the road, has words in both languages. */
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../db/sample/road.ts';
import type { LookupResult } from '../../src/conversation/machine-types.ts';
import { lookupNames } from '../../src/lookups/index.ts';
import type { Db } from '../../src/store/database.ts';
import { createWords, languages } from '../../src/words/say.ts';
import type { Text } from '../../src/words/text.ts';
import { layWorld, today, type World } from '../cases/world.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { type Answers, ask } from './ask.ts';

let database: TestDatabase;
let db: Db;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  db = database.db;
});
afterAll(() => database.close());

const missing = new Set<string>();
const words = createWords([resolve(import.meta.dirname, '../..')], (key, language) =>
  missing.add(`${language} ${key}`),
);

const stations: Station[] = [
  'introduced',
  'file-opened',
  'letters-delivered',
  'opinions-collected',
  'file-sent-to-deciding-body',
  'admission-decided',
  'ceremony',
  'recognition-decided',
];

/** Everything that some lookup reads, plausible at each station. */
async function answersFor(caseId: number, steps: string[]): Promise<Answers[]> {
  const report = await world.report(caseId);
  const shared: Answers = {
    case: String(caseId),
    cell: String(world.cell),
    fullName: 'Vũ Thị Lan',
    birthDate: '1960-05-20',
    education: 'literate',
    group: 'worker',
    difficultArea: 'yes',
    special: ['religion', 'political-history', 'relative-abroad'],
    mentor: String(world.other),
    togetherSince: '2026-01-05',
    on: today,
    outcome: report.phase === 'source' ? 'remove' : 'propose',
    receivedOn: '2020-01-01',
    members: 20,
    excluded: 1,
    inFavour: 12,
    paper: 'introduction',
    state: 'returned',
    reason: 'incomplete',
    subject: 'father',
    place: 'Đảng uỷ xã Hải Vân',
    scope: 'abroad',
    verification: 'v1',
    what: 'unclear',
    awareness: '3',
    tasks: '3',
    conduct: '3',
    relations: '3',
    sameAsLast: 'no',
    event: 'e1',
    change: 'remove',
    kind: 'official',
    procedure: 'central-2026',
    person: String(world.mentor),
    phase: report.phase,
  };
  return steps.map((step) => ({ ...shared, step }));
}

function textsOf(result: LookupResult): Text[] {
  return [
    ...(result.lines ?? []),
    ...(result.options ?? []).map((one) => one.label),
    ...(result.offers ?? []).map((one) => one.label),
    ...(result.refuse ? [result.refuse] : []),
  ];
}

describe('every lookup has words for what it says', () => {
  it.each(stations)(
    'at %s',
    async (reached) => {
      world = await layWorld(db);
      const caseId = await world.caseAt({ reached, ago: { days: 3 } });
      const report = await world.report(caseId);
      const done = report.steps.filter((step) => step.status === 'done').map((step) => step.id);
      const later = report.steps.find((step) => step.status === 'later')?.id;
      const steps = [
        ...report.frontier.slice(0, 3),
        ...done.slice(-1),
        ...(later === undefined ? [] : [later]),
      ];
      for (const answers of await answersFor(caseId, steps)) {
        for (const name of lookupNames) {
          const by = name.includes('ssess') ? world.mentor : world.secretary;
          for (const text of textsOf(await ask(db, by, name, answers))) {
            for (const language of languages) {
              const said = words.say(text, language);
              expect(said, `${name} ${JSON.stringify(text)}`).not.toMatch(/\{\{|undefined|\[object|NaN/);
            }
          }
        }
      }
      expect([...missing]).toEqual([]);
    },
    120_000,
  );
});
