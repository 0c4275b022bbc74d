/**
 * What people do on three days in every cell, and what the database says when it is done. The same whatever happens to the
 * machines meanwhile.
 */
import type { Sql } from 'postgres';
import type { Person } from './person.ts';
import type { Cell, Member } from './town.ts';

export interface Cast {
  sql: Sql;
  /** Asks again while the database is away. */
  ask<T>(question: (sql: Sql) => Promise<T>): Promise<T>;
  person(chat: number): Person;
}

export const days = 3;

/** The deeds of a cell on a day (0, 1, 2), one after the other. */
export async function dayOf(cast: Cast, cell: Cell, day: number): Promise<void> {
  const secretary = cast.person(cell.secretary.chat);
  const deputy = cast.person(cell.deputy.chat);
  const mentor = cast.person(cell.mentor.chat);
  const newcomer = cast.person(cell.newcomer.chat);
  const { name } = cell.newcomer;

  /** Whether an event of this kind, with this in its payload, stands in the case of that person. */
  const stands =
    (who: string, type: string, payload: Record<string, unknown> = {}) =>
    () =>
      cast.ask(async (sql) => {
        const rows = await sql`
        select 1 from case_events e join cases c on c.id = e.case_id join people p on p.id = c.person_id
        where p.full_name = ${who} and e.type = ${type} and e.payload @> ${sql.json(payload as never)}`;
        return rows.length > 0;
      });
  const confirmed = (who: Person): Promise<unknown> => who.tap('Ghi lại');

  async function register(): Promise<void> {
    await secretary.conversation(
      'register',
      stands(name, 'step-recorded', { step: 'introduced' }),
      async () => {
        await secretary.say('thêm quần chúng mới');
        await secretary.say(name);
        await secretary.say('12/9/2001');
        await secretary.tap('Nữ');
        await secretary.tap('Trung cấp, cao đẳng, đại học trở lên');
        await secretary.tap('Sinh viên');
        await secretary.tap('Có');
        await secretary.tap('Không');
        await secretary.say('20/11/2026');
        await confirmed(secretary);
      },
    );
  }

  async function step(who: Person, of: string, what: string, stepId: string): Promise<void> {
    await who.conversation(what, stands(of, 'step-recorded', { step: stepId }), async () => {
      await who.say(`bước tiếp theo của ${of}`);
      await who.tapIfAsked(what);
      await who.say('hôm nay');
      await confirmed(who);
    });
  }

  async function mentorAssigned(): Promise<void> {
    await secretary.conversation('mentor', stands(name, 'mentor-assigned'), async () => {
      await secretary.say(`phân công giúp đỡ ${name}`);
      await secretary.say(cell.mentor.name);
      await secretary.say('hôm nay');
      await secretary.say('1/2/2024');
      await confirmed(secretary);
    });
  }

  async function letIn(): Promise<void> {
    const linked = () =>
      cast.ask(
        async (sql) => (await sql`select 1 from chats where chat = ${String(cell.newcomer.chat)}`).length > 0,
      );
    await secretary.conversation('invite', linked, async () => {
      await secretary.say('mã mời');
      await secretary.say(name);
      await confirmed(secretary);
      const code = secretary
        .heard()
        .flatMap(({ text }) => /: ([A-Z0-9]{8})$/m.exec(text)?.[1] ?? [])
        .at(-1);
      if (code !== undefined) await newcomer.say(`/start ${code}`);
    });
    await newcomer.say('hồ sơ của tôi tới đâu rồi');
  }

  async function assessed(): Promise<void> {
    await mentor.conversation(
      'assess',
      stands(name, 'assessment-recorded', { period: '2026-11' }),
      async () => {
        await mentor.say(`nhận xét ${name}`);
        for (const rating of ['Khá', 'Tốt', 'Khá', 'Tốt']) await mentor.tap(rating);
        await mentor.say('Chịu khó, hay giúp bà con');
        await confirmed(mentor);
      },
    );
  }

  async function reviewed(): Promise<void> {
    await secretary.conversation(
      'review',
      stands(name, 'review-recorded', { period: '2026-11' }),
      async () => {
        await secretary.say(`xét hằng tháng ${name}`);
        await secretary.tap('Tiếp tục theo dõi');
        await secretary.say('hôm nay');
        await confirmed(secretary);
      },
    );
  }

  async function voted(): Promise<void> {
    const who = cell.voted.name;
    await deputy.conversation(
      'vote',
      stands(who, 'step-recorded', { step: 'cell-votes-admission' }),
      async () => {
        await deputy.say(`ghi biểu quyết cho ${who}`);
        await deputy.say('hôm nay');
        await deputy.say('20');
        await deputy.say('1');
        await deputy.tap('Được miễn sinh hoạt');
        await deputy.say('18');
        await confirmed(deputy);
      },
    );
  }

  async function letters(): Promise<void> {
    for (const [label, subject] of [
      ['Cha', 'father'],
      ['Mẹ', 'mother'],
    ] as const) {
      await deputy.conversation(
        'letter',
        stands(cell.verified.name, 'verification-sent', { subject }),
        async () => {
          await deputy.say(`gửi thẩm tra cho ${cell.verified.name}`);
          await deputy.tap(label);
          await deputy.say('Đảng uỷ xã Hải Vân');
          await deputy.tap('Trong nước');
          await deputy.say('hôm nay');
          await confirmed(deputy);
        },
      );
    }
  }

  async function lettersArrived(): Promise<void> {
    for (const label of ['Cha', 'Mẹ']) {
      const open = () =>
        cast.ask(async (sql) => {
          const [row] = await sql`
            select count(*)::int as arrived from case_events e join cases c on c.id = e.case_id join people p on p.id = c.person_id
            where p.full_name = ${cell.verified.name} and e.type = 'verification-delivered'`;
          return row?.arrived >= (label === 'Cha' ? 1 : 2);
        });
      await deputy.conversation('letter arrived', open, async () => {
        await deputy.say('ghi tin thẩm tra');
        await deputy.say(cell.verified.name);
        await deputy.tapIfAsked(`${label}, Đảng uỷ xã Hải Vân`);
        await deputy.tap('Nơi nhận đã nhận');
        await deputy.say('hôm nay');
        await confirmed(deputy);
      });
    }
  }

  async function papers(): Promise<void> {
    const who = cell.bringing.name;
    await deputy.conversation('paper', stands(who, 'step-recorded', { step: 'application' }), async () => {
      await deputy.say(`bước tiếp theo của ${who}`);
      await deputy.tapIfAsked('Đơn xin vào Đảng');
      await deputy.say('hôm nay');
      await confirmed(deputy);
    });
  }

  async function settings(who: Member, hour: number): Promise<void> {
    const talker = cast.person(who.chat);
    const set = () =>
      cast.ask(
        async (sql) =>
          (await sql`select digest_hour from people where id = ${who.id}`)[0]?.digest_hour === hour,
      );
    await talker.conversation('settings', set, async () => {
      await talker.say('cài đặt');
      await talker.tap('Giờ nhận tin nhắc');
      await talker.say(`${hour} giờ`);
    });
  }

  /** "Đã nhận" under this morning's message, for who got one. */
  async function acknowledged(who: Member): Promise<void> {
    const talker = cast.person(who.chat);
    const open = () =>
      cast.ask(async (sql) => {
        const rows = await sql`
          select 1 from notices n join digests d on d.id = n.digest_id
          where n.person_id = ${who.id} and n.acknowledged_at is null and d.id = (select max(id) from digests where person_id = ${who.id})`;
        return rows.length === 0;
      });
    if (await open()) return;
    await talker.conversation('acknowledge', open, () => talker.say('đã nhận'));
  }

  if (day === 0) {
    await together(
      async () => {
        await register();
        await step(secretary, name, 'Chi bộ đưa vào danh sách', 'listed');
        await mentorAssigned();
        await together(letIn, assessed);
        await reviewed();
      },
      async () => {
        await voted();
        await letters();
      },
      () => settings(cell.candidates[4] as Member, 7),
    );
  }
  if (day === 1) {
    await together(
      () => acknowledged(cell.secretary),
      () => acknowledged(cell.mentor),
      async () => {
        await lettersArrived();
        await papers();
      },
    );
  }
  if (day === 2) {
    await together(
      () => acknowledged(cell.secretary),
      () => settings(cell.deputy, 6),
      async () => void (await cast.person(cell.candidates[3]?.chat ?? 0).say('hồ sơ của tôi tới đâu rồi')),
    );
  }
}

/** At the same time, on different cases; the first that fails is told when all have ended. */
async function together(...deeds: (() => Promise<void>)[]): Promise<void> {
  const ended = await Promise.allSettled(deeds.map((deed) => deed()));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** Somebody who only looks, as long as there is trouble to be made; nothing of it is recorded. */
export async function lookAround(cast: Cast, who: Member, goOn: () => boolean): Promise<void> {
  const person = cast.person(who.chat);
  for (let at = 0; goOn(); at += 1) {
    await person.say(['hồ sơ của tôi tới đâu rồi', 'giúp', 'tôi còn thiếu gì'][at % 3] as string);
  }
}
