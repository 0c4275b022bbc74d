/** The papers of the file: what is in, what is missing, stale or sent back, and what a paper must be. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { CaseEvent } from '../procedure/case-file.ts';
import { caseEvent } from '../procedure/index.ts';
import type { PaperState } from '../procedure/report.ts';
import type { Phase } from '../procedure/schema.ts';
import { type Text, verbatim } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, checkOfCase, imagined, ofCase, refusedBy, stop } from './case-view.ts';
import { type Asked, answered, type Lookup } from './context.ts';
import { cellMembers, nameOf } from './mentor.ts';
import { paperName } from './procedure-words.ts';

/** Before the ceremony nobody asks for the papers of the probation. */
const beforeProbation: readonly Phase[] = ['source', 'file', 'admission'];

/** Papers of this case in the order of the file: those that are there, and those that this part of the road needs. */
export function papersOfFile(view: CaseView): PaperState[] {
  const early = beforeProbation.includes(view.report.phase);
  const needed = (paper: PaperState): boolean => {
    const step = paper.requiredFor === undefined ? undefined : view.procedure.steps[paper.requiredFor];
    return paper.status !== 'missing' || !early || step?.phase !== 'probation';
  };
  return view.report.papers
    .filter((paper) => paper.status !== 'not-required' && needed(paper))
    .sort((a, b) => a.order - b.order);
}

const isIn = (paper: PaperState): boolean => paper.status === 'received';

const isTroubled = (paper: PaperState): boolean =>
  !isIn(paper) && (paper.status !== 'missing' || paper.have > 0);

export const casesWithDossier = caseChoices({
  actions: ['case.record'],
  wanted: (view) => papersOfFile(view).length > 0,
  beside: (view) => {
    const papers = papersOfFile(view);
    return { key: 'lookups.dossier.share', params: { have: papers.filter(isIn).length, all: papers.length } };
  },
  none: { key: 'lookups.none.dossier' },
});

export const dossierPapers: Lookup = ofCase('case.record', (view) => {
  const papers = papersOfFile(view);
  if (papers.length === 0) return stop({ key: 'lookups.none.papers', params: { name: view.name } });
  return {
    options: papers.map((paper) => ({
      value: paper.id,
      label: {
        key: `lookups.dossier.mark.${mark(paper)}`,
        params: { paper: paperName(view.procedure, paper.id) },
      },
    })),
  };
});

/** The share that is in, and what is the matter with a paper that is more than missing: the list itself shows the rest. */
export const dossierList: Lookup = ofCase('case.record', (view): LookupResult => {
  const papers = papersOfFile(view);
  const have = papers.filter(isIn).length;
  return {
    lines: [
      { key: 'lookups.dossier.head', params: { name: view.name, have, all: papers.length } },
      ...papers.filter(isTroubled).map((paper) => paperLine(view, paper)),
      { key: 'lookups.dossier.legend' },
    ],
  };
});

/** "✗ 3-KNĐ: còn thiếu 1 trong 2", "! … trả lại ngày …, vì …" */
export function paperLine(view: CaseView, paper: PaperState): Text {
  const params: NonNullable<Text['params']> = { paper: paperName(view.procedure, paper.id) };
  if (paper.on !== undefined) params.date = { date: paper.on };
  if (paper.validUntil !== undefined) params.until = { date: paper.validUntil };
  if (paper.status === 'missing' && paper.have > 0) {
    return { key: 'lookups.dossier.state.partly', params: { ...params, have: paper.have, need: paper.need } };
  }
  if (paper.status === 'returned') {
    const reason: Text = { key: `conversations.dossier.reason.options.${paper.returnedReason ?? 'other'}` };
    return { key: 'lookups.dossier.state.returned', params: { ...params, reason } };
  }
  return { key: `lookups.dossier.state.${paper.status}`, params };
}

function mark(paper: PaperState): 'in' | 'missing' | 'mind' {
  if (isIn(paper)) return 'in';
  return paper.status === 'missing' ? 'missing' : 'mind';
}

export const paperChosen: Lookup = ofCase('case.record', (view, asked): LookupResult => {
  const paper = view.report.papers.find((one) => one.id === answered(asked, 'paper'));
  const rule = paper && view.procedure.papers[paper.id];
  if (!paper || !rule) return stop({ key: 'lookups.dossier.unknown' });
  const madeBy: Text = { key: `lookups.actor.${paper.madeBy}` };
  const hand = rule.handwritten ? [{ key: 'lookups.dossier.handwritten' }] : [];
  return {
    values: { perIntroducer: rule.perIntroducer },
    lines: [
      isIn(paper)
        ? { key: 'lookups.dossier.state.received', params: receivedParams(view, paper) }
        : paperLine(view, paper),
      { key: 'lookups.dossier.madeBy', params: { madeBy } },
      ...hand,
      basisText(view.procedure, paper.basis, paper.confidence),
    ],
  };
});

function receivedParams(view: CaseView, paper: PaperState): NonNullable<Text['params']> {
  return { paper: paperName(view.procedure, paper.id), date: { date: paper.on ?? view.report.on } };
}

/** Those who help or helped this person first; then the other official members, for a second introducer. */
export const introducerChoices: Lookup = ofCase('case.record', async (view, asked): Promise<LookupResult> => {
  const mentors = [...new Set(view.report.mentors.map((one) => one.mentor))];
  const members = (await cellMembers(view, asked)).filter(
    (one) => one.official && one.id !== view.stored.personId,
  );
  const others = members.filter((one) => !mentors.includes(String(one.id)));
  const known = mentors.filter((one) => /^[1-9]\d*$/.test(one));
  const named = await Promise.all(
    known.map(async (one) => ({ value: one, label: await nameOf(asked, one) })),
  );
  const options = [
    ...named,
    ...others.map((one) => ({ value: String(one.id), label: verbatim(one.fullName) })),
  ];
  return options.length === 0 ? stop({ key: 'lookups.mentor.nobody' }) : { options };
});

export const paperDay: Lookup = checkOfCase('case.record', (view, asked) => {
  const event = paperEvent(asked);
  return event ? refusedBy(view, asked, event) : null;
});

function paperEvent(asked: Asked): CaseEvent | null {
  const base = { id: imagined, on: answered(asked, 'on'), paper: answered(asked, 'paper') };
  const by = answered(asked, 'by');
  const event =
    answered(asked, 'state') === 'returned'
      ? { ...base, type: 'paper-returned', reason: answered(asked, 'reason') }
      : { ...base, type: 'paper-received', ...(by === null ? {} : { by }) };
  return caseEvent.safeParse(event).data ?? null;
}
