/**
 * Real cases, day by day under the real calendar: the marks of the recurring duties, and how word goes up when nobody acts.
 * The road is that of an ordinary young person, told up to a day and then left lying.
 */
import { describe, expect, it } from 'vitest';
import type { ExaminedCase } from '../../src/answers/examined.ts';
import { loadDoors } from '../../src/answers/menu-data.ts';
import { addDays } from '../../src/procedure/dates.ts';
import { type CaseFile, examine, procedureInForce, resolveProcedure } from '../../src/procedure/index.ts';
import { agendaOf } from '../../src/reminders/agenda.ts';
import type { PlannedCase } from '../../src/reminders/notices.ts';
import { createWords } from '../../src/words/say.ts';
import {
  calendar,
  catalog,
  paper,
  roadUntil,
  roadWith,
  roots,
  step,
  type Told,
  tell,
} from '../procedure/story.ts';
import { type Circumstances, daysOf, live, type Said } from './days.ts';
import { aCase, candidate, deputy, mentor, place, provinceOfficer, secretary, wardOfficer } from './given.ts';

const doors = loadDoors(roots);
const words = createWords(roots);

/** Lives with a case to which nothing happens but what is told; its agenda is computed anew only when it holds no more. */
function left(
  events: readonly Told[],
  first: string,
  last: string,
  given: Circumstances & { overlay?: string } = {},
) {
  const file = tell(events, { overlay: given.overlay ?? null });
  const { said } = live(first, last, [planned(file, first)], {
    ...given,
    calendar,
    change: (day, cases) => {
      const known = cases.get(7);
      if (known === undefined || known.agendaUntil <= day) cases.set(7, planned(file, day));
    },
  });
  return {
    said,
    /** "day reason" of each word to a person on that limit. */
    days: (personId: number, clock: string) => {
      const subjects = new Set(said.flatMap((one) => one.notices.map((n) => n.subject)));
      const own = [...subjects].filter((subject) => subject.split('#')[0]?.endsWith(`/${clock}`));
      return own.flatMap((subject) => daysOf(said, personId, subject)).sort();
    },
  };
}

function planned(file: CaseFile, day: string): PlannedCase {
  const procedure = resolveProcedure(catalog, procedureInForce(file));
  const examined: ExaminedCase = {
    ...place,
    caseId: 7,
    candidateName: 'Nguyễn Thị Hoa',
    cellName: 'Chi bộ 3',
    eventCount: file.events.length,
    lastMoved:
      file.events
        .map((event) => event.on)
        .sort()
        .at(-1) ?? null,
    procedure,
    report: examine(procedure, file, calendar, day),
  };
  const { agenda, until } = agendaOf(examined, doors, calendar);
  return aCase(agenda.entries, { agendaUntil: until });
}

const textOf = (said: readonly Said[], personId: number, day: string): string =>
  said
    .filter((one) => one.personId === personId && one.day === day)
    .flatMap((one) => one.messages)
    .flatMap((message) => message.lines.map((line) => words.say(line, 'vi')))
    .join('\n');
/** Nudges apart: acknowledging everything leaves the days of the ladder alone. */
const everybody = { acknowledging: [secretary, deputy, mentor, candidate, wardOfficer, provinceOfficer] };

describe('a verification letter that is not answered', () => {
  // Delivered on Tuesday 16 December 2025: 1 and 2 January are off, Saturday 10 January is worked.
  const letter = () => left(roadUntil('2025-12-16'), '2025-12-16', '2026-03-31', everybody);

  it('comes to the secretary on working days 15, 25 and 30, on the first day late, and goes on', () => {
    const { days } = letter();
    expect(days(secretary, 'reply-domestic').slice(0, 6)).toEqual([
      '2026-01-08 owner',
      '2026-01-21 owner',
      '2026-01-28 owner',
      '2026-01-29 owner',
      '2026-02-04 owner',
      '2026-02-11 owner',
    ]);
  });

  it('to the committee of the cell on day 25 and when it is late, to the ward a week late', () => {
    const { days, said } = letter();
    expect(days(deputy, 'reply-domestic')).toEqual(['2026-01-21 cellCommittee', '2026-01-29 cellCommittee']);
    // Twenty working days late is after Tết: 16 to 20 February are off.
    expect(days(wardOfficer, 'reply-domestic')).toEqual(['2026-02-04 committee', '2026-03-04 committee']);
    expect(days(provinceOfficer, 'reply-domestic')).toEqual([]);
    expect(textOf(said, wardOfficer, '2026-02-04')).toContain(
      'Hạn trả lời thẩm tra trong nước: Cha, Quê nội – 28/1/2026, chậm 5 ngày làm việc\n  Việc của bí thư chi bộ. Đã nhắc: đồng chí Nguyễn Văn Nam (28/1/2026, 29/1/2026, 4/2/2026; đã nhận',
    );
  });

  it('is quiet in Tết and comes back on the first working day', () => {
    const { said } = letter();
    expect(said.filter((one) => one.day >= '2026-02-14' && one.day <= '2026-02-22')).toEqual([]);
    expect(said.some((one) => one.day === '2026-02-24' || one.day === '2026-02-23')).toBe(true);
  });

  it('a month with Tết in it is still told three working days before its last', () => {
    const { days } = left(roadUntil('2025-12-16'), '2026-02-01', '2026-03-10', everybody);
    // February 2026: the last working day is Friday the 27th, three working days before it is Tuesday the 24th.
    expect(days(mentor, 'mentor-report').filter((one) => one > '2026-02-12')).toEqual([
      // January's, a week later than on the 11th: Wednesday the 18th is the second day of Tết.
      '2026-02-23 owner',
      '2026-02-24 owner',
      '2026-02-27 owner',
      '2026-03-02 owner',
    ]);
  });

  it('an answered letter is never spoken of again', () => {
    const { days } = left(roadUntil('2026-01-12'), '2026-01-12', '2026-03-31', everybody);
    expect(days(secretary, 'reply-domestic')).toEqual([]);
  });
});

describe('a certificate that runs out', () => {
  const issued = [
    step('introduced', '2021-03-01'),
    step('listed', '2021-03-02'),
    paper('awareness-certificate', '2021-10-15'),
  ];

  it('comes to secretary and mentor 12, 6, 3 and 1 months before, to the cell’s committee at last, to nobody above', () => {
    const { days } = left(issued, '2025-09-01', '2027-01-15', everybody);
    const before = ['2025-10-15 owner', '2026-04-15 owner', '2026-07-15 owner', '2026-09-15 owner'];
    expect(days(secretary, 'certificate-expiry')).toEqual([
      ...before,
      '2026-10-15 owner',
      '2026-10-16 owner',
      // Every thirty days from then on: Sunday 15 November is said on Monday.
      '2026-11-16 owner',
      '2026-12-15 owner',
      '2027-01-14 owner',
    ]);
    expect(days(mentor, 'certificate-expiry')).toEqual(before);
    expect(days(deputy, 'certificate-expiry')).toEqual([
      '2026-09-15 cellCommittee',
      '2026-10-16 cellCommittee',
    ]);
    expect(days(wardOfficer, 'certificate-expiry')).toEqual([]);
    expect(days(provinceOfficer, 'certificate-expiry')).toEqual([]);
  });
});

describe('a file that grows old', () => {
  it('60, 30 and 7 days before the twelve months are over', () => {
    // Opened on 24 November 2025. Saturday 25 September falls on no working day: the count goes back from Tuesday 24 November.
    const { days } = left(roadUntil('2026-01-13'), '2026-06-01', '2026-12-31', everybody);
    expect(days(secretary, 'file-expiry').slice(0, 5)).toEqual([
      '2026-09-24 owner',
      '2026-10-26 owner',
      '2026-11-16 owner',
      '2026-11-23 owner',
      '2026-11-25 owner',
    ]);
  });
});

describe('a resolution that waits for its decision', () => {
  const resolved = roadUntil('2026-02-04');

  it('comes to the province on working days 35, 40 and 45, the secretary who waits hears from the last of them on', () => {
    const { days } = left(resolved, '2026-02-04', '2026-05-20', everybody);
    expect(days(provinceOfficer, 'decide').slice(0, 4)).toEqual([
      '2026-04-01 owner',
      '2026-04-08 owner',
      '2026-04-15 owner',
      '2026-04-16 owner',
    ]);
    expect(days(secretary, 'decide').slice(0, 2)).toEqual([
      '2026-04-08 cellSecretary',
      '2026-04-15 cellSecretary',
    ]);
    expect(days(wardOfficer, 'decide')).toEqual([]);
  });

  it('in Hà Nội the file goes up by day 3 and 5, the ward resolves by day 20 and 25', () => {
    const { days } = left(resolved, '2026-02-04', '2026-04-10', { ...everybody, overlay: 'ha-noi' });
    expect(days(secretary, 'send-up').slice(0, 3)).toEqual([
      '2026-02-09 owner',
      '2026-02-11 owner',
      '2026-02-12 owner',
    ]);
    expect(days(wardOfficer, 'committee-limit').slice(0, 3)).toEqual([
      '2026-03-11 owner',
      '2026-03-18 owner',
      '2026-03-19 owner',
    ]);
    // The ward itself is late: the body above it hears.
    expect(days(provinceOfficer, 'committee-limit')).toEqual(['2026-03-25 committee']);
  });
});

describe('a decision without its ceremony', () => {
  it('working days 10, 20, 25 and 30 from the day it was issued', () => {
    const { days } = left(roadUntil('2026-03-20'), '2026-03-20', '2026-05-31', everybody);
    expect(days(secretary, 'ceremony-limit').slice(0, 5)).toEqual([
      '2026-03-30 owner',
      '2026-04-13 owner',
      '2026-04-20 owner',
      '2026-04-28 owner',
      '2026-04-29 owner',
    ]);
    expect(days(candidate, 'ceremony-limit')).toEqual([]);
  });
});

describe('after the ceremony', () => {
  const admitted = roadUntil('2026-03-26');

  it('the new member and the secretary hear of the papers on working days 20 and 30', () => {
    const { days } = left(admitted, '2026-03-26', '2026-05-31', everybody);
    expect(days(candidate, 'member-papers-limit').slice(0, 2)).toEqual([
      '2026-04-23 owner',
      '2026-05-12 owner',
    ]);
    expect(days(secretary, 'member-papers-limit').slice(0, 2)).toEqual([
      '2026-04-23 cellSecretary',
      '2026-05-12 cellSecretary',
    ]);
  });

  it('of the class in months 1, 6 and 9, with whoever has to go there', () => {
    const noClass = roadWith(
      (event) => ('paper' in event && event.paper === 'new-member-certificate' ? null : event),
      '2026-05-01',
    );
    const { days } = left(noClass, '2026-03-26', '2027-03-01', everybody);
    expect(days(secretary, 'class-by-recognition')).toEqual([
      '2026-04-28 owner',
      '2026-09-28 owner',
      '2026-12-28 owner',
    ]);
    expect(days(candidate, 'class-by-recognition')).toEqual(days(secretary, 'class-by-recognition'));
  });

  it('of the recognition in month 11 and 12 with mentor and probationer, then on working days 10, 20, 25 and 30', () => {
    const { days } = left(roadUntil('2026-08-10'), '2026-08-10', '2027-06-30', everybody);
    expect(days(candidate, 'not-before-month-12')).toEqual(['2027-02-26 owner', '2027-03-26 owner']);
    expect(days(mentor, 'not-before-month-12')).toEqual(days(candidate, 'not-before-month-12'));
    expect(days(secretary, 'recognition-window').slice(0, 5)).toEqual([
      '2027-04-09 owner',
      '2027-04-26 owner',
      '2027-05-05 owner',
      '2027-05-12 owner',
      '2027-05-13 owner',
    ]);
    expect(days(candidate, 'recognition-window')).toEqual([]);
  });
});

describe('a month’s report that the mentor forgets', () => {
  const { days, said } = left(roadUntil('2025-12-16'), '2026-05-01', '2026-07-31', everybody);

  it('comes three working days before the last of the month, on it, the day after, and once a week until the next month', () => {
    expect(days(mentor, 'mentor-report').filter((one) => one >= '2026-05-25' && one < '2026-07-01')).toEqual([
      '2026-05-26 owner',
      '2026-05-29 owner',
      '2026-06-01 owner',
      '2026-06-10 owner',
      '2026-06-17 owner',
      '2026-06-24 owner',
      '2026-06-25 owner',
      '2026-06-30 owner',
    ]);
  });

  it('goes to the committee of the cell, then to its secretary, and no further', () => {
    expect(days(deputy, 'mentor-report').filter((one) => one.startsWith('2026-06'))).toEqual([
      '2026-06-01 cellCommittee',
    ]);
    expect(days(secretary, 'mentor-report').filter((one) => one.startsWith('2026-06'))).toEqual([
      '2026-06-03 cellSecretary',
    ]);
    expect(days(wardOfficer, 'mentor-report')).toEqual([]);
  });

  it('with the months missed before counted in the line of the newest', () => {
    expect(textOf(said, mentor, '2026-06-25')).toMatch(
      /kỳ 6\/2026 – 30\/6\/2026, còn 5 ngày; còn 3 kỳ khác cũng chưa làm/,
    );
  });
});

describe('a move and a mentor who leaves', () => {
  it('another mentor has to be found at once', () => {
    const gone = [
      ...roadUntil('2025-12-08'),
      { type: 'mentor-ended', on: '2025-12-10', mentor: 'Lan', reason: 'moved' } as Told,
    ];
    const { days } = left(gone, '2025-12-10', '2026-01-31', everybody);
    expect(days(secretary, 'replace-mentor').slice(0, 2)).toEqual(['2025-12-10 owner', '2025-12-11 owner']);
    expect(days(wardOfficer, 'replace-mentor')[0]).toBe('2025-12-17 committee');
  });

  it('a file that was sent up is sent on by working day 10 and 15, and decided in time by the old body or not at all', () => {
    const moved = [
      ...roadUntil('2026-02-27'),
      { type: 'candidate-moved', on: '2026-03-02', kind: 'official', sameDecidingBody: false } as Told,
    ];
    const { days } = left(moved, '2026-03-02', '2026-04-30', everybody);
    expect(days(provinceOfficer, 'forward-file').slice(0, 2)).toEqual([
      '2026-03-16 owner',
      '2026-03-23 owner',
    ]);
    expect(days(provinceOfficer, 'decision-after-move-window').slice(0, 2)).toEqual([
      '2026-04-06 owner',
      '2026-04-13 owner',
    ]);
  });
});

describe('days on which nothing ran', () => {
  it('are made up for with the newest word, and nobody above is forgotten', () => {
    const stopped = Array.from({ length: 40 }, (_, n) => addDays('2026-01-18', n));
    const { days } = left(roadUntil('2025-12-16'), '2025-12-16', '2026-03-31', { ...everybody, stopped });
    expect(days(secretary, 'reply-domestic').slice(0, 2)).toEqual(['2026-01-08 owner', '2026-02-27 owner']);
    expect(days(deputy, 'reply-domestic')).toEqual(['2026-02-27 cellCommittee']);
    expect(days(wardOfficer, 'reply-domestic')[0]).toBe('2026-02-27 committee');
  });
});

describe('somebody without a chat', () => {
  it('what the mentor would have got goes to the secretary, and back to the mentor once they are in', () => {
    const { days, said } = left(roadUntil('2025-12-16'), '2026-05-01', '2026-06-05', {
      withoutChat: [mentor],
    });
    expect(days(mentor, 'mentor-report')).toEqual([]);
    expect(days(secretary, 'mentor-report').filter((one) => one > '2026-05-21')[0]).toBe('2026-05-26 owner');
    expect(textOf(said, secretary, '2026-05-26')).toContain(
      'Thay đồng chí Lê Thị Minh, hiện chưa nhắn tin được.',
    );
  });
});
