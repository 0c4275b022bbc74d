/**
 * What a turn costs: the turn runner on the sample, in this process, on an embedded database in memory. Each person says
 * the same things again and again. Run: `node --import tsx bench/turns.ts [rounds]`.
 */
import { laySample } from '../db/sample/lay-sample.ts';
import { loadMenu } from '../src/answers/menu-data.ts';
import { loadCalendar, loadCatalog } from '../src/catalog/load.ts';
import { loadFlows } from '../src/catalog/load-flows.ts';
import type { IncomingMessage } from '../src/channels/channel.ts';
import { loadLadders } from '../src/reminders/ladder.ts';
import { reminderRules } from '../src/reminders/reminder-rules.ts';
import { projectRoot } from '../src/root.ts';
import type { Clock } from '../src/server/clock.ts';
import { openDatabase } from '../src/store/database.ts';
import { createDatabaseSessionStore } from '../src/store/sessions.ts';
import { ensureWebChats } from '../src/store/web-chats.ts';
import { createTurnRunner } from '../src/turns/turn.ts';
import { createWords } from '../src/words/say.ts';

const rounds = Number(process.argv[2] ?? 30);
/** Rounds that are not counted: the engine is still getting to know the program. */
const warmUp = 10;
const clock: Clock = { now: () => '2026-11-23T02:00:00.000Z', today: () => '2026-11-23' };

type Body = IncomingMessage['body'];

const say = (text: string): Body => ({ kind: 'text', text });
const tap = (id: string): Body => ({ kind: 'button', id });

/** By the hint of the sample's persona. */
const scripts: { who: string; turns: [kind: string, body: Body][] }[] = [
  {
    who: 'secretary',
    turns: [
      ['secretary: việc của tôi', say('việc của tôi')],
      ['secretary: danh sách', say('danh sách')],
      ['secretary: menu', say('menu')],
      ['secretary: not understood', say('hôm nay trời đẹp quá')],
      ['secretary: vote, which case', tap('go:flow:record-vote')],
      ['secretary: cancel', say('huỷ')],
      ['secretary: step, which case', tap('go:flow:work-step')],
      ['secretary: step, first case', say('1')],
      ['secretary: cancel', say('huỷ')],
      ['secretary: register, first question', tap('go:flow:register-candidate')],
      ['secretary: register, a name', say('Nguyễn Văn Thử')],
      ['secretary: cancel', say('huỷ')],
      ['secretary: dossier, which case', tap('go:flow:dossier')],
      ['secretary: dossier, first case', say('1')],
      ['secretary: cancel', say('huỷ')],
    ],
  },
  { who: 'mentor', turns: [['mentor: việc của tôi', say('việc của tôi')]] },
  { who: 'candidate', turns: [['candidate: tôi đến bước nào', say('tôi đến bước nào rồi')]] },
  {
    who: 'officerProvince',
    turns: [
      ['province: việc của tôi', say('việc của tôi')],
      ['province: ai quá hạn', say('ai quá hạn')],
      ['province: báo cáo', say('báo cáo')],
      ['province: vote, which case', tap('go:flow:record-vote')],
      ['province: cancel', say('huỷ')],
    ],
  },
];

const roots = [projectRoot];
const catalog = loadCatalog(roots);
const calendar = loadCalendar(roots);
const { db, close } = await openDatabase({ dataDir: 'memory' });
const { personas } = await laySample(db, { today: clock.today(), catalog, calendar });
await ensureWebChats(db, clock.now());
let failures = 0;
const runner = createTurnRunner({
  sessions: createDatabaseSessionStore(db),
  words: createWords(roots),
  flows: loadFlows(roots),
  catalog,
  calendar,
  clock,
  menu: loadMenu(roots),
  reminders: reminderRules(loadLadders(roots)),
  post: () => {},
  onFailure: (error) => {
    failures += 1;
    console.error(error);
  },
});

const took = new Map<string, { wall: number; processor: number }[]>();
for (let round = 0; round < warmUp + rounds; round += 1) {
  for (const { who, turns } of scripts) {
    const persona = personas.find((one) => one.hint.key.endsWith(`.${who}`));
    if (!persona) throw new Error(`no persona ${who}`);
    for (const [at, [kind, body]] of turns.entries()) {
      const wall = performance.now();
      const processor = process.cpuUsage();
      await runner.receive({
        channel: 'web',
        chat: String(persona.personId),
        updateKey: `${who}:${round}:${at}`,
        body,
      });
      const { user, system } = process.cpuUsage(processor);
      if (round < warmUp) continue;
      const figures = took.get(kind) ?? [];
      figures.push({ wall: performance.now() - wall, processor: (user + system) / 1000 });
      took.set(kind, figures);
    }
  }
}
await close();

console.log(`milliseconds, ${rounds} rounds${failures > 0 ? `, ${failures} FAILED` : ''}`);
console.log(`${''.padEnd(38)}processor: median    p99   wall: median    p99`);
for (const [kind, figures] of [...took, ['all', [...took.values()].flat()] as const]) {
  const column = (pick: (one: { wall: number; processor: number }) => number, share: number, width: number) =>
    quantile(figures.map(pick), share).toFixed(1).padStart(width);
  console.log(
    `${kind.padEnd(38)}${column((f) => f.processor, 0.5, 17)}${column((f) => f.processor, 0.99, 7)}${column((f) => f.wall, 0.5, 15)}${column((f) => f.wall, 0.99, 7)}`,
  );
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
