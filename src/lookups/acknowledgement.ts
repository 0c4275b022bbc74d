/** The message of reminders that a typed "đã nhận" means: the newest one. A button names its own. */
import { lastDigestOf } from '../store/heard.ts';
import { stop } from './case-view.ts';
import type { Lookup } from './context.ts';

export const digestToAcknowledge: Lookup = async (asked) => {
  const newest = await lastDigestOf(asked.q, asked.actor.personId);
  if (newest === null) return stop({ key: 'lookups.none.digest' });
  const value = String(newest);
  return { options: [{ value, label: { key: 'lookups.acknowledgement.newest' } }], only: value };
};
