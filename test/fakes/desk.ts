/** A small organisation whose bot answers simply: enough to see the web chat work, with no database behind it. */
import type { IncomingMessage, OutgoingMessage } from '../../src/channels/channel.ts';
import { createWebChannel } from '../../src/channels/web/web-channel.ts';
import { type Clock, daysAfter, openDemoClock } from '../../src/server/clock.ts';
import type { ChatMessage, Desk, DeskGroup, DeskPerson } from '../../src/server/desk.ts';
import { createEventHub, type EventHub } from '../../src/server/events.ts';

export interface FakeDesk extends Desk {
  readonly events: EventHub;
  readonly received: IncomingMessage[];
  /** The next message fails this way. */
  failNext(error: Error): void;
  /** Says something to a chat, as a reminder would. */
  tell(chat: string, message: OutgoingMessage): void;
}

export const secretary = '1';
export const mentor = '2';
export const candidate = '3';
export const officer = '4';

const person = (chat: string, name: string, ...hats: DeskPerson['hats']): Omit<DeskPerson, 'messages'> => ({
  chat,
  name,
  language: 'vi',
  hats,
});

const tree: (Omit<DeskGroup, 'people'> & { people: Omit<DeskPerson, 'messages'>[] })[] = [
  {
    organization: 'Đảng uỷ xã Tân Lập',
    level: 'grassrootsCommittee',
    depth: 1,
    people: [person(officer, 'Phạm Quốc Hưng', 'committeeOfficer')],
  },
  {
    organization: 'Chi bộ Trường Trung học cơ sở Tân Lập',
    level: 'cell',
    depth: 2,
    people: [
      person(secretary, 'Nguyễn Thị Ánh Nguyệt', 'cellSecretary', 'mentor'),
      person(mentor, 'Trần Văn Dũng', 'mentor', 'cellCommitteeMember'),
      person(candidate, 'Lê Thuỳ Linh', 'candidate'),
      person('5', 'Đỗ Đức Thịnh', 'probationaryMember'),
      person('6', 'Hoàng Thị Mỹ Duyên', 'candidate'),
    ],
  },
];

/** Monday. */
export const firstDay = '2026-11-23';
const baseClock: Clock = { now: () => `${firstDay}T02:30:00Z`, today: () => firstDay };

export async function createFakeDesk(): Promise<FakeDesk> {
  const clock = await openDemoClock({ read: async () => 0, write: async () => {} }, baseClock);
  const events = createEventHub();
  const channel = createWebChannel(events);
  const said = new Map<string, ChatMessage[]>();
  const received: IncomingMessage[] = [];
  const seen = new Set<string>();
  let failure: Error | null = null;
  let nextId = 1;

  function tell(chat: string, { text, choices }: OutgoingMessage): void {
    said.set(chat, [...(said.get(chat) ?? []), { id: nextId++, text, choices, at: clock.now() }]);
    void channel.send(chat, { text, choices });
  }

  return {
    events,
    received,
    tell,
    failNext(error) {
      failure = error;
    },
    people: async () =>
      tree.map((group) => ({
        ...group,
        people: group.people.map((one) => ({ ...one, messages: said.get(one.chat)?.length ?? 0 })),
      })),
    async receive(message) {
      if (failure) {
        const error = failure;
        failure = null;
        throw error;
      }
      if (seen.has(message.updateKey)) return;
      seen.add(message.updateKey);
      received.push(message);
      for (const answer of answers(message)) tell(message.chat, answer);
    },
    history: async (chat, after = 0) => (said.get(chat) ?? []).filter(({ id }) => id > after),
    time: () => ({ today: clock.today(), now: clock.now() }),
    async travel(to) {
      const mornings = daysAfter(clock.today(), to);
      if (mornings.length === 0) return clock.travel(to);
      for (const day of mornings) {
        await clock.travel(day);
        tell(mentor, reminder);
      }
    },
  };
}

const reminder: OutgoingMessage = {
  text: 'Chào buổi sáng đồng chí. Hôm nay có một việc đến hạn:\n• Nhận xét quý về đồng chí Lê Thuỳ Linh, hạn 30/11/2026.',
  choices: [{ id: 'go:flow:assess:case=1', label: 'Viết nhận xét' }],
};

const menu = [
  { id: 'go:my-work', label: 'Việc của tôi' },
  { id: 'go:list', label: 'Xem danh sách hồ sơ' },
  { id: 'go:flow:register', label: 'Giới thiệu một quần chúng vào danh sách cảm tình Đảng' },
];

function answers({ body }: IncomingMessage): OutgoingMessage[] {
  if (body.kind === 'start') {
    return [
      {
        text: 'Chào đồng chí. Tôi là Dẫn Bước, giúp theo dõi việc kết nạp đảng viên từng bước một.',
        choices: menu,
      },
    ];
  }
  if (body.kind === 'media')
    return [{ text: 'Tôi chưa đọc được ảnh hay tệp. Mời đồng chí nhập bằng chữ.', choices: [] }];
  if (body.kind === 'button') return [{ text: `Đồng chí đã chọn: ${body.id}`, choices: menu }];
  return [
    { text: `Tôi nghe: “${body.text.slice(0, 200)}”.`, choices: [] },
    { text: 'Đồng chí muốn làm việc nào?', choices: menu },
  ];
}
