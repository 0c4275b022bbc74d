/**
 * "Xin lùi": what somebody was reminded of and owes may be put off, to a day that the ladder allows. Only the reminder
 * moves, never the limit; where the rule knows an extension, that is named instead.
 */
import type { LookupResult } from '../conversation/machine-types.ts';
import { addDays } from '../procedure/dates.ts';
import type { Obligation } from '../procedure/report.ts';
import { loadCases, type StoredCase } from '../store/cases.ts';
import { heardAsOwner } from '../store/heard.ts';
import { effectiveOrganizations } from '../store/organizations.ts';
import { ofCases } from '../store/postponements.ts';
import type { Text } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { type CaseView, examineCase, mayTouch, stop } from './case-view.ts';
import { type Asked, answered, type LadderRules, type Lookup } from './context.ts';
import { extensionOf, mayExtend } from './extension.ts';
import { followed } from './ladder.ts';
import { limitLine, limitTitle } from './limit-line.ts';
import { type Offer, offer } from './offer.ts';

export interface Delayable {
  /** "<case>/<key of the obligation>": the answer that means it. */
  what: string;
  view: CaseView;
  limit: Obligation;
  /** The reader's own case. */
  own: boolean;
  /** How often this person put it off already. */
  asked: number;
  /** What the ladder of the cell allows. */
  allowed: LadderRules['postponing'];
  /** The last day to which it may be put off now; null when it may not be. */
  latest: string | null;
}

export type Asking = Pick<Asked, 'q' | 'actor' | 'today' | 'catalog' | 'calendar' | 'reminders'>;

/** What the actor was reminded of as the one who owes it and has not been done, soonest first. */
export async function delayables(asking: Asking): Promise<Delayable[]> {
  const { q, actor } = asking;
  const heard = await heardAsOwner(q, actor.personId);
  const ids = [...new Set(heard.map((one) => one.caseId))];
  const stored = (await loadCases(q, ids)).filter((one) => mayTouch(asking, one, 'case.view'));
  const before = (await ofCases(q, ids)).filter((one) => one.personId === actor.personId);
  const bodies = await effectiveOrganizations(
    q,
    stored.map((one) => one.path),
  );
  const found = stored.flatMap((one) => {
    const view = examineCase(asking, one);
    const subjects = new Set(heard.flatMap(({ caseId, subject }) => (caseId === one.id ? subject : [])));
    const body = bodies.get(one.cellId);
    return view.report.obligations
      .filter((limit) => subjects.has(limit.key) && mayWait(limit) && isTheirs(asking, one, limit))
      .map((limit): Delayable => {
        const asked = before.filter((p) => p.caseId === one.id && p.subject === limit.key).length;
        const ladder = body?.followsLadder ?? null;
        const latest = asking.reminders.latestPostponement(limit, ladder, { ...asking, asked });
        const allowed = followed(asking.reminders, { followsLadder: ladder }).postponing;
        const own = actor.candidateOf.includes(one.id);
        return { what: `${one.id}/${limit.key}`, view, limit, own, asked, allowed, latest };
      });
  });
  return found.sort((a, b) => (a.limit.due < b.limit.due ? -1 : 1));
}

/** That something may be done from a day on is no duty; what lost its force waits for nothing. */
const mayWait = ({ kind, status }: Obligation): boolean =>
  kind !== 'earliest' && (status === 'open' || status === 'overdue');

/** Mentors and candidates are also told of what others owe and they help to prepare. */
function isTheirs(asking: Asking, stored: StoredCase, { owner }: Obligation): boolean {
  if (asking.actor.candidateOf.includes(stored.id)) return owner === 'candidate';
  const records = (['case.record', 'case.record-committee'] as const).some((action) =>
    mayTouch(asking, stored, action),
  );
  return records || owner === 'mentor';
}

export const thingsToPostpone: Lookup = async (asked): Promise<LookupResult> => {
  const things = await delayables(asked);
  if (things.length === 0) return stop({ key: 'lookups.none.postpone' });
  const options = things.map((one) => ({ value: one.what, label: label(one), name: nameOf(one) }));
  const [only] = options;
  return options.length === 1 && only ? { options, only: only.value } : { options };
};

/** Until when it may wait, and on what ground; ends the conversation where it may not. */
export const postponeRule: Lookup = async (asked): Promise<LookupResult> => {
  const thing = await chosen(asked);
  if (!thing) return stop({ key: 'lookups.none.postponeThis' });
  const { latest } = thing;
  const limit = limitLine(thing.view.procedure, thing.view.report, thing.limit);
  const head: Text = thing.own
    ? limit
    : { key: 'lookups.postpone.head', params: { name: thing.view.name, limit } };
  const more = extension(thing, asked);
  if (latest === null) {
    return {
      lines: [head, refusal(thing), ...more.lines, basisOf(thing)],
      offers: more.offers,
      stop: true,
    };
  }
  return {
    lines: [
      head,
      { key: 'lookups.postpone.until', params: { date: { date: latest } } },
      ...more.lines,
      basisOf(thing),
    ],
    offers: more.offers,
  };
};

export const postponeDay: Lookup = async (asked): Promise<LookupResult> => {
  const thing = await chosen(asked);
  const until = answered(asked, 'until');
  if (!thing || until === null) return {};
  const refuse = whyNot(thing, until, asked.today);
  return refuse ? { refuse } : {};
};

export const postponeOutlook: Lookup = async (asked): Promise<LookupResult> => {
  const thing = await chosen(asked);
  if (!thing) return stop({ key: 'lookups.none.postponeThis' });
  return { lines: [{ key: 'lookups.postpone.limitStays', params: { date: { date: thing.limit.due } } }] };
};

async function chosen(asked: Asked): Promise<Delayable | null> {
  const what = answered(asked, 'what');
  return (await delayables(asked)).find((one) => one.what === what) ?? null;
}

/** Why it cannot wait until this day, with the rule it rests on; null when it can. */
export function whyNot(thing: Delayable, until: string, today: string): Text | null {
  if (until <= today)
    return { key: 'lookups.postpone.notAhead', params: { first: { date: addDays(today, 1) } } };
  if (thing.latest === null) return withBasis(refusal(thing), thing);
  if (until <= thing.latest) return null;
  const params = { date: { date: thing.latest } };
  if (thing.limit.due > today) return withBasis({ key: 'lookups.postpone.beyondDue', params }, thing);
  const days = thing.allowed.lateWorkingDays;
  return withBasis({ key: 'lookups.postpone.beyondLate', params: { ...params, days } }, thing);
}

const refusal = ({ allowed: { times } }: Delayable): Text =>
  times === 0 ? { key: 'lookups.postpone.never' } : { key: 'lookups.postpone.tooOften', params: { times } };

const basisOf = ({ view, limit }: Delayable): Text =>
  basisText(view.procedure, limit.basis, limit.confidence);

const withBasis = (why: Text, thing: Delayable): Text => ({
  key: 'lookups.refused',
  params: { why, basis: basisOf(thing) },
});

/** What really gives more time, for those who may record it. */
function extension({ view, limit }: Delayable, asked: Asked): { lines: Text[]; offers: Offer[] } {
  const days = extensionOf(view, limit);
  if (days === null) return { lines: [], offers: [] };
  const answers = { case: view.stored.id, step: limit.step };
  return {
    lines: [{ key: 'lookups.postpone.extension', params: { days } }],
    offers: mayExtend(view, asked, limit)
      ? [offer('extend-limit', answers, { key: 'lookups.offers.extend' })]
      : [],
  };
}

/** What it is called in a sentence. */
export const named = ({ own, name, title }: { own: boolean; name: Text; title: Text }): Text =>
  own ? title : { key: 'lookups.postpone.named', params: { name, title } };

const nameOf = ({ own, view, limit }: Delayable): Text =>
  named({ own, name: view.name, title: limitTitle(view.procedure, view.report, limit) });

/** As the digest has it. */
function label({ own, view, limit }: Delayable): Text {
  const title = limitTitle(view.procedure, view.report, limit);
  const params = { name: view.name, title, date: { date: limit.due } };
  return { key: own ? 'lookups.postpone.own' : 'lookups.postpone.item', params };
}
