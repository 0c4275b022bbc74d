/**
 * How the machine asks the world outside: it reads results from the view, and where one is missing it stops and names
 * it. The caller resolves what is named and calls again with the same arguments.
 */
import type { Answers, LookupCall, LookupResult, Need, View } from './machine-types.ts';

/** Equal for equal questions to the world, whatever the order in which the answers were given. */
export function lookupKey(call: LookupCall): string {
  const answers = Object.entries(call.answers).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${call.flow}/${call.name}?${JSON.stringify(answers)}`;
}

/** Reads one lookup of a flow with the answers known so far. */
export type Ask = (flow: string, name: string, answers: Answers) => LookupResult;

/** Runs `work`; if it asked for something the view does not hold, says what is needed instead. */
export function withLookups<T>(view: View, work: (ask: Ask) => T): T | Need {
  const ask: Ask = (flow, name, answers) => {
    const call: LookupCall = { name, flow, answers };
    const result = view.lookups.get(lookupKey(call));
    if (!result) throw new Missing(call);
    return result;
  };
  try {
    return work(ask);
  } catch (error) {
    if (error instanceof Missing) return { need: [error.call] };
    throw error;
  }
}

// Thrown only to leave a deep computation early; never seen outside this file.
class Missing extends Error {
  readonly call: LookupCall;
  constructor(call: LookupCall) {
    super(`lookup ${call.name}`);
    this.call = call;
  }
}
