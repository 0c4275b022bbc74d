/**
 * Roads through the product's conversations on real data: somebody opens each and answers as the dice fall, until every
 * question of it has been asked and its command was taken. Looked for on the rules and the rows alone, nothing is kept.
 */
import type { Flow, Question } from '../../../src/conversation/flow.ts';
import { emptySession } from '../../../src/conversation/machine.ts';
import type { Incoming, Session } from '../../../src/conversation/machine-types.ts';
import { hats, loadActor } from '../../../src/people/actor.ts';
import type { Db, Tx } from '../../../src/store/database.ts';
import { type Conversed, converse } from '../../../src/turns/converse.ts';
import type { Reply } from '../../../src/words/text.ts';
import { calendar, catalog, flows, menu, reminders, words } from './rules.ts';
import { type Dice, dice } from './size.ts';

/** What a person does: types, taps a button of the question (`ending`: its id without the number of the question), opens. */
export type Act =
  | { kind: 'text'; text: string }
  | { kind: 'press'; ending: string }
  | { kind: 'open'; id: string };

export interface Step {
  /** Where the conversation stood: a question, `confirm`, or `open`. */
  at: string;
  act: Act;
}

export interface Road {
  flow: string;
  personId: number;
  steps: Step[];
}

/** ISO instant, and the buttons that open a conversation which is not opened from the menu, by person. */
export interface Roads {
  now: string;
  today: string;
  openings?: (flow: string, personId: number) => string[];
}

/** Answers without which a question is hardly ever asked. */
const favourites: Record<string, Record<string, string>> = {
  assess: {
    period: '2026-11',
    awareness: '3',
    tasks: '3',
    conduct: '3',
    relations: '3',
    remark: '!skip',
    sameAsLast: 'yes',
  },
};

const walksPerFlow = 200;

/** Under the rules of today there is never more than one answer to these, which is taken without asking. */
const neverAsked = [
  'acknowledge/digest',
  'extend-limit/step',
  'receive-decision/step',
  'switch-procedure/procedure',
];

/** The fewest roads found that ask every question; `missing`: "flow/question" that no walk came to. */
export async function findRoads(
  db: Db,
  people: readonly number[],
  at: Roads,
): Promise<{ roads: Road[]; missing: string[] }> {
  const roads: Road[] = [];
  const missing: string[] = [];
  for (const flow of flows.values()) {
    const places = [...Object.keys(flow.questions), ...(confirms(flow) ? ['confirm'] : [])].filter(
      (place) => !neverAsked.includes(`${flow.flow}/${place}`),
    );
    const found = await walksOf(db, flow, people, at, places);
    const chosen = fewest(found, places);
    roads.push(...chosen);
    const asked = new Set(chosen.flatMap((road) => road.steps.map((step) => step.at)));
    missing.push(...places.filter((place) => !asked.has(place)).map((place) => `${flow.flow}/${place}`));
    if (chosen.length === 0) missing.push(flow.flow);
  }
  return { roads, missing };
}

const confirms = (flow: Flow): boolean => flow.confirm && flow.command !== undefined;

function fewest(roads: readonly Road[], places: readonly string[]): Road[] {
  const left = new Set(['open', ...places]);
  const chosen: Road[] = [];
  for (;;) {
    const gain = (road: Road): number =>
      new Set(road.steps.map((step) => step.at).filter((p) => left.has(p))).size;
    const best = roads.toSorted((a, b) => gain(b) - gain(a) || a.steps.length - b.steps.length)[0];
    if (!best || gain(best) === 0) return chosen;
    chosen.push(best);
    for (const { at } of best.steps) left.delete(at);
  }
}

async function walksOf(
  db: Db,
  flow: Flow,
  people: readonly number[],
  at: Roads,
  places: readonly string[],
): Promise<Road[]> {
  const luck = dice(`road:${flow.flow}`);
  const usual = favourites[flow.flow] ?? {};
  const fit: number[] = [];
  for (const personId of people) {
    const actor = await loadActor(db, personId);
    const worn: string[] = actor ? hats(actor) : [];
    if (flow.who.some((who) => who === 'anyone' || worn.includes(who))) fit.push(personId);
  }
  const found: Road[] = [];
  const seen = new Set<string>();
  const inTurn = luck.shuffled(fit);
  for (let walk = 0; walk < walksPerFlow && fit.length > 0; walk += 1) {
    if (found.length > 0 && places.every((place) => seen.has(place))) break;
    const personId = inTurn[walk % inTurn.length] as number;
    const openings = at.openings?.(flow.flow, personId) ?? [`go:flow:${flow.flow}`];
    if (openings.length === 0) continue;
    const steps = await stroll(
      db,
      flow,
      personId,
      luck.pick(openings),
      at,
      luck,
      walk % 2 === 0 ? usual : {},
    );
    if (!steps?.some((step) => step.at === 'open' || !seen.has(step.at))) continue;
    found.push({ flow: flow.flow, personId, steps });
    for (const step of steps) seen.add(step.at);
  }
  return found;
}

/** Null: it led nowhere. */
async function stroll(
  db: Db,
  flow: Flow,
  personId: number,
  opening: string,
  at: Roads,
  luck: Dice,
  usual: Record<string, string>,
): Promise<Step[] | null> {
  const steps: Step[] = [{ at: 'open', act: { kind: 'open', id: opening } }];
  let said = await aside(db, personId, emptySession(), { kind: 'button', id: opening }, at);
  for (let turn = 0; turn < 40; turn += 1) {
    const thread = said.session.threads[0];
    if (!thread) return flow.command === undefined || said.recorded ? steps : null;
    if (thread.flow !== flow.flow) return null;
    const place = thread.at;
    // What was confirmed and is asked again was refused: no road for others to follow.
    if (place === 'confirm' && steps.some((step) => step.at === 'confirm')) return null;
    let went = false;
    const favourite = usual[place];
    const acts: Act[] =
      favourite === undefined
        ? possible(flow, place, thread.draft?.ticked ?? [], said.replies, luck)
        : [{ kind: 'press', ending: favourite }];
    for (const act of luck.shuffled(acts).slice(0, 5)) {
      const next = await aside(db, personId, said.session, incomingOf(act, said.session), at);
      const now = next.session.threads[0];
      const moved =
        now === undefined ||
        now.flow !== flow.flow ||
        now.at !== place ||
        next.session.seq !== said.session.seq;
      if (!moved && JSON.stringify(now.draft) === JSON.stringify(thread.draft)) continue;
      steps.push({ at: place, act });
      said = next;
      went = true;
      break;
    }
    if (!went) return null;
  }
  return null;
}

function incomingOf(act: Act, session: Session): Incoming {
  if (act.kind === 'text') return act;
  return { kind: 'button', id: act.kind === 'open' ? act.id : `q:${session.seq.toString(36)}:${act.ending}` };
}

function possible(
  flow: Flow,
  place: string,
  ticked: readonly string[],
  replies: readonly Reply[],
  luck: Dice,
): Act[] {
  if (place === 'confirm') return [{ kind: 'press', ending: '!confirm' }];
  const question = flow.questions[place];
  if (!question) return [];
  if (ticked.length > 0 && luck.roll() < 0.5) return [{ kind: 'press', ending: '!done' }];
  if (question.optional && luck.roll() < 0.3) return [{ kind: 'press', ending: '!skip' }];
  const typed = typedAnswers(place, question);
  if (typed.length > 0) return typed.map((text) => ({ kind: 'text', text }));
  const buttons = replies
    .flatMap((reply) => reply.choices ?? [])
    .map(({ id }) => /^q:[0-9a-z]+:(.+)$/.exec(id)?.[1] ?? '');
  return buttons.filter((ending) => /^[^!@-]/.test(ending)).map((ending) => ({ kind: 'press', ending }));
}

function typedAnswers(place: string, question: Question): string[] {
  const { input } = question;
  switch (input.kind) {
    case 'date':
      if (place === 'birthDate') return ['12/9/2001'];
      if (place === 'togetherSince') return ['1/2/2024'];
      return input.future
        ? ['ngày mai', 'tuần sau', '30/11/2026', '4/12/2026']
        : ['hôm nay', 'hôm qua', '18/11', '9/11/2026'];
    case 'month':
      return ['tháng trước'];
    case 'number':
      return ['20', '16', '9', '1', '0'].filter((n) => Number(n) >= input.min && Number(n) <= input.max);
    case 'hour':
      return ['6 giờ'];
    case 'person-name':
      return ['Nguyễn Thị Hồng Nhung'];
    case 'text':
      return ['Đảng uỷ phường Trúc Bạch'];
    default:
      return [];
  }
}

class Undone extends Error {}

/** One turn, of which nothing stays. */
async function aside(
  db: Db,
  personId: number,
  session: Session,
  incoming: Incoming,
  at: Roads,
): Promise<Conversed> {
  let said: Conversed | undefined;
  await db
    .transaction(async (tx) => {
      said = await turnOf(tx, personId, session, incoming, at);
      throw new Undone();
    })
    .catch((error) => {
      if (!(error instanceof Undone)) throw error;
    });
  if (!said) throw new Error('a turn without an answer');
  return said;
}

async function turnOf(
  tx: Tx,
  personId: number,
  session: Session,
  incoming: Incoming,
  at: Roads,
): Promise<Conversed> {
  const actor = await loadActor(tx, personId);
  if (!actor) throw new Error(`nobody is ${personId}`);
  const ctx = {
    actor,
    language: 'vi' as const,
    today: at.today,
    now: at.now,
    catalog,
    calendar,
    menu,
    flows,
    words,
    freshRun: 'road',
    reminders,
  };
  return converse(tx, ctx, session, incoming);
}
