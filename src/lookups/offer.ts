/** A button to another conversation, with as many of its answers as a button can carry; the rest are asked there. */
import { goFlow } from '../conversation/buttons.ts';
import type { LookupResult } from '../conversation/machine-types.ts';
import type { Text } from '../words/text.ts';

export type Offer = NonNullable<LookupResult['offers']>[number];

/** Answers in the order of their weight: the last are left out first. */
export function offer(flow: string, answers: Record<string, string | number>, label: Text): Offer {
  const entries = Object.entries(answers);
  while (entries.length > 0 && !fits(flow, Object.fromEntries(entries))) entries.pop();
  return { flow, answers: Object.fromEntries(entries), label };
}

function fits(flow: string, answers: Record<string, string | number>): boolean {
  try {
    goFlow(flow, answers);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
