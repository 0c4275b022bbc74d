/** The usual road of a sample case: each station with its usual distance from the one before and the events it leaves. */
import type { VoteCount } from '../../src/procedure/case-file.ts';
import type { Days, Draft } from './history.ts';

/** What decides which stations a case passes. */
export interface Road {
  hops: 'one' | 'two';
  subCommittee: boolean;
  /** Under the overlay of Hà Nội: its own papers and the entry of data. */
  haNoi: boolean;
  introducedBy: 'youth-union' | 'trade-union' | 'two-members';
  /** Second introducer where two members introduce. */
  secondIntroducer?: string;
  /** Official members of the cell. */
  cellMembers: number;
}

export type Station =
  | 'introduced'
  | 'listed'
  | 'mentor-assigned'
  | 'sent-to-class'
  | 'class-certified'
  | 'file-proposed'
  | 'file-allowed'
  | 'file-opened'
  | 'application'
  | 'personal-history'
  | 'pages-sealed'
  | 'letters-sent'
  | 'letters-delivered'
  | 'letters-answered'
  | 'verified'
  | 'cell-committee-comment'
  | 'history-certified'
  | 'introduced-by-members'
  | 'introduced-by-organization'
  | 'opinions-collected'
  | 'cell-votes-admission'
  | 'file-sent-up'
  | 'sub-committee-appraises-admission'
  | 'committee-proposes-admission'
  | 'file-sent-to-deciding-body'
  | 'admission-decided'
  | 'decision-received'
  | 'ceremony'
  | 'member-papers'
  | 'data-entered'
  | 'new-member-class'
  | 'self-criticism'
  | 'mentor-assessment'
  | 'probation-opinions'
  | 'cell-votes-recognition'
  | 'recognition-sent-up'
  | 'sub-committee-appraises-recognition'
  | 'committee-proposes-recognition'
  | 'recognition-decided'
  | 'recognition-announced';

export interface Stop {
  at: Station;
  /** Calendar days (after `months`) since the station before it. */
  gap: number;
  months?: number;
  on?: (road: Road) => boolean;
  events: (day: string, mentor: string, days: Days) => Draft[];
}

const done =
  (step: string) =>
  (on: string): Draft[] => [{ type: 'step-recorded', step, on }];
const paper =
  (...papers: string[]) =>
  (on: string): Draft[] =>
    papers.map((p) => ({ type: 'paper-received', paper: p, on }));

/** All in favour but two; enough under either ratio for bodies of seven and more. */
export const nearlyAll = (members: number): VoteCount => ({ members, excluded: [], inFavour: members - 2 });
const vote =
  (step: string, count: VoteCount) =>
  (on: string): Draft[] => [{ type: 'step-recorded', step, on, vote: count }];

const twoHops = (road: Road) => road.hops === 'two';
const appraised = (road: Road) => road.subCommittee;
const committeeMembers = 15;

const papersOfHaNoi = ['birth-certificate', 'highest-diploma', 'group-standard-proof'];

/** Letters of a family whose parents live in two places. */
const letters = [
  { verification: 'v1', subject: 'father', place: 'Đảng uỷ xã Hải Vân' },
  { verification: 'v2', subject: 'mother', place: 'Đảng uỷ phường Tiên Sơn' },
] as const;

/** The stations this road passes, in order. */
export function roadFor(road: Road): Stop[] {
  const introducers = (mentor: string) =>
    road.introducedBy === 'two-members' ? [mentor, road.secondIntroducer ?? mentor] : [mentor];
  const stops: Stop[] = [
    { at: 'introduced', gap: 0, events: done('introduced') },
    { at: 'listed', gap: 7, events: done('listed') },
    {
      at: 'mentor-assigned',
      gap: 0,
      events: (on, mentor) => [
        { type: 'mentor-assigned', on, mentor, officialMember: true, togetherSince: yearsBefore(on, 2) },
      ],
    },
    { at: 'sent-to-class', gap: 95, events: done('sent-to-class') },
    { at: 'class-certified', gap: 40, events: paper('awareness-certificate') },
    { at: 'file-proposed', gap: 45, events: done('file-proposed') },
    { at: 'file-allowed', gap: 14, events: done('file-allowed') },
    { at: 'file-opened', gap: 4, events: done('file-opened') },
    { at: 'application', gap: 6, events: paper('application') },
    {
      at: 'personal-history',
      gap: 12,
      events: paper('personal-history', ...(road.haNoi ? papersOfHaNoi : [])),
    },
    { at: 'pages-sealed', gap: 5, events: done('pages-sealed') },
    {
      at: 'letters-sent',
      gap: 3,
      events: (on) =>
        letters.map((letter) => ({
          type: 'verification-sent',
          on,
          ...letter,
          scope: 'domestic',
          byLetter: true,
        })),
    },
    {
      at: 'letters-delivered',
      gap: 5,
      events: (on) =>
        letters.map(({ verification }) => ({ type: 'verification-delivered', on, verification })),
    },
    {
      at: 'letters-answered',
      gap: 26,
      events: (on) =>
        letters.map(({ verification }) => ({
          type: 'verification-replied',
          on,
          verification,
          result: 'sufficient',
        })),
    },
    { at: 'verified', gap: 2, events: done('verified') },
    { at: 'cell-committee-comment', gap: 4, events: done('cell-committee-comment') },
    { at: 'history-certified', gap: 8, events: done('history-certified') },
    {
      at: 'introduced-by-members',
      gap: 5,
      events: (on, mentor) =>
        introducers(mentor).map((by) => ({ type: 'paper-received', paper: 'introduction', on, by })),
    },
    {
      at: 'introduced-by-organization',
      gap: 4,
      on: (r) => r.introducedBy !== 'two-members',
      events: paper(
        road.introducedBy === 'trade-union' ? 'trade-union-resolution' : 'youth-union-resolution',
      ),
    },
    { at: 'opinions-collected', gap: 6, events: paper('opinions') },
    { at: 'cell-votes-admission', gap: 9, events: vote('cell-votes-admission', nearlyAll(road.cellMembers)) },
    { at: 'file-sent-up', gap: 4, on: twoHops, events: done('file-sent-up') },
    {
      at: 'sub-committee-appraises-admission',
      gap: 7,
      on: appraised,
      events: done('sub-committee-appraises-admission'),
    },
    {
      at: 'committee-proposes-admission',
      gap: 8,
      on: twoHops,
      events: vote('committee-proposes-admission', nearlyAll(committeeMembers)),
    },
    { at: 'file-sent-to-deciding-body', gap: 4, events: done('file-sent-to-deciding-body') },
    {
      at: 'admission-decided',
      gap: 21,
      events: (on) => [
        { type: 'step-recorded', step: 'admission-decided', on, issuedOn: on, outcome: 'agreed' },
      ],
    },
    {
      at: 'decision-received',
      gap: 5,
      events: (on) => [{ type: 'decision-received', step: 'admission-decided', on }],
    },
    {
      at: 'ceremony',
      gap: 12,
      events: (on, mentor) => [
        { type: 'step-recorded', step: 'ceremony', on },
        { type: 'mentor-assigned', on, mentor, officialMember: true, togetherSince: yearsBefore(on, 3) },
      ],
    },
    { at: 'member-papers', gap: 18, events: paper('member-history', 'member-sheet') },
    { at: 'data-entered', gap: 3, on: (r) => r.haNoi, events: done('data-entered') },
    { at: 'new-member-class', gap: 130, events: paper('new-member-certificate') },
    // From here the distance to the ceremony counts: twelve months and some days, holidays included.
    { at: 'self-criticism', gap: 230, events: paper('self-criticism') },
    { at: 'mentor-assessment', gap: 2, events: paper('mentor-assessment') },
    { at: 'probation-opinions', gap: 4, events: paper('probation-opinions') },
    {
      at: 'cell-votes-recognition',
      gap: 5,
      events: vote('cell-votes-recognition', nearlyAll(road.cellMembers)),
    },
    { at: 'recognition-sent-up', gap: 3, events: done('recognition-sent-up') },
    {
      at: 'sub-committee-appraises-recognition',
      gap: 5,
      on: appraised,
      events: done('sub-committee-appraises-recognition'),
    },
    {
      at: 'committee-proposes-recognition',
      gap: 7,
      on: twoHops,
      events: vote('committee-proposes-recognition', nearlyAll(committeeMembers)),
    },
    {
      at: 'recognition-decided',
      gap: 15,
      events: (on) => [
        {
          type: 'step-recorded',
          step: 'recognition-decided',
          on,
          issuedOn: on,
          receivedOn: on,
          outcome: 'agreed',
        },
      ],
    },
    { at: 'recognition-announced', gap: 9, events: done('recognition-announced') },
  ];
  return stops.filter((stop) => stop.on?.(road) ?? true);
}

function yearsBefore(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) - years}-${day.slice(5, 7)}-01`;
}
