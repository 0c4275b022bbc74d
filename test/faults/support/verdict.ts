/** What must hold after any trouble: the same facts, every word to its person, nothing twice but what nobody can decide. */
import { expect } from 'vitest';
import { difference, without } from './facts.ts';
import { type Delivery, type Ending, endingOf, writtenBy } from './live.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';

export interface Sorted {
  /** Came twice though it was written once: its receipt was lost with the process, or on the way. */
  twice: Delivery[];
  /** Written, and never came. */
  never: Delivery[];
  /** Came, and was never written. */
  strange: string[];
  /** Chats in which words came in another order than they were written. */
  disordered: number[];
}

export function sortedOut(stage: Stage, written: readonly Delivery[]): Sorted {
  const result: Sorted = { twice: [], never: [], strange: [], disordered: [] };
  for (const chat of new Set(written.map((one) => one.chat))) {
    const meant = written.filter((one) => one.chat === chat && one.status !== 'withdrawn');
    const came = stage.telegram.messages(chat).map(({ text }) => text);
    for (const text of new Set([...meant.map((one) => one.text), ...came])) {
      const deliveries = meant.filter((one) => one.text === text).sort(byCertainty);
      const arrived = came.filter((one) => one === text).length;
      const [first] = deliveries;
      if (!first) result.strange.push(text);
      else for (let more = deliveries.length; more < arrived; more += 1) result.twice.push(first);
      result.never.push(...deliveries.slice(arrived));
    }
    const left = meant.filter((one) => one.status !== 'dead');
    if (!inOrder(left, came)) result.disordered.push(chat);
  }
  return result;
}

/** Of equal words, those arrived of which the program says so. */
const byCertainty = (a: Delivery, b: Delivery): number => certainty(b) - certainty(a);
const certainty = ({ status }: Delivery): number => ['dead', 'waiting', 'ambiguous', 'sent'].indexOf(status);

/**
 * Each message after those written before it; what may have been lost on the way can be missing, and what came before may
 * come again. The same words may have been written several times, so every place that fits is followed.
 */
function inOrder(written: readonly Delivery[], came: readonly string[]): boolean {
  let places = new Set([0]);
  const before = new Set<string>();
  for (const text of came) {
    const next = new Set(before.has(text) ? places : []);
    for (const place of places) {
      for (let at = place; at < written.length; at += 1) {
        if (written[at]?.text === text) next.add(at + 1);
        if (written[at]?.status !== 'ambiguous') break;
      }
    }
    if (next.size === 0) return false;
    before.add(text);
    places = next;
  }
  return true;
}

/** The end condition of every suite but for what the messenger itself lost. */
export async function expectSameEnding(stage: Stage, before: Ending, count: Tally): Promise<Sorted> {
  const ending = await endingOf(stage);
  const written = await writtenBy(stage);
  const sorted = sortedOut(stage, written);
  count.add('updates', stage.front.counts.taken);
  count.add('redeliveries of updates not taken', stage.front.counts.redelivered);
  count.add('redeliveries of updates taken', stage.front.counts.repeated);
  count.add('messages written', written.length);
  count.add('digest messages', written.filter((one) => one.digest).length);
  count.add('messages that came twice, undecidable', sorted.twice.length);
  count.add('messages marked ambiguous', written.filter((one) => one.status === 'ambiguous').length);
  count.add('questions asked for again', stage.people.askedAgain);
  count.add('conversations begun again', stage.people.begunAgain);

  expect(difference(before.facts, ending.facts)).toEqual([]);
  count.add('facts compared', Object.values(ending.facts).flat().length);
  expect({
    missing: without(before.digests, ending.digests),
    added: without(ending.digests, before.digests),
  }).toEqual({
    missing: [],
    added: [],
  });
  expect(sorted.strange).toEqual([]);
  expect(sorted.disordered).toEqual([]);
  expect(written.filter((one) => one.status === 'waiting')).toEqual([]);
  return sorted;
}
