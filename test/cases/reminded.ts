/** People of the small world who were reminded: a digest and what it said, as delivery leaves them. */
import { notices } from '../../db/schema.ts';
import type { Db } from '../../src/store/database.ts';
import { newDigest } from '../../src/store/digests.ts';
import type { NoticeReason } from '../../src/store/notices.ts';

export interface Word {
  caseId?: number;
  organizationId?: number;
  /** "step/clock#instance", or "duty#period" of a body. */
  subject: string;
  reason?: NoticeReason;
  insteadOf?: number;
}

/** The digest's id. One digest a person a day. */
export async function remind(db: Db, personId: number, day: string, words: Word[]): Promise<number> {
  const digestId = await newDigest(db, { personId, day, kind: 'daily' });
  if (digestId === null) throw new Error('this person had a digest that day');
  await db.insert(notices).values(
    words.map(({ caseId, organizationId, subject, reason = 'owner', insteadOf }) => ({
      personId,
      insteadOf: insteadOf ?? null,
      caseId: caseId ?? null,
      organizationId: organizationId ?? null,
      subject,
      moment: day,
      reason,
      saidOn: day,
      digestId,
    })),
  );
  return digestId;
}
