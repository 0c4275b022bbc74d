/** Where one case stands, in the words that fit whoever asks. */
import type { Hat } from '../people/roles.ts';
import type { Reply } from '../words/text.ts';
import { candidateStatus, ownView } from './candidate-status.ts';
import { caseStatus } from './case-status.ts';
import type { CaseView } from './case-view.ts';
import type { Doors } from './menu-data.ts';

/** `asker`: the person's id; a secretary who helps the candidate as well is offered the mentor's assessment. */
export const statusReply = (view: CaseView, hat: Hat, doors: Doors, asker: number): Reply =>
  hat === 'candidate'
    ? candidateStatus(ownView(view))
    : caseStatus(view, hat, doors, view.mentorId === asker);
