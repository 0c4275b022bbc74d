/** A time limit in one line: what, by when, how long is left, or how late. */
import type { CaseReport, Obligation } from '../procedure/report.ts';
import type { Procedure } from '../procedure/schema.ts';
import { type Text, verbatim } from '../words/text.ts';
import { clockTitle } from './procedure-words.ts';

export function limitLine(
  procedure: Procedure,
  report: Pick<CaseReport, 'verifications'>,
  limit: Obligation,
): Text {
  const title = limitTitle(procedure, report, limit);
  const date = { date: limit.status === 'expired' ? limit.limit : limit.due };
  if (limit.kind === 'earliest') {
    return { key: 'lookups.limit.earliest', params: { title, date: { date: limit.earliest ?? limit.due } } };
  }
  const unit = limit.daysUnit === 'working-days' ? 'workingDays' : 'days';
  const count = Math.abs(limit.daysLeft);
  if (limit.daysLeft < 0) return { key: `lookups.limit.late.${unit}`, params: { title, date, days: count } };
  if (limit.daysLeft === 0) return { key: 'lookups.limit.today', params: { title, date } };
  const line: Text = { key: `lookups.limit.left.${unit}`, params: { title, date, days: count } };
  return limit.provisional ? { key: 'lookups.limit.provisional', params: { line } } : line;
}

/** Two letters have the same limit: whom each concerns and where it went tells them apart. */
export function limitTitle(
  procedure: Procedure,
  report: Pick<CaseReport, 'verifications'>,
  limit: Obligation,
): Text {
  const title = clockTitle(procedure, limit);
  const letter = report.verifications.find((one) => one.id === limit.instance);
  if (!letter) return title;
  const subject: Text = { key: `conversations.send-verification.subject.options.${letter.subject}` };
  return { key: 'lookups.limit.letter', params: { title, subject, place: verbatim(letter.place) } };
}
