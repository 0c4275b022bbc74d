/** Who is told of a limit on its days, in their own right or in the place of somebody without a chat. */
import { describe, expect, it } from 'vitest';
import type { Roster } from '../../src/answers/owners.ts';
import { type NewNotice, type NoticesAt, noticesOf } from '../../src/reminders/notices.ts';
import {
  aCase,
  calendar,
  candidate,
  cell,
  committee,
  deputy,
  entry,
  mentor,
  monthly,
  provinceOfficer,
  roster,
  secretary,
  wardOfficer,
  without,
} from './given.ts';

const at = (today: string, over: Partial<NoticesAt> = {}): NoticesAt => ({
  today,
  calendar,
  roster,
  reachable: () => true,
  acknowledged: () => false,
  postponedUntil: () => null,
  ...over,
});
const told = (notices: readonly NewNotice[]): [number, string, string][] =>
  notices.map((n): [number, string, string] => [n.personId, n.reason, n.moment]).sort((a, b) => a[0] - b[0]);
const on = (today: string, entries = [entry()], over: Partial<NoticesAt> = {}, place = {}) =>
  told(noticesOf(aCase(entries, place), at(today, over)).notices);
const withoutChat = (...gone: number[]) => ({ reachable: (one: number) => !gone.includes(one) });
const also = (...roles: Roster['roles']): Roster => ({ ...roster, roles: [...roster.roles, ...roles] });

describe('who is told', () => {
  it('whoever owes it, on a day of the rule; nobody before', () => {
    expect(on('2026-05-29')).toEqual([]);
    expect(on('2026-06-01')).toEqual([[secretary, 'owner', '2026-06-01']]);
  });

  it('then the cell’s committee, and once it is late the committee above', () => {
    expect(on('2026-06-08')).toEqual([
      [secretary, 'owner', '2026-06-08'],
      [deputy, 'cellCommittee', '2026-06-08'],
    ]);
    expect(on('2026-06-22')).toEqual([
      [wardOfficer, 'committee', '2026-06-22'],
      [secretary, 'owner', '2026-06-22'],
      [deputy, 'cellCommittee', '2026-06-16'],
    ]);
  });

  it('of what the committee owes, the secretary who waits for it, and the body above that committee', () => {
    const decide = entry({
      owner: 'grassrootsCommittee',
      step: 'committee-proposes-admission',
      clock: 'committee-limit',
    });
    expect(on('2026-06-22', [decide])).toEqual([
      [provinceOfficer, 'committee', '2026-06-22'],
      [wardOfficer, 'owner', '2026-06-22'],
      [secretary, 'cellSecretary', '2026-06-22'],
    ]);
  });

  it('nobody twice: whoever owes it hears of it as that and in no other role', () => {
    const both = also({ personId: secretary, role: 'cellCommitteeMember', organizationId: cell });
    const people = on('2026-06-16', [entry()], { roster: both }).map(([id]) => id);
    expect(people).toEqual([...new Set(people)]);
    expect(on('2026-06-16', [entry()], { roster: both })).toContainEqual([secretary, 'owner', '2026-06-16']);
  });

  it('a mentor who sits in the cell’s committee is told as a member of it where the mentor is not meant', () => {
    const sits = also({ personId: mentor, role: 'cellCommitteeMember', organizationId: cell });
    expect(on('2026-06-08', [entry()], { roster: sits })).toContainEqual([
      mentor,
      'cellCommittee',
      '2026-06-08',
    ]);
  });

  it('mentor and candidate, where there is something for them to prepare', () => {
    const opens = entry({
      key: 'cell-votes-recognition/not-before-month-12',
      step: 'cell-votes-recognition',
      clock: 'not-before-month-12',
      kind: 'earliest',
      earliest: '2026-06-15',
    });
    expect(on('2026-06-01', [opens]).map(([id]) => id)).toEqual([secretary, mentor, candidate]);
  });

  it('a report of a candidate without a mentor falls to the secretary', () => {
    const report = monthly('2026-05', '2026-05-29');
    expect(on('2026-05-26', [report])).toEqual([[mentor, 'owner', '2026-05-26']]);
    expect(on('2026-05-26', [report], {}, { mentorId: null })).toEqual([[secretary, 'owner', '2026-05-26']]);
  });

  it('nobody hears of their own admission but of what they owe as a candidate', () => {
    const own = { candidateId: secretary };
    expect(on('2026-06-16', [entry()], {}, own).map(([id]) => id)).toEqual([deputy]);
    const papers = entry({ owner: 'candidate', step: 'member-papers', clock: 'member-papers-limit' });
    expect(on('2026-06-16', [papers])).toContainEqual([candidate, 'owner', '2026-06-16']);
  });

  it('a limit that nobody can be found for is named', () => {
    const nobody = noticesOf(aCase([entry()]), at('2026-06-01', { roster: without(secretary, deputy) }));
    expect(nobody.withoutOwner).toEqual(['7:ceremony/ceremony-limit']);
    expect(noticesOf(aCase([entry()]), at('2026-06-01')).withoutOwner).toEqual([]);
  });
});

describe('of several things that wait', () => {
  it('of a recurring duty the newest period speaks, once it has had its day', () => {
    const both = [monthly('2026-05', '2026-05-29'), monthly('2026-06', '2026-06-30', { missed: 1 })];
    const subjects = (today: string) =>
      noticesOf(aCase(both), at(today)).notices.map((notice) => notice.subject);
    expect(new Set(subjects('2026-06-15'))).toEqual(new Set(['helped/mentor-report#2026-05']));
    expect(new Set(subjects('2026-06-25'))).toEqual(new Set(['helped/mentor-report#2026-06']));
  });

  it('that something may begin is not said any more once the limit by which it must be done has spoken', () => {
    const step = 'cell-votes-recognition';
    const opens = entry({
      key: `${step}/not-before-month-12`,
      step,
      clock: 'not-before-month-12',
      kind: 'earliest',
      earliest: '2026-05-04',
      due: '2026-05-04',
      rungs: [],
    });
    const window = entry({ key: `${step}/recognition-window`, step, clock: 'recognition-window' });
    const subjects = (today: string) =>
      new Set(noticesOf(aCase([opens, window]), at(today)).notices.map((notice) => notice.subject));
    expect(subjects('2026-05-05')).toEqual(new Set([opens.key]));
    expect(subjects('2026-06-02')).toEqual(new Set([window.key]));
  });
});

describe('"đã nhận"', () => {
  it('stops the repetitions of that word for whoever acknowledged it, and of no other', () => {
    const acknowledged = (personId: number, _subject: string, rung: string) =>
      personId === secretary && rung <= '2026-06-01';
    expect(on('2026-06-04')).toEqual([[secretary, 'owner', '2026-06-04']]);
    expect(on('2026-06-04', [entry()], { acknowledged })).toEqual([]);
    expect(on('2026-06-08', [entry()], { acknowledged })).toContainEqual([secretary, 'owner', '2026-06-08']);
    expect(on('2026-06-11', [entry()], { acknowledged })).toContainEqual([secretary, 'owner', '2026-06-11']);
  });

  it('changes nothing of what the others hear', () => {
    const all = on('2026-06-22', [entry()], { acknowledged: () => true });
    expect(all.filter(([id]) => id !== secretary)).toEqual(
      on('2026-06-22').filter(([id]) => id !== secretary),
    );
  });
});

describe('"xin lùi"', () => {
  const until = (day: string) => ({
    postponedUntil: (personId: number) => (personId === secretary ? day : null),
  });

  it('nothing before that day, and on it what would have been said, even if it is no day of the ladder', () => {
    expect(on('2026-06-08', [entry()], until('2026-06-12')).map(([id]) => id)).toEqual([deputy]);
    const then = on('2026-06-12', [entry()], until('2026-06-12'));
    expect(then).toContainEqual([secretary, 'postponed', '2026-06-12']);
  });

  it('on a day off it comes on the next working day', () => {
    expect(on('2026-06-13', [entry()], until('2026-06-13')).map(([id]) => id)).toEqual([deputy]);
    expect(noticesOf(aCase([entry()]), at('2026-06-12', until('2026-06-13'))).nextAttention).toBe(
      '2026-06-15',
    );
  });

  it('a day of the ladder that comes after it counts as always', () => {
    expect(on('2026-06-16', [entry()], until('2026-06-12'))).toContainEqual([
      secretary,
      'owner',
      '2026-06-16',
    ]);
  });

  it('the others hear regardless, and the case is looked at on that day', () => {
    const planned = noticesOf(aCase([entry()]), at('2026-06-22', until('2026-06-24')));
    expect(planned.nextAttention).toBe('2026-06-24');
    expect(told(planned.notices)).toEqual([
      [wardOfficer, 'committee', '2026-06-22'],
      [deputy, 'cellCommittee', '2026-06-16'],
    ]);
  });
});

describe('somebody without a chat', () => {
  const standIns = (today: string, over: Partial<NoticesAt>, entries = [entry()], place = {}) =>
    noticesOf(aCase(entries, place), at(today, over))
      .notices.filter((notice) => notice.insteadOf !== null)
      .map((notice) => [notice.insteadOf, notice.personId]);
  const report = [monthly('2026-05', '2026-05-29')];

  it('the mentor: the secretary hears in their place', () => {
    expect(standIns('2026-05-26', withoutChat(mentor), report)).toEqual([[mentor, secretary]]);
  });

  it('the secretary: the committee of the cell, then the officer above', () => {
    expect(standIns('2026-06-01', withoutChat(secretary))).toEqual([[secretary, deputy]]);
    expect(standIns('2026-06-01', withoutChat(secretary, deputy))).toEqual([[secretary, wardOfficer]]);
    expect(standIns('2026-06-01', withoutChat(secretary, deputy, wardOfficer))).toEqual([
      [secretary, provinceOfficer],
    ]);
  });

  it('an officer: the others of that body, then the body above', () => {
    const colleague = also({ personId: 21, role: 'committeeOfficer', organizationId: committee });
    const limit = [entry({ owner: 'grassrootsCommittee', clock: 'committee-limit' })];
    expect(standIns('2026-06-01', withoutChat(wardOfficer), limit)).toEqual([[wardOfficer, provinceOfficer]]);
    // Both owe it: the colleague knows already.
    expect(standIns('2026-06-01', { ...withoutChat(wardOfficer), roster: colleague }, limit)).toEqual([]);
  });

  it('an officer of the province above whom there is nobody: nobody hears, and it is known who is missing', () => {
    const limit = [entry({ owner: 'decidingBody', clock: 'decide' })];
    const planned = noticesOf(aCase(limit), at('2026-06-01', withoutChat(provinceOfficer)));
    expect(planned.notices).toEqual([]);
    expect(planned.unreachable).toEqual([provinceOfficer]);
  });

  it('never the candidate, and nobody who hears of it in their own right or owes it', () => {
    const all = noticesOf(aCase([entry()]), at('2026-06-08', withoutChat(deputy)));
    expect(told(all.notices)).toEqual([[secretary, 'owner', '2026-06-08']]);
    expect(all.unreachable).toEqual([deputy]);
    const own = standIns('2026-05-26', withoutChat(mentor), report, { candidateId: secretary });
    expect(own).toEqual([[mentor, deputy]]);
  });

  it('once they are in, they hear for themselves', () => {
    expect(on('2026-05-29', report, withoutChat())).toEqual([[mentor, 'owner', '2026-05-29']]);
  });
});

describe('when the case is looked at again', () => {
  it('on the next day of any of its limits, or when its agenda holds no more', () => {
    const two = [entry(), entry({ key: 'a/b', step: 'a', clock: 'b', rungs: ['2026-06-03'] })];
    expect(noticesOf(aCase(two), at('2026-06-01')).nextAttention).toBe('2026-06-03');
    expect(noticesOf(aCase(two, { agendaUntil: '2026-06-02' }), at('2026-06-01')).nextAttention).toBe(
      '2026-06-02',
    );
    expect(noticesOf(aCase([]), at('2026-06-01')).nextAttention).toBe('2099-01-01');
  });

  it('always after today', () => {
    expect(noticesOf(aCase([], { agendaUntil: '2026-06-01' }), at('2026-06-01')).nextAttention).toBe(
      '2026-06-02',
    );
  });
});
