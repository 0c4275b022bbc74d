/** One case of the sample: who, where, what happened, and what must be true of it on the day it is laid. */
import type { PersonFacts } from '../../src/procedure/case-file.ts';
import type { CaseState } from '../../src/procedure/index.ts';
import type { Draft, Past } from './history.ts';
import type { MemberKey } from './members.ts';
import type { CellKey } from './organizations.ts';
import type { Road } from './road.ts';

export interface SampleCase {
  key: string;
  name: string;
  /** Whole years of age, and some days more. */
  age: readonly [years: number, days: number];
  cell: CellKey;
  mentor: MemberKey;
  person: Omit<Partial<PersonFacts>, 'birthDate'>;
  past: Omit<Past, 'road' | 'mentor' | 'beside'>;
  road?: Partial<Omit<Road, 'secondIntroducer'>> & { secondIntroducer?: MemberKey };
  /** Left the Party so many months before the day of laying, for family hardship. */
  leftPartyMonthsAgo?: number;
  /** Events beside the road, members named by key. */
  beside?: (days: Parameters<NonNullable<Past['beside']>>[0], tell: Tell) => Draft[];
  /** What the rules say of it on the day of laying: its state, and the time limits that have passed. */
  expect: {
    state: CaseState;
    late?: readonly string[];
    expired?: readonly string[];
    /** Requirements that bar until something changes (an age not yet reached). */
    barred?: readonly string[];
  };
}

/** What `beside` needs to write an event. */
export interface Tell {
  who: (key: MemberKey) => string;
  daysAgo: (n: number) => string;
  workingDaysAgo: (n: number) => string;
}
