/** Whether a time limit may be extended: the rule must know an extension, and the limit must be running. */
import { anchorDay } from './anchors.ts';
import type { EventOf } from './fold.ts';
import { type Attempt, refuse } from './refuse.ts';
import type { Refusal } from './report.ts';

export function checkExtension(event: EventOf<'extension-granted'>, { now }: Attempt): Refusal[] {
  const { step, clock } = event;
  const rule = now.procedure.steps[step]?.clocks[clock];
  if (!rule) return [refuse('unknown-clock', { step, clock }, 'clock')];
  if (rule.kind !== 'due' || rule.extension === undefined) {
    return [refuse('not-extendable', { step, clock }, 'clock', rule.basis)];
  }
  if (now.journey.extensions.has(`${step}/${clock}`)) {
    return [refuse('already-extended', { step, clock }, 'clock', rule.basis)];
  }
  const running = anchorDay(rule.from, now) !== undefined && !now.journey.done.has(step);
  return running ? [] : [refuse('clock-not-running', { step, clock }, 'clock', rule.basis)];
}
