/**
 * How the machine asks the world outside: it reads results from the view, and where one is missing it stops and names
 * it. The caller resolves what is named and calls again with the same arguments.
 */
import type { Answers, LookupCall, LookupResult, Need, View } from './machine-types.ts';
import type { Scene } from './scene.ts';

/** Equal for equal questions to the world: the machine always names the answers in the order of their questions. */
export const lookupKey = (call: LookupCall): string => keyOf(call.flow, call.name, call.answers);

const keyOf = (flow: string, name: string, answers: Answers): string =>
  `${flow}/${name}?${JSON.stringify(answers)}`;

/** Reads one lookup of a flow with the answers known so far. */
export type Ask = (flow: string, name: string, answers: Answers) => LookupResult;

/** Gives what `work` gives, worked out once a turn: not again when the machine is called again with its lookups. */
export type Once = <T>(what: string, work: () => T) => T;

/** Runs `work`; if it asked for something the view does not hold, says what is needed instead. */
export function withLookups<T>(flows: Scene['flows'], view: View, work: (scene: Scene) => T): T | Need<T> {
  const ask: Ask = (flow, name, answers) => {
    const result = view.lookups.get(keyOf(flow, name, answers));
    // A copy: what is known grows while the work goes on.
    if (!result) throw new Missing([{ name, flow, answers: { ...answers } }]);
    return result;
  };
  const kept = new Map<string, unknown>();
  const once: Once = <Kept>(what: string, found: () => Kept): Kept => {
    if (!kept.has(what)) kept.set(what, found());
    return kept.get(what) as Kept;
  };
  const scene: Scene = { flows, view, ask, once };
  const attempt = (): T | Need<T> => {
    try {
      return work(scene);
    } catch (error) {
      if (error instanceof Missing) return { need: error.calls, again: attempt };
      throw error;
    }
  };
  return attempt();
}

/** Both, so that what is missing for either is asked for at once. */
export function both<A, B>(first: () => A, second: () => B): [A, B] {
  const a = orMissing(first);
  const b = orMissing(second);
  if (a instanceof Missing) throw b instanceof Missing ? new Missing([...a.calls, ...b.calls]) : a;
  if (b instanceof Missing) throw b;
  return [a, b];
}

function orMissing<T>(work: () => T): T | Missing {
  try {
    return work();
  } catch (error) {
    if (error instanceof Missing) return error;
    throw error;
  }
}

// Thrown only to leave a deep computation early and never seen outside this file: no error, whose stack would cost more
// than the whole computation.
class Missing {
  readonly calls: LookupCall[];
  constructor(calls: LookupCall[]) {
    this.calls = calls;
  }
}
