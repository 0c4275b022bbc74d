import { describe, expect, it } from 'vitest';
import { emptySession, lookupKey, next, refused } from '../../src/conversation/machine.ts';
import type { Incoming, LookupResult, Session, Turn, View } from '../../src/conversation/machine-types.ts';
import { parseFlows } from '../../src/conversation/parse-flows.ts';
import { sampleFlows, sampleWorld } from '../traps/sample-flows.ts';
import {
  button,
  comeBack,
  keys,
  labels,
  open,
  placeNow,
  type Setting,
  settle,
  spoken,
  tapping,
  turn,
  typing,
  type World,
  wording,
} from '../traps/walk.ts';

const setting: Setting = { flows: sampleFlows, world: sampleWorld };

/** Types each line in turn, beginning with an opened conversation. */
function talk(flow: string, lines: string[], how: Setting = setting): Turn {
  return lines.reduce((said, line) => typing(how, said.session, line), open(how, flow));
}

const meeting = ['Nguyễn Văn An', 'xét kết nạp', 'hôm qua', 'hai mươi', '18', '1, 3', 'bỏ qua'];

describe('answering', () => {
  it('takes an answer typed with, without marks, by number or by button alike', () => {
    const asked = talk('sample-meeting', ['an', '1']);
    for (const line of ['Xét kết nạp', 'xet ket nap', 'XET', '1', 'một']) {
      const said = talk('sample-meeting', ['Nguyễn Văn An', line]);
      expect(placeNow(said.session)).toBe('on');
      expect(said.session.threads[0]?.answers).toEqual({ who: '1', kind: 'admission' });
    }
    expect(placeNow(asked.session)).toBe('kind');
  });

  it('reads the answers back, and records them by one word', () => {
    const summary = talk('sample-meeting', meeting);
    expect(spoken(summary)).toBe(
      [
        'Ghi buổi họp. Xin đồng chí xem lại:',
        '• Người: Nguyễn Văn An',
        '• Việc: Xét kết nạp',
        '• Ngày họp: 21/11/2026',
        '• Đảng viên: 20',
        '• Tán thành: 18',
        '• Dự thêm: Đoàn Thanh niên, Hội Cựu chiến binh',
        '• Ghi thêm: (bỏ qua)',
        'outlook',
        'Ghi lại như trên?',
      ].join('\n'),
    );
    expect(labels(summary)).toEqual(['Ghi lại', 'Sửa', 'Thôi, không làm nữa']);
    for (const word of ['có', 'Dạ vâng', 'ok', 'dung', 'ghi lại', 'ghi', '1']) {
      const recorded = typing(setting, summary.session, word);
      expect(recorded.command).toMatchObject({
        name: 'record-meeting',
        key: 'run-1',
        answers: {
          who: '1',
          kind: 'admission',
          on: '2026-11-21',
          members: 20,
          inFavour: 18,
          guests: ['youth', 'veterans'],
        },
      });
      expect(recorded.command?.answers).not.toHaveProperty('remark');
      expect(recorded.session.threads).toEqual([]);
    }
  });

  it('what is wrong with an answer stands alone above the question: it was explained a moment ago', () => {
    const explained: Setting = {
      flows: sampleFlows,
      world: (call) =>
        call.name === 'dayHint'
          ? { lines: [{ key: 'sample.hint' }], values: { open: true } }
          : sampleWorld(call),
    };
    const asked = ['Nguyễn Văn An', 'xét kết nạp'].reduce(
      (said, line) => typing(explained, said.session, line),
      open(explained, 'sample-meeting'),
    );
    expect(keys(asked)).toContain('sample.hint');
    for (const wrong of ['mùa thu', '1/1/2999', '👍']) {
      expect(keys(typing(explained, asked.session, wrong))).not.toContain('sample.hint');
    }
    expect(keys(typing(explained, asked.session, 'nhắc lại'))).toContain('sample.hint');
  });

  it('a check refuses with its own reason, and the question stands', () => {
    const said = talk('sample-meeting', [...meeting.slice(0, 4), '30']);
    expect(spoken(said)).toMatch(/^Số tán thành không thể nhiều hơn/);
    expect(placeNow(said.session)).toBe('inFavour');
    expect(said.session.threads[0]?.answers).not.toHaveProperty('inFavour');
  });

  it('says what a day must be when it is still to come', () => {
    const said = talk('sample-meeting', ['nguyen van an', '1', 'mai']);
    expect(spoken(said)).toContain(
      '23/11/2026 chưa tới. Việc đã làm thì ngày phải từ hôm nay, 22/11/2026, trở về trước.',
    );
  });

  it('several are ticked one by one, tapped twice or not, and unticked', () => {
    const asked = talk('sample-meeting', meeting.slice(0, 5));
    const one = tapping(setting, asked.session, button(asked, 'Công đoàn'));
    expect(tapping(setting, one.session, button(asked, 'Công đoàn')).replies).toEqual([]);
    // A fast second tap on the bubble above is as good as one on the newest.
    const two = tapping(setting, one.session, button(asked, 'Đoàn Thanh niên'));
    expect(labels(two).slice(0, 4)).toEqual([
      '✓ Đoàn Thanh niên',
      '✓ Công đoàn',
      'Hội Cựu chiến binh',
      'Xong',
    ]);
    const less = tapping(setting, two.session, button(two, '✓ Công đoàn'));
    const done = tapping(setting, less.session, button(less, 'Xong'));
    expect(done.session.threads[0]?.answers.guests).toEqual(['youth']);
    const typed = typing(setting, two.session, 'xong');
    expect(typed.session.threads[0]?.answers.guests).toEqual(['youth', 'union']);
    const unknown = typing(setting, asked.session, '1, Hội Phụ nữ');
    expect(spoken(unknown)).toContain('Không thấy “Hội Phụ nữ”');
  });

  it('none of an optional question, said in words, is skipping it; nobody counts as nought', () => {
    const said = talk('sample-meeting', [...meeting.slice(0, 6), 'không có']);
    expect(placeNow(said.session)).toBe('confirm');
    const nobody = talk('sample-meeting', [...meeting.slice(0, 4), 'không ai']);
    expect(nobody.session.threads[0]?.answers.inFavour).toBe(0);
    expect(spoken(talk('sample-meeting', ['bỏ qua']))).toContain('chưa bỏ qua được');
  });
});

describe('a long list', () => {
  const names = Array.from({ length: 19 }, (_, index) => `Người ${index < 10 ? 'Đông' : 'Tây'} ${index + 1}`);
  const many: World = (call) =>
    call.name === 'people'
      ? {
          options: names.map((name, index) => ({
            value: `p${index}`,
            label: { key: 'sample.person', params: { name } },
          })),
        }
      : sampleWorld(call);
  const long: Setting = { flows: sampleFlows, world: many };

  it('shows eight, then more, and begins again after the last', () => {
    const first = open(long, 'sample-meeting');
    expect(labels(first)).toEqual([...names.slice(0, 8), 'Xem thêm', 'Thôi, không làm nữa']);
    expect(spoken(first)).toContain('Danh sách có 19 mục.');
    const second = typing(long, first.session, 'xem them');
    expect(labels(second).slice(0, 8)).toEqual(names.slice(8, 16));
    const third = tapping(long, second.session, button(second, 'Xem thêm'));
    expect(labels(third).slice(0, 3)).toEqual(names.slice(16));
    expect(labels(tapping(long, third.session, button(third, 'Xem thêm')))[0]).toBe(names[0]);
    expect(typing(long, second.session, '2').session.threads[0]?.answers.who).toBe('p9');
    expect(typing(long, second.session, '9').session).toMatchObject({
      threads: [{ at: 'who', draft: { from: 16 } }],
    });
  });

  it('of ten at most is shown whole', () => {
    const ten: Setting = {
      flows: sampleFlows,
      world: (call) =>
        call.name === 'people' ? { options: (many(call).options ?? []).slice(0, 10) } : sampleWorld(call),
    };
    const asked = open(ten, 'sample-meeting');
    expect(labels(asked)).toEqual([...names.slice(0, 10), 'Thôi, không làm nữa']);
    expect(spoken(asked)).not.toContain('Danh sách có');
  });

  it('may know more than it shows: what is not offered is understood when it is typed', () => {
    const known: Setting = {
      flows: sampleFlows,
      world: (call) => {
        const options = (many(call).options ?? []).slice(0, 2);
        const absent = {
          value: 'p9',
          label: { key: 'sample.person', params: { name: 'Quách Thị Na' } },
          unlisted: true as const,
        };
        return call.name === 'people' ? { options: [...options, absent] } : sampleWorld(call);
      },
    };
    const asked = open(known, 'sample-meeting');
    expect(labels(asked)).toEqual([...names.slice(0, 2), 'Thôi, không làm nữa']);
    expect(typing(known, asked.session, 'quach thi na').session.threads[0]?.answers.who).toBe('p9');
    expect(typing(known, asked.session, '3').session.threads[0]?.answers.who).toBeUndefined();
  });

  it('a chosen one is read back by its name, without what the list says beside it', () => {
    const beside: Setting = {
      flows: sampleFlows,
      world: (call) =>
        call.name === 'people'
          ? {
              options: [
                {
                  value: '1',
                  label: { key: 'sample.person', params: { name: 'Nguyễn Văn An (chờ họp)' } },
                  name: { key: 'sample.person', params: { name: 'Nguyễn Văn An' } },
                },
              ],
            }
          : sampleWorld(call),
    };
    const asked = open(beside, 'sample-meeting');
    expect(labels(asked)[0]).toBe('Nguyễn Văn An (chờ họp)');
    const summary = meeting.reduce((said, line) => typing(beside, said.session, line), asked);
    expect(spoken(summary)).toContain('• Người: Nguyễn Văn An\n');
  });

  it('is narrowed by part of a name, and numbers count in what is shown', () => {
    const first = open(long, 'sample-meeting');
    const west = typing(long, first.session, 'tay');
    expect(spoken(west)).toContain('Có 9 mục khớp với “tay”.');
    expect(labels(west).slice(0, 2)).toEqual(['Người Tây 11', 'Người Tây 12']);
    expect(typing(long, west.session, '2').session.threads[0]?.answers.who).toBe('p11');
    expect(typing(long, west.session, 'tây 19').session.threads[0]?.answers.who).toBe('p18');
    const whole = typing(long, west.session, 'xem cả danh sách');
    expect(labels(whole)[0]).toBe(names[0]);
  });

  it('a tap means the option it showed, even if the list has changed since', () => {
    const first = open(long, 'sample-meeting');
    const id = button(first, 'Người Đông 2');
    const shifted: World = (call) =>
      call.name === 'people' ? { options: (many(call).options ?? []).slice(1).reverse() } : many(call);
    expect(tapping({ ...long, world: shifted }, first.session, id).session.threads[0]?.answers.who).toBe(
      'p1',
    );
    const gone: World = (call) =>
      call.name === 'people' ? { options: (many(call).options ?? []).slice(2) } : many(call);
    const said = tapping({ ...long, world: gone }, first.session, id);
    expect(keys(said)).toContain('machine.optionGone');
    expect(said.session.threads[0]?.answers).toEqual({});
  });

  it('without anybody in it ends politely, saying why, and the conversation outside goes on', () => {
    const nobody: World = (call) =>
      call.name === 'people' ? { options: [], lines: [{ key: 'sample.nobody' }] } : sampleWorld(call);
    const outer = talk('sample-person', ['Lê Thị Hoa']);
    const said = open({ ...setting, world: nobody, freshRun: 'run-2' }, 'sample-meeting', {}, outer.session);
    expect(spoken(said)).toContain('Chi bộ chưa có ai trong danh sách.');
    expect(said.session.threads.map((thread) => thread.flow)).toEqual(['sample-person']);
    expect(placeNow(said.session)).toBe('birthDate');
  });
});

describe('editing', () => {
  it('by "sửa" and the name of the answer, from the summary or on the way', () => {
    const summary = talk('sample-meeting', meeting);
    const asked = typing(setting, summary.session, 'sửa ngày họp');
    expect(placeNow(asked.session)).toBe('on');
    const again = typing(setting, asked.session, '20/11');
    expect(placeNow(again.session)).toBe('confirm');
    expect(spoken(again)).toContain('• Ngày họp: 20/11/2026');
    const midway = talk('sample-meeting', [...meeting.slice(0, 4), 'sua viec']);
    expect(placeNow(midway.session)).toBe('kind');
    expect(placeNow(typing(setting, midway.session, '2').session)).toBe('inFavour');
  });

  it('asks what the new answer makes necessary, and forgets what it makes needless', () => {
    const summary = talk('sample-meeting', meeting);
    const other = typing(setting, typing(setting, summary.session, 'sửa việc').session, 'Việc khác');
    expect(placeNow(other.session)).toBe('note');
    const noted = typing(setting, other.session, 'Kiểm điểm cuối năm');
    expect(placeNow(noted.session)).toBe('confirm');
    const backAgain = typing(setting, typing(setting, noted.session, 'sửa việc').session, '1');
    expect(placeNow(backAgain.session)).toBe('confirm');
    expect(spoken(backAgain)).not.toContain('Kiểm điểm');
    expect(typing(setting, backAgain.session, 'có').command?.answers).not.toHaveProperty('note');
  });

  it('asks again an answer that no longer passes its check', () => {
    const summary = talk('sample-meeting', meeting);
    const fewer = typing(setting, typing(setting, summary.session, 'sửa đảng viên').session, '15');
    expect(placeNow(fewer.session)).toBe('inFavour');
    expect(keys(fewer)).toContain('sample.more');
    const mended = typing(setting, fewer.session, '14');
    expect(placeNow(mended.session)).toBe('confirm');
    expect(mended.session.threads[0]?.answers).toMatchObject({
      members: 15,
      inFavour: 14,
      guests: ['youth', 'veterans'],
    });
  });

  it('"không" at the summary asks what to change instead', () => {
    const list = typing(setting, talk('sample-meeting', meeting).session, 'không');
    expect(labels(list)).toEqual([
      ...['Người', 'Việc', 'Ngày họp', 'Đảng viên', 'Tán thành', 'Dự thêm', 'Ghi thêm'],
      ...['Quay lại', 'Thôi, không làm nữa'],
    ]);
    expect(placeNow(typing(setting, list.session, '3').session)).toBe('on');
    expect(placeNow(typing(setting, list.session, 'tan thanh').session)).toBe('inFavour');
    expect(placeNow(typing(setting, list.session, '8').session)).toBe('confirm');
  });
});

describe('conversations inside one another', () => {
  it('are at most three deep, and the fourth is refused with what is under way', () => {
    const flows = parseFlows(
      ['one', 'two', 'three', 'four'].map((flow) => ({
        file: flow,
        document: {
          flow,
          who: ['anyone'],
          questions: { note: { input: { kind: 'text', max: 50 } } },
          command: 'note',
        },
      })),
    ).flows;
    const how = { flows, world: sampleWorld };
    const three = ['one', 'two', 'three'].reduce<Session>(
      (session, flow) => open({ ...how, freshRun: flow }, flow, {}, session).session,
      emptySession(),
    );
    const fourth = open(how, 'four', {}, three);
    expect(keys(fourth)).toContain('machine.tooMany');
    expect(fourth.session.threads.map((thread) => thread.flow)).toEqual(['three', 'two', 'one']);
  });

  it('the same one with the same answers is taken up, not opened twice', () => {
    const started = open(setting, 'sample-meeting', { who: '2' });
    const on = typing(setting, started.session, '1');
    const again = open({ ...setting, freshRun: 'run-2' }, 'sample-meeting', { who: '2' }, on.session);
    expect(again.session.threads).toHaveLength(1);
    expect(again.session.threads[0]?.run).toBe('run-1');
    expect(placeNow(again.session)).toBe('on');
    const another = open({ ...setting, freshRun: 'run-2' }, 'sample-meeting', { who: '3' }, on.session);
    expect(another.session.threads.map((thread) => thread.run)).toEqual(['run-2', 'run-1']);
    const first = open({ ...setting, freshRun: 'run-3' }, 'sample-meeting', { who: '2' }, another.session);
    expect(first.session.threads.map((thread) => thread.run)).toEqual(['run-1', 'run-2']);
  });

  it('the same one opened about somebody else before anything was answered takes its place', () => {
    const first = open(setting, 'sample-meeting', { who: '1' });
    const second = open(setting, 'sample-meeting', { who: '2' }, first.session);
    expect(second.session.threads.map((thread) => thread.answers)).toEqual([{ who: '2' }]);
    const begun = typing(setting, second.session, 'xét kết nạp');
    expect(open(setting, 'sample-meeting', { who: '1' }, begun.session).session.threads).toHaveLength(2);
  });

  it('after the command of the inner one, the caller resumes the outer', () => {
    const outer = talk('sample-person', ['Lê Thị Hoa']);
    const inner = open({ ...setting, freshRun: 'run-2' }, 'sample-setting', {}, outer.session);
    const recorded = typing(setting, inner.session, '8 giờ');
    expect(recorded.command).toMatchObject({ name: 'settings', key: 'run-2', answers: { hour: 8 } });
    expect(recorded.replies).toEqual([]);
    const back = comeBack(setting, recorded.session);
    expect(placeNow(back.session)).toBe('birthDate');
    expect(spoken(back)).toBe('Ta tiếp tục việc đang dở: Ghi một người.\nNgày sinh?');
  });
});

describe('opening', () => {
  it('takes what the flow accepts, fitted to its questions, and nothing else', () => {
    const said = open(setting, 'sample-meeting', { who: 2, kind: 'admission', members: '20', evil: 'x' });
    expect(said.session.threads[0]?.answers).toEqual({ who: '2', kind: 'admission' });
    expect(placeNow(said.session)).toBe('on');
    const wrong = open(setting, 'sample-meeting', { kind: 'no-such-option' });
    expect(wrong.session.threads[0]?.answers).toEqual({});
  });

  it('with everything known does at once what needs no confirmation', () => {
    expect(open(setting, 'sample-setting', { hour: '7' }).command?.answers).toEqual({ hour: 7 });
    const told = open(setting, 'sample-look', { who: '1' });
    expect(spoken(told)).toBe('page');
    expect(told.session.threads).toEqual([]);
  });

  it('is for those whose work it is', () => {
    const said = open({ ...setting, roles: ['candidate'] }, 'sample-meeting');
    expect(keys(said)).toEqual(['machine.notForYou']);
    expect(said.session.threads).toEqual([]);
    expect(keys(open(setting, 'no-such-flow'))).toEqual(['machine.flowUnknown']);
  });
});

describe('a command that was refused', () => {
  const why = { key: 'sample.line', params: { value: 'Người này đã có trong danh sách.' } };
  const confirmed = typing(setting, talk('sample-meeting', meeting).session, 'có');
  const refusedWith = (question?: string): Turn =>
    settle(setting, (view) => {
      if (!confirmed.command) throw new Error('nothing was confirmed');
      const result = { ok: false as const, why, ...(question === undefined ? {} : { question }) };
      return refused(setting.flows, confirmed.session, confirmed.command, result, view);
    });

  it('asks the question named again with the reason, the other answers kept', () => {
    const said = refusedWith('on');
    expect(spoken(said)).toMatch(/^Người này đã có trong danh sách\./);
    expect(placeNow(said.session)).toBe('on');
    const summary = typing(setting, said.session, '20/11');
    expect(placeNow(summary.session)).toBe('confirm');
    const again = typing(setting, summary.session, 'có');
    expect(again.command).toMatchObject({ key: 'run-1', answers: { on: '2026-11-20', members: 20 } });
  });

  it('without a question named, or one that was not asked, the summary stands again', () => {
    for (const said of [refusedWith(), refusedWith('cell'), refusedWith('note')]) {
      expect(placeNow(said.session)).toBe('confirm');
      expect(spoken(said)).toMatch(/^Người này đã có/);
    }
  });

  it('a late second tap on the old button is silent, the new summary has its own', () => {
    const summary = talk('sample-meeting', meeting);
    const id = button(summary, 'Ghi lại');
    const once = tapping(setting, summary.session, id);
    const said = settle(setting, (view) => {
      if (!once.command) throw new Error('nothing was confirmed');
      return refused(setting.flows, once.session, once.command, { ok: false, why }, view);
    });
    expect(tapping(setting, said.session, id).replies).toEqual([]);
    expect(button(said, 'Ghi lại')).not.toBe(id);
    expect(tapping(setting, said.session, button(said, 'Ghi lại')).command?.key).toBe('run-1');
  });
});

describe('after long silence', () => {
  const later: Setting = { ...setting, now: '2026-11-27T02:00:00Z', today: '2026-11-27' };

  it('tells what is under way and what was answered', () => {
    const said = typing(later, talk('sample-meeting', ['1', '1']).session, 'chào đồng chí nhé');
    expect(spoken(said).split('\n').slice(0, 3)).toEqual([
      'Đồng chí đang làm dở: Ghi buổi họp.',
      '• Người: Nguyễn Văn An',
      '• Việc: Xét kết nạp',
    ]);
    expect(said.unhandled).toEqual({ text: 'chào đồng chí nhé' });
  });

  it('an answer that cannot be mistaken is taken; a stray sentence, "vâng" or number is not', () => {
    const dated = typing(later, talk('sample-meeting', ['1', '1']).session, '20/11');
    expect(dated.session.threads[0]?.answers.on).toBe('2026-11-20');
    expect(keys(dated)[0]).toBe('machine.underWay');
    const noted = typing(later, talk('sample-meeting', ['1', '3']).session, 'Mai họp nhé');
    expect(noted.session.threads[0]?.answers).not.toHaveProperty('note');
    for (const line of ['vâng', 'có', '1', 'Ghi lại']) {
      expect(typing(later, talk('sample-meeting', meeting).session, line).command).toBeUndefined();
    }
    const chosen = typing(later, open(setting, 'sample-meeting').session, '2');
    expect(chosen.session.threads[0]?.answers).toEqual({});
    const awake = typing(later, chosen.session, '2');
    expect(awake.session.threads[0]?.answers).toEqual({ who: '2' });
  });

  it('a button of the last question still counts', () => {
    const summary = talk('sample-meeting', meeting);
    expect(tapping(later, summary.session, button(summary, 'Ghi lại')).command?.key).toBe('run-1');
  });
});

describe('requests in the midst of a conversation', () => {
  it.each(['hồ sơ của Bình đến đâu rồi', 'căn cứ?', 'menu', 'can cu', 'việc của tôi'])(
    '%j is left to the caller',
    (text) => {
      const session = talk('sample-meeting', ['1', '1']).session;
      const said = typing(setting, session, text);
      expect(said.unhandled).toEqual({ text });
      expect(said.session.threads).toEqual(session.threads);
      expect(said.replies).toHaveLength(1);
    },
  );

  it('carry the case that the conversation is about', () => {
    const flows = parseFlows([
      {
        file: 'case',
        document: {
          flow: 'about-case',
          who: ['anyone'],
          accepts: ['case'],
          questions: { on: { input: { kind: 'date' } } },
          command: 'note',
        },
      },
    ]).flows;
    const how = { flows, world: sampleWorld };
    const asked = open(how, 'about-case', { case: '12' });
    expect(typing(how, asked.session, 'căn cứ?').session.about).toBe(12);
    expect(typing(how, asked.session, 'hôm nay').session.threads[0]?.answers).toMatchObject({ case: '12' });
  });

  it('with nothing under way everything is a request, except words of a conversation', () => {
    expect(typing(setting, emptySession(), 'An đến bước nào').unhandled).toEqual({ text: 'An đến bước nào' });
    expect(keys(typing(setting, emptySession(), 'quay lại'))).toEqual(['machine.nothingUnderWay']);
    expect(keys(turn(setting, emptySession(), { kind: 'media', media: 'photo' }))).toEqual(['machine.media']);
    expect(keys(tapping(setting, emptySession(), 'q:3:an'))).toEqual(['machine.staleButton']);
    expect(tapping(setting, emptySession(), 'go:menu').action).toBe('go:menu');
    expect(placeNow(tapping(setting, emptySession(), 'go:flow:sample-meeting:who=2').session)).toBe('kind');
  });

  it('with nothing under way, mending is a request for the caller, not an answer to edit', () => {
    for (const text of ['sửa', 'sửa điều ghi nhầm']) {
      expect(typing(setting, emptySession(), text).unhandled).toEqual({ text });
    }
  });

  it('help says what can be typed, and asks again', () => {
    const said = typing(setting, talk('sample-meeting', ['1']).session, 'giúp');
    expect(keys(said)[0]).toBe('machine.help');
    expect(placeNow(said.session)).toBe('kind');
  });
});

describe('lookups that end, settle or redirect', () => {
  const withLookup = (
    name: string,
    result: ReturnType<World>,
    when: (answers: Record<string, unknown>) => boolean = () => true,
  ) => ({
    ...setting,
    world: ((call) => (call.name === name && when(call.answers) ? result : sampleWorld(call))) as World,
  });

  it('the one possible answer is taken without asking, said, and "back" passes over it', () => {
    const only = withLookup('people', {
      options: [{ value: '9', label: { key: 'sample.person', params: { name: 'Đỗ Thị Lan' } } }],
      only: '9',
      lines: [{ key: 'sample.line', params: { value: 'Chỉ có đồng chí Lan.' } }],
    });
    const asked = open(only, 'sample-meeting');
    expect(spoken(asked)).toBe('Chỉ có đồng chí Lan.\nHọp về việc gì?');
    expect(labels(asked)).not.toContain('Quay lại');
    expect(keys(typing(only, asked.session, 'quay lại'))).toContain('machine.nothingBefore');
    const on = typing(only, asked.session, '1');
    const back = typing(only, on.session, 'quay lại');
    expect(placeNow(back.session)).toBe('kind');
    expect(back.session.threads[0]?.answers).toEqual({ who: '9' });
  });

  it('a lookup that stops ends the conversation with its lines and its ways on', () => {
    const offers = [
      {
        flow: 'sample-look',
        answers: { who: '2' },
        label: { key: 'sample.line', params: { value: 'Xem An' } },
      },
    ];
    const stop = withLookup('dayHint', {
      lines: [{ key: 'sample.line', params: { value: 'Đã ghi rồi.' } }],
      offers,
      stop: true,
    });
    const said = talk('sample-meeting', ['1', '1'], stop);
    expect(spoken(said)).toBe('Đã ghi rồi.');
    expect(said.session.threads).toEqual([]);
    expect(button(said, 'Xem An')).toBe('go:flow:sample-look:who=2');
  });

  it('a check may point at another answer as the wrong one', () => {
    const redirect = withLookup(
      'notMoreThanMembers',
      { refuse: { key: 'sample.more' }, question: 'members' },
      (answers) => Number(answers.inFavour) > Number(answers.members),
    );
    const said = talk('sample-meeting', [...meeting.slice(0, 4), '30'], redirect);
    expect(placeNow(said.session)).toBe('members');
    expect(placeNow(typing(redirect, said.session, '40').session)).toBe('inFavour');
  });

  it('an answer its lookup has dropped by the time of the summary is asked again', () => {
    const gone: World = (call) =>
      call.name === 'people' ? { options: (sampleWorld(call).options ?? []).slice(1) } : sampleWorld(call);
    const said = typing(
      { ...setting, world: gone },
      talk('sample-meeting', meeting.slice(0, 6)).session,
      'bỏ qua',
    );
    expect(placeNow(said.session)).toBe('who');
    expect(keys(said)[0]).toBe('machine.askAgain');
  });
});

describe('answers that hang on one another', () => {
  const flows = parseFlows([
    {
      file: 'pair',
      document: {
        flow: 'sample-pair',
        who: ['anyone'],
        questions: {
          cell: { input: { kind: 'choice', options: ['north', 'south'] } },
          mentor: { input: { kind: 'lookup', lookup: 'mentors' } },
          on: { input: { kind: 'date' } },
        },
        command: 'assign',
      },
    },
  ]).flows;
  const option = (value: string) => ({ value, label: { key: 'sample.person', params: { name: value } } });
  const mentors = (north: string[], south: string[], only = false): Setting => ({
    flows,
    world: ({ answers }) => {
      const options = (answers.cell === 'north' ? north : south).map(option);
      return only && options.length === 1 && options[0] ? { options, only: options[0].value } : { options };
    },
  });

  it('one that the edited answer no longer offers is asked again, those after it are kept', () => {
    const how = mentors(['an', 'binh'], ['cuc', 'dung']);
    const summary = talk('sample-pair', ['1', 'binh', 'hôm nay'], how);
    const south = typing(how, typing(how, summary.session, '2').session, '1').session;
    const edited = typing(how, south, '2');
    expect(placeNow(edited.session)).toBe('mentor');
    expect(keys(edited)[0]).toBe('machine.noLongerFits');
    expect(placeNow(typing(how, edited.session, 'dung').session)).toBe('confirm');
  });

  it('one that was the only possibility is worked out anew when the answer before it changes', () => {
    const how = mentors(['an'], ['an', 'cuc'], true);
    const on = talk('sample-pair', ['1'], how);
    expect(on.session.threads[0]).toMatchObject({ at: 'on', answers: { mentor: 'an' } });
    const back = typing(how, on.session, 'quay lại');
    expect(placeNow(back.session)).toBe('cell');
    expect(placeNow(typing(how, back.session, '2').session)).toBe('mentor');
    const edited = typing(how, typing(how, on.session, 'sửa').session, '1');
    expect(placeNow(typing(how, edited.session, '2').session)).toBe('mentor');
  });
});

describe('a conversation without confirmation', () => {
  const questions = { hour: { input: { kind: 'hour' } }, note: { input: { kind: 'text', max: 50 } } };
  const flowsWith = (kept: object) =>
    parseFlows([
      {
        file: 'quick',
        document: {
          flow: 'sample-setting',
          who: ['anyone'],
          questions: kept,
          confirm: false,
          command: 'settings',
        },
      },
    ]).flows;

  it('is still confirmed when its last question vanished and nothing was answered in this turn', () => {
    const asked = talk('sample-setting', ['8 giờ'], { flows: flowsWith(questions), world: sampleWorld });
    expect(placeNow(asked.session)).toBe('note');
    const changed: Setting = { flows: flowsWith({ hour: questions.hour }), world: sampleWorld };
    const said = turn(changed, asked.session, { kind: 'media', media: 'photo' });
    expect(said.command).toBeUndefined();
    expect(placeNow(said.session)).toBe('confirm');
    expect(typing(changed, said.session, 'ghi lại').command?.answers).toEqual({ hour: 8 });
  });
});

describe('keys of lookups', () => {
  it('are equal for equal answers, and differ otherwise', () => {
    const key = (answers: Record<string, string>) => lookupKey({ flow: 'f', name: 'n', answers });
    expect(key({ a: '1', b: '2' })).toBe(key({ a: '1', b: '2' }));
    expect(key({ a: '1' })).not.toBe(key({ a: '2' }));
    expect(lookupKey({ flow: 'f', name: 'n', answers: {} })).not.toBe(
      lookupKey({ flow: 'g', name: 'n', answers: {} }),
    );
  });
});

describe('what must be looked up first', () => {
  it('is asked for, and going on gives the same as asking afresh', () => {
    const view = (lookups: Map<string, LookupResult>): View => ({
      today: '2026-11-22',
      now: '2026-11-22T02:00:00Z',
      language: 'vi',
      roles: ['cadre'],
      freshRun: 'run-1',
      wording: (text) => wording(text),
      lookups,
    });
    let session = emptySession();
    let asked = 0;
    for (const text of ['', ...meeting, 'sửa ngày họp', '20/11', 'hôm nay trời đẹp quá', 'có']) {
      const incoming: Incoming =
        text === '' ? { kind: 'open', flow: 'sample-meeting', answers: {} } : { kind: 'text', text };
      const lookups = new Map<string, LookupResult>();
      let turn = next(sampleFlows, session, incoming, view(lookups));
      while ('need' in turn) {
        asked += turn.need.length;
        for (const call of turn.need) lookups.set(lookupKey(call), sampleWorld(call));
        turn = turn.again();
      }
      expect(next(sampleFlows, session, incoming, view(lookups))).toEqual(turn);
      session = turn.session;
    }
    expect([session.threads, asked > 5]).toEqual([[], true]);
  });
});

describe('in English', () => {
  it('asks, reads and records alike', () => {
    const english: Setting = { ...setting, language: 'en' };
    const said = open(english, 'sample-setting');
    expect(labels(said)).toEqual(['Thôi, không làm nữa']);
    expect(spoken(typing(english, said.session, 'soon'), 'en')).toContain(
      'An hour of the day is needed here',
    );
    expect(typing(english, said.session, '8 pm').command?.answers).toEqual({ hour: 20 });
    expect(spoken(typing(english, said.session, 'stop'), 'en')).toMatch(/Nothing was recorded\.$/);
  });
});
