/** One digest a person a day: what is said now, in which words, with which buttons. */
import { describe, expect, it } from 'vitest';
import {
  type AboutCase,
  type ComposedDigest,
  composeDigest,
  type DigestInput,
  type PendingNotice,
  type Told,
} from '../../src/reminders/digest.ts';
import { createWords } from '../../src/words/say.ts';
import type { Reply } from '../../src/words/text.ts';
import {
  calendar,
  candidate,
  committee,
  deputy,
  entry,
  mentor,
  monthly,
  names,
  secretary,
  settings,
  standard,
  wardOfficer,
} from './given.ts';

const words = createWords([process.cwd()]);
let lastId = 0;

/** A notice on a limit, as its owner hears it, unless told otherwise. */
function notice(
  over: Partial<Omit<PendingNotice, 'about'>> = {},
  about: Partial<AboutCase> = {},
): PendingNotice {
  lastId += 1;
  const of: AboutCase = {
    kind: 'case',
    caseId: 7,
    candidateId: candidate,
    candidateName: 'Nguyễn Thị Hoa',
    mentorId: mentor,
    inCell: true,
    entry: entry(),
    told: [],
    ladder: standard,
    postponed: 0,
    ...about,
  };
  const subject = of.entry?.key ?? 'ceremony/ceremony-limit';
  return {
    id: lastId,
    insteadOf: null,
    subject,
    moment: '2026-06-08',
    reason: 'owner',
    nudge: false,
    ...over,
    about: of,
  };
}

const bodyNotice = (subject: string, over: object = {}): PendingNotice => ({
  ...notice({ subject, moment: '2026-06-08' }),
  about: {
    kind: 'organization',
    organizationId: committee,
    name: 'Đảng uỷ phường',
    done: false,
    late: null,
    ...over,
  },
});

const input = (
  notices: PendingNotice[],
  over: Partial<DigestInput> = {},
  personId = secretary,
): DigestInput => ({
  person: { personId, name: names[personId] ?? '', language: 'vi', digestHour: 8 },
  today: '2026-06-08',
  hours: { from: 8, to: 8 },
  calendar,
  settings,
  notices,
  toldToday: { daily: false, urgent: false },
  oneMessage: false,
  ...over,
});

const compose = (notices: PendingNotice[], over: Partial<DigestInput> = {}, personId = secretary) =>
  composeDigest(input(notices, over, personId));
type Spoken = Exclude<ComposedDigest, { wait: true }>;
function spoken(notices: PendingNotice[], over: Partial<DigestInput> = {}, personId = secretary): Spoken {
  const composed = compose(notices, over, personId);
  if ('wait' in composed) throw new Error('nothing was said');
  return composed;
}
const said = (reply: Reply | undefined): string =>
  reply?.lines.map((line) => words.say(line, 'vi')).join('\n') ?? '';
const buttons = (reply: Reply | undefined): string[] => (reply?.choices ?? []).map((choice) => choice.id);
const messages = (notices: PendingNotice[], over: Partial<DigestInput> = {}, personId = secretary): Reply[] =>
  spoken(notices, over, personId).messages(41);
const waits = (notices: PendingNotice[], over: Partial<DigestInput> = {}): boolean =>
  'wait' in compose(notices, over);

const late = entry({ key: 'a/late', due: '2026-06-01', rungs: [] });
const today = entry({ key: 'a/today', due: '2026-06-08', rungs: [] });
const manyCases = (count: number, one = entry()): PendingNotice[] =>
  Array.from({ length: count }, (_, n) =>
    notice({}, { caseId: n + 1, candidateName: `Người ${n + 1}`, entry: one }),
  );

describe('at whose hour', () => {
  it('waits for the hour the person chose', () => {
    expect(waits([notice()], { hours: { from: 7, to: 7 } })).toBe(true);
    expect(waits([notice()], { hours: { from: 8, to: 8 } })).toBe(false);
    expect(waits([notice()], { hours: { from: 0, to: 23 } })).toBe(false);
  });

  it('is said at the first run after it, but not in the quiet hours', () => {
    expect(waits([notice()], { hours: { from: 20, to: 20 } })).toBe(false);
    expect(waits([notice()], { hours: { from: 21, to: 21 } })).toBe(true);
    expect(waits([notice()], { hours: { from: 3, to: 3 } })).toBe(true);
  });

  it('an hour that somebody chose is theirs even if it is quiet', () => {
    const person = { ...input([]).person, digestHour: 22 };
    expect(waits([notice()], { person, hours: { from: 22, to: 22 } })).toBe(false);
    expect(waits([notice()], { person, hours: { from: 23, to: 23 } })).toBe(true);
    const early = { ...person, digestHour: 5 };
    expect(waits([notice()], { person: early, hours: { from: 5, to: 5 } })).toBe(false);
  });
});

describe('on days off', () => {
  // Saturday 30 May: the last working day of the month was Friday, the limit is Sunday.
  const month = monthly('2026-05', '2026-05-29', { limit: '2026-05-31' });

  it('only what is due that very day is said', () => {
    expect(waits([notice()], { today: '2026-06-06' })).toBe(true);
    const composed = spoken([notice(), notice({}, { entry: month })], { today: '2026-05-30' });
    expect(composed.said).toHaveLength(1);
    expect(said(composed.messages(1)[0])).toContain('Hạn hôm nay');
  });

  it('in Tết everything else waits for the first working day, and comes together then', () => {
    const sayable = (day: string) => !waits([notice()], { today: day });
    expect(['2026-02-16', '2026-02-18', '2026-02-20', '2026-02-21', '2026-02-22'].filter(sayable)).toEqual(
      [],
    );
    expect(sayable('2026-02-23')).toBe(true);
  });

  it('a Saturday worked instead of a holiday is a working day', () => {
    expect(waits([notice()], { today: '2026-08-22' })).toBe(false);
    expect(waits([notice()], { today: '2026-08-31' })).toBe(true);
  });
});

describe('one a day', () => {
  const told = { daily: true, urgent: false };

  it('after it only what is due today or was escalated still comes, once', () => {
    expect(waits([notice()], { toldToday: told })).toBe(true);
    expect(waits([notice({}, { entry: late })], { toldToday: told })).toBe(true);
    const due = spoken([notice({}, { entry: today }), notice()], { toldToday: told });
    expect(due).toMatchObject({ kind: 'urgent', apart: [] });
    expect(due.said).toHaveLength(1);
    expect(said(due.messages(1)[0])).toMatch(/^Báo thêm đồng chí Nguyễn Văn Nam việc gấp/);
    const escalated = notice({ reason: 'committee' }, { entry: late, inCell: false });
    expect(waits([escalated], { toldToday: told })).toBe(false);
    expect(waits([escalated], { toldToday: { daily: true, urgent: true } })).toBe(true);
  });

  it('what hurts comes apart and first, each message with its own buttons', () => {
    const composed = spoken([
      notice(),
      notice({}, { entry: late, caseId: 8, candidateName: 'Trần Văn Dũng' }),
    ]);
    expect(composed.kind).toBe('daily');
    const [first, second, ...none] = composed.messages(41);
    expect(none).toEqual([]);
    expect(said(first)).toBe(
      [
        'Chào đồng chí Nguyễn Văn Nam. Hôm nay, 8/6/2026, có việc gấp:',
        'Đã quá hạn',
        '! Trần Văn Dũng: Hạn tổ chức lễ kết nạp – 1/6/2026, chậm 5 ngày làm việc',
      ].join('\n'),
    );
    expect(said(second)).toBe(
      [
        'Ngoài việc gấp ở trên, đồng chí cần nhớ:',
        'Sắp tới',
        '• Nguyễn Thị Hoa: Hạn tổ chức lễ kết nạp – 15/6/2026, còn 5 ngày làm việc',
      ].join('\n'),
    );
    expect(buttons(first)[0]).toBe('go:flow:acknowledge:digest=41');
    expect(buttons(second)[0]).toBe('go:flow:acknowledge:digest=41');
    expect(composed.said).toHaveLength(2);
    expect(composed.apart).toEqual([composed.said[0]]);
  });

  it('where the channel counts messages it is one', () => {
    const composed = spoken([notice(), notice({}, { entry: late })], { oneMessage: true });
    expect(composed.messages(1)).toHaveLength(1);
    expect(composed.apart).toEqual([]);
    expect(said(composed.messages(1)[0])).toMatch(/Đã quá hạn[\s\S]*Sắp tới/);
  });
});

describe('no more than fits', () => {
  it('what is left is counted and waits', () => {
    const composed = spoken(manyCases(11));
    expect(composed.said).toHaveLength(settings.maxItems);
    expect(said(composed.messages(1).at(-1))).toContain(`Còn ${11 - settings.maxItems} việc nữa`);
    expect(buttons(composed.messages(1).at(-1))).toContain('go:my-work');
  });

  it('the same duty of one month towards several people is one line and one button', () => {
    const report = monthly('2026-06', '2026-06-30', { doors: { mentor: 'go:flow:assess:case=7' } });
    const [message] = messages(
      manyCases(12, report).map((one) => ({ ...one, about: { ...one.about, inCell: false } as AboutCase })),
      { today: '2026-06-25' },
      mentor,
    );
    expect(message?.lines).toHaveLength(3);
    expect(said(message)).toContain('Người 1, Người 2, Người 3, Người 4, cùng 8 người nữa');
    expect(buttons(message)).toEqual(['go:flow:acknowledge:digest=41', 'go:flow:assess', 'go:flow:postpone']);
  });

  it('hardest first: late before due today before coming, one’s own before others’, the longest late first', () => {
    const composed = spoken(
      [
        notice({ id: 1 } as PendingNotice),
        notice({ id: 2 } as PendingNotice, { entry: today, caseId: 2 }),
        notice({ id: 3, reason: 'cellSecretary' } as PendingNotice, {
          entry: { ...late, owner: 'mentor' },
          caseId: 3,
        }),
        notice({ id: 4 } as PendingNotice, { entry: late, caseId: 4 }),
        notice({ id: 5 } as PendingNotice, {
          entry: entry({ key: 'b/c', due: '2026-05-04', rungs: [] }),
          caseId: 5,
        }),
      ],
      { oneMessage: true },
    );
    expect(composed.said).toEqual([5, 4, 3, 2, 1]);
  });
});

describe('what is no longer true', () => {
  it('something done meanwhile is dropped and not said', () => {
    const done = notice({}, { entry: null });
    expect(compose([done])).toEqual({ wait: true, drop: [done.id] });
    const composed = spoken([done, notice()]);
    expect(composed.drop).toEqual([done.id]);
    expect(composed.said).not.toContain(done.id);
  });

  it('of two words on one thing the newer is said, the older dropped', () => {
    const old = notice({ moment: '2026-06-01' });
    const fresh = notice({ moment: '2026-06-08' });
    expect(spoken([fresh, old])).toMatchObject({ said: [fresh.id], drop: [old.id] });
  });

  it('of two months of one duty the newer is said, with those missed before', () => {
    const may = notice({ moment: '2026-06-24' }, { entry: monthly('2026-05', '2026-05-29') });
    const june = notice({ moment: '2026-06-25' }, { entry: monthly('2026-06', '2026-06-30', { missed: 1 }) });
    const composed = spoken([may, june], { today: '2026-06-25' }, mentor);
    expect(composed).toMatchObject({ said: [june.id], drop: [may.id] });
    expect(said(composed.messages(1)[0])).toMatch(/Đã quá hạn\n.*còn 1 kỳ khác cũng chưa làm/);
  });

  it('a duty of the body that is done, or whose period is long over, and an overview of nothing', () => {
    const over = { today: '2026-07-13' };
    const long = bodyNotice('plan-checked#2026-Q2');
    expect(compose([long], over)).toEqual({ wait: true, drop: [long.id] });
    const done = bodyNotice('plan-checked#2026-Q2', { done: true });
    expect(compose([done])).toEqual({ wait: true, drop: [done.id] });
    const nothing = bodyNotice('late', { late: { limits: 0, cases: 0, cells: 0 } });
    expect(compose([nothing])).toEqual({ wait: true, drop: [nothing.id] });
  });
});

describe('what others owe', () => {
  const told: Told[] = [
    {
      personId: secretary,
      name: 'Nguyễn Văn Nam',
      insteadOf: null,
      on: '2026-06-01',
      reason: 'owner',
      acknowledgedOn: '2026-06-02',
    },
    {
      personId: secretary,
      name: 'Nguyễn Văn Nam',
      insteadOf: null,
      on: '2026-06-02',
      reason: 'owner',
      acknowledgedOn: null,
    },
    {
      personId: deputy,
      name: 'Trần Thị Lan',
      insteadOf: null,
      on: '2026-06-02',
      reason: 'cellCommittee',
      acknowledgedOn: null,
    },
  ];
  const escalated = (over: Partial<AboutCase> = {}, more: Partial<PendingNotice> = {}) =>
    notice({ reason: 'committee', ...more } as PendingNotice, { entry: late, told, inCell: false, ...over });

  it('says whose it is, since when it is late, who was told when, and who acknowledged', () => {
    const [message] = messages([escalated()], {}, wardOfficer);
    expect(said(message)).toBe(
      [
        'Chào đồng chí Phạm Văn Bình. Hôm nay, 8/6/2026, có việc gấp:',
        'Cần đồng chí đôn đốc',
        '! Nguyễn Thị Hoa: Hạn tổ chức lễ kết nạp – 1/6/2026, chậm 5 ngày làm việc',
        '  Việc của bí thư chi bộ. Đã nhắc: đồng chí Nguyễn Văn Nam (1/6/2026, 2/6/2026; đã nhận 2/6/2026), đồng chí Trần Thị Lan (2/6/2026).',
      ].join('\n'),
    );
    expect(buttons(message)).toEqual(['go:flow:acknowledge:digest=41', 'go:status:7']);
  });

  it('says when nobody could be told', () => {
    expect(said(messages([escalated({ told: [] })], {}, wardOfficer)[0])).toContain(
      'Việc của bí thư chi bộ, trước hôm nay chưa nhắc lần nào.',
    );
  });

  it('names the latest days of a few people, and in whose place they heard', () => {
    const many = [2, 3, 4, 5].flatMap((day): Told[] =>
      [50, 51, 52, 53].map((personId) => ({
        personId,
        name: `Người ${personId}`,
        insteadOf: personId === 51 ? 'Lê Thị Minh' : null,
        on: `2026-06-0${day}`,
        reason: personId === 53 ? 'owner' : 'cellCommittee',
        acknowledgedOn: null,
      })),
    );
    const text = said(messages([escalated({ told: many })], {}, wardOfficer)[0]);
    expect(text).toContain('Đã nhắc: đồng chí Người 53 (3/6/2026, 4/6/2026, 5/6/2026), đồng chí Người 50 (');
    expect(text).toContain('đồng chí Người 51 thay đồng chí Lê Thị Minh (');
    expect(text).toContain('cùng 1 người nữa.');
  });

  it('months that several mentors missed are one line', () => {
    const report = monthly('2026-05', '2026-05-29');
    const several = [1, 2, 3].map((caseId) =>
      escalated(
        {
          caseId,
          candidateName: `Người ${caseId}`,
          entry: report,
          inCell: true,
          told: [
            {
              personId: 60 + caseId,
              name: `Giúp đỡ ${caseId}`,
              insteadOf: null,
              on: '2026-05-29',
              reason: 'owner',
              acknowledgedOn: null,
            },
          ],
        },
        { reason: 'cellSecretary' },
      ),
    );
    const [message] = messages(several);
    expect(said(message)).toContain(
      'Người 1, Người 2, Người 3\n  Việc của đảng viên được phân công giúp đỡ. Đã nhắc: đồng chí Giúp đỡ 1',
    );
    expect(buttons(message)).toEqual(['go:flow:acknowledge:digest=41', 'go:list:late']);
  });

  it('before it is late it stands among the coming things, still with whose it is', () => {
    const [message] = messages([notice({ reason: 'cellCommittee' }, { told })], {}, deputy);
    expect(said(message)).toMatch(
      /^Chào đồng chí Trần Thị Lan\. Việc cần nhớ[\s\S]*Sắp tới[\s\S]*Việc của bí thư chi bộ\./,
    );
    expect(buttons(message)).not.toContain('go:flow:postpone');
  });

  it('a mentor, or a candidate, who is told along hears whose it is; the candidate nothing of who was told', () => {
    const opens = entry({
      clock: 'not-before-month-12',
      kind: 'earliest',
      earliest: '2026-06-08',
      due: '2026-06-08',
    });
    const asMentor = said(messages([notice({}, { entry: opens, inCell: false, told })], {}, mentor)[0]);
    expect(asMentor).toMatch(/Đã có thể làm[\s\S]*Việc của bí thư chi bộ\.$/);
    const asCandidate = said(messages([notice({}, { entry: opens, inCell: false, told })], {}, candidate)[0]);
    expect(asCandidate).not.toMatch(/Việc của|Đã nhắc|Nguyễn Thị Hoa:/);
  });
});

describe('said again, put off, and in the place of another', () => {
  it('a repetition says so, if the person was told before', () => {
    const told: Told[] = [
      {
        personId: secretary,
        name: 'Nguyễn Văn Nam',
        insteadOf: null,
        on: '2026-06-01',
        reason: 'owner',
        acknowledgedOn: null,
      },
    ];
    expect(said(messages([notice({ nudge: true }, { told })])[0])).toMatch(/\(nhắc lại\)$/);
    expect(said(messages([notice({ nudge: true })])[0])).not.toContain('nhắc lại');
  });

  it('what was put off comes back as that', () => {
    expect(said(messages([notice({ reason: 'postponed' })])[0])).toMatch(/\(đồng chí đã xin lùi đến nay\)$/);
  });

  it('a word in the place of somebody says in whose', () => {
    const [message] = messages([
      notice(
        { insteadOf: { personId: mentor, name: 'Lê Thị Minh' } },
        { entry: monthly('2026-05', '2026-05-29') },
      ),
    ]);
    expect(said(message)).toMatch(
      /Đã quá hạn\n.*\n {2}Thay đồng chí Lê Thị Minh, hiện chưa nhắn tin được\.$/,
    );
    expect(buttons(message)).not.toContain('go:flow:postpone');
    expect(buttons(message)).not.toContain('go:flow:assign-mentor:case=7');
  });
});

describe('buttons', () => {
  it('"đã nhận" first, then what answers each line, "xin lùi" last', () => {
    const [message] = messages([
      notice(),
      notice({}, { caseId: 8, entry: entry({ doors: { cadre: 'go:flow:dossier:case=8' } }) }),
    ]);
    expect(buttons(message)).toEqual([
      'go:flow:acknowledge:digest=41',
      'go:flow:work-step:case=7:step=ceremony',
      'go:flow:dossier:case=8',
      'go:flow:postpone',
    ]);
    expect((message?.choices ?? []).map((choice) => words.say(choice.label, 'vi'))).toEqual([
      'Đã nhận',
      'Ghi kết quả: Nguyễn Thị Hoa',
      'Giấy tờ: Nguyễn Thị Hoa',
      'Xin lùi',
    ]);
  });

  it('"xin lùi" is offered only while the ladder allows it', () => {
    expect(buttons(messages([notice({}, { postponed: 1 })])[0])).toContain('go:flow:postpone');
    expect(buttons(messages([notice({}, { postponed: 2 })])[0])).not.toContain('go:flow:postpone');
  });

  it('each door once, and every id fits the tightest messenger', () => {
    const twice = ['a/b', 'a/c'].map((key) => notice({}, { entry: entry({ key }) }));
    const [message] = messages(twice);
    expect(new Set(buttons(message)).size).toBe(buttons(message).length);
    for (const id of buttons(spoken(twice).messages(9_007_199_254)[0]))
      expect(id.length).toBeLessThanOrEqual(64);
  });
});

describe('what a body owes by the calendar', () => {
  it('the duty with its body and day, and the conversation that records it', () => {
    const [message] = messages([bodyNotice('plan-checked#2026-Q2')], {}, wardOfficer);
    expect(said(message)).toContain(
      '• Đảng uỷ phường: Kiểm tra việc thực hiện kế hoạch kết nạp, chậm nhất 30/6/2026',
    );
    expect(buttons(message)[1]).toBe('go:flow:duty-done:organization=2:duty=plan-checked');
  });

  it('on its last day it presses; when its name is too long for a button the conversation asks', () => {
    const duty = 'committee-meets-twice-a-year';
    const [message] = messages([bodyNotice(`${duty}#2026-H1`)], { today: '2026-06-30' }, wardOfficer);
    expect(said(message)).toMatch(/có việc gấp:\nHạn hôm nay\n• Đảng uỷ phường: .*, hôm nay 30\/6\/2026$/);
    expect(buttons(message)[1]).toBe('go:flow:duty-done:organization=2');
  });

  it('how much is late below, once a week, in the calm message', () => {
    const overview = bodyNotice('late', { late: { limits: 12, cases: 5, cells: 3 } });
    const [message] = messages([{ ...overview, reason: 'committee' }], {}, wardOfficer);
    expect(said(message)).toBe(
      [
        'Chào đồng chí Phạm Văn Bình. Việc cần nhớ hôm nay, 8/6/2026:',
        'Tình hình chung',
        '! Đảng uỷ phường: 12 việc quá hạn của 5 người ở 3 chi bộ',
      ].join('\n'),
    );
    expect(buttons(message)[1]).toBe('go:list:late');
  });
});
