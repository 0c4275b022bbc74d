import { describe, expect, it } from 'vitest';
import { digestReply } from '../../src/reminders/digest-text.ts';
import { aCase, limit, mentor, morning, secretary } from './given.ts';

const monthly = (over: Parameters<typeof limit>[0] = {}) =>
  limit({
    step: 'helped',
    clock: 'mentor-report',
    kind: 'recurring',
    owner: 'mentor',
    instance: '2026-06',
    from: '2026-06-01',
    due: '2026-06-30',
    limit: '2026-06-30',
    rungs: ['2026-06-25'],
    daysLeft: 5,
    daysUnit: 'days',
    ...over,
  });

const digestFor = (personId: number, cases: Parameters<typeof morning>[1], today = '2026-06-25') => {
  const digest = morning(today, cases).digests.find((one) => one.person.personId === personId);
  if (!digest) throw new Error(`nothing for ${personId}`);
  return digestReply(digest, today);
};

describe('a digest in words', () => {
  it('puts each thing under its heading, hardest first, and says what was left', () => {
    const late = aCase('2026-06-25', [limit({ status: 'overdue' })], { caseId: 1 });
    const coming = aCase(
      '2026-06-25',
      [limit({ due: '2026-07-15', limit: '2026-07-15', rungs: ['2026-06-25'] })],
      { caseId: 2 },
    );
    expect(digestFor(secretary, [coming, late]).lines.map((line) => line.key)).toEqual([
      'reminders.digest.title',
      'reminders.group.late',
      'status.item.case.late',
      'reminders.group.coming',
      'status.item.case.soon',
    ]);
  });

  it('tells the same duty towards several people in one line, with one button that asks which', () => {
    const cases = ['Hoa', 'Nam', 'Lan', 'Bình', 'Tâm'].map((candidateName, n) =>
      aCase('2026-06-25', [monthly()], { caseId: n + 1, candidateName }),
    );
    const reply = digestFor(mentor, cases);
    const line = reply.lines.find((one) => one.key === 'status.item.several.soon');
    expect(line?.params).toMatchObject({ count: 5, due: { date: '2026-06-30' } });
    expect(line?.params?.names).toHaveLength(5);
    expect(reply.choices?.map((choice) => choice.id)).toEqual(['go:flow:assess']);
  });

  it('stands among the late things when earlier months were missed, and still says when this one is due', () => {
    const before = monthly({
      instance: '2026-05',
      due: '2026-05-29',
      limit: '2026-05-31',
      status: 'overdue',
      rungs: [],
    });
    const reply = digestFor(mentor, [aCase('2026-06-25', [before, monthly()])]);
    expect(reply.lines.map((line) => line.key)).toEqual([
      'reminders.digest.title',
      'reminders.group.late',
      'status.item.missed',
    ]);
    expect(reply.lines[2]?.params).toMatchObject({ count: 1, line: { key: 'status.item.case.soon' } });
  });

  it('offers each door once', () => {
    const twice = ['a', 'b'].map((clock) => limit({ clock, status: 'overdue' }));
    expect(digestFor(secretary, [aCase('2026-06-25', twice)]).choices).toHaveLength(1);
  });
});
