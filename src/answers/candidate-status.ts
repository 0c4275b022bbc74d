/**
 * What a candidate hears of their own road. Words are made from `OwnView` alone, which has no room for anything of the
 * inside: no verification, no opinions, no votes, no assessments, no reasons. What is not in it cannot be said.
 */
import { clockTitle, paperName } from '../lookups/procedure-words.ts';
import type { CaseState, PaperState } from '../procedure/report.ts';
import type { Choice, Reply, Text } from '../words/text.ts';
import { type CaseView, opensOn, papersWanted } from './case-view.ts';
import { spanText } from './limit-words.ts';
import { isUnmet, type Tone, toneOf } from './tone.ts';

export interface OwnView {
  caseId: number;
  open: boolean;
  stage: CaseState;
  /** Days that the candidate lived through; others (of resolutions, of decisions) are the cell's to tell. */
  since: string | null;
  class: { state: 'to-come' | 'sent' | 'certified' | 'expired'; until: string | null } | null;
  probationEnds: string | null;
  papers: { name: Text; status: PaperState['status']; notBefore: string | null }[];
  limits: { what: Text; due: string; tone: Tone; left: Text }[];
  mentorName: string | null;
}

/** Stages of which the candidate knows the day themselves. */
const openDays: readonly CaseState[] = ['sympathizer', 'probation'];

export function ownView(view: CaseView): OwnView {
  const { report, procedure } = view;
  return {
    caseId: view.caseId,
    open: report.open,
    stage: report.state,
    since: openDays.includes(report.state) ? report.since : null,
    class: report.open ? classOf(view) : null,
    probationEnds: report.state === 'probation' ? probationEnd(view) : null,
    papers: papersWanted(view)
      .filter((paper) => paper.owedByCandidate)
      .map((paper) => ({
        name: paperName(procedure, paper.id),
        status: paper.status,
        notBefore: opensOn(view, paper.id),
      })),
    limits: report.obligations
      .filter((o) => o.owner === 'candidate' && isUnmet(o, report) && report.open)
      .map((o) => ({
        what: clockTitle(procedure, o),
        due: o.due,
        tone: toneOf(o, report.on),
        left: spanText(o),
      })),
    mentorName: view.mentorName,
  };
}

export function candidateStatus(own: OwnView): Reply {
  const lines: Text[] = [
    own.since === null
      ? { key: `status.own.stage.${own.stage}` }
      : {
          key: 'status.own.since',
          params: { stage: { key: `status.own.stage.${own.stage}` }, date: { date: own.since } },
        },
    { key: `status.own.doing.${own.stage}` },
  ];
  if (own.class) lines.push(classLine(own.class));
  if (own.probationEnds)
    lines.push({ key: 'status.own.probation-ends', params: { date: { date: own.probationEnds } } });
  if (own.open) lines.push(...owedLines(own));
  if (own.open) {
    lines.push(
      own.mentorName === null
        ? { key: 'status.own.ask-cell' }
        : { key: 'status.own.ask-mentor', params: { mentor: own.mentorName } },
    );
  }
  return { lines, choices: choicesOf(own) };
}

function owedLines(own: OwnView): Text[] {
  if (own.papers.length === 0 && own.limits.length === 0) return [{ key: 'status.own.nothing-owed' }];
  return [
    { key: 'status.own.owed' },
    ...own.papers.map((paper): Text => {
      if (paper.status === 'missing' && paper.notBefore) {
        return {
          key: 'status.own.paper.later',
          params: { paper: paper.name, date: { date: paper.notBefore } },
        };
      }
      return { key: `status.own.paper.${paper.status}`, params: { paper: paper.name } };
    }),
    ...own.limits.map(
      (limit): Text => ({
        key: `status.own.limit.${limit.tone}`,
        params: { what: limit.what, due: { date: limit.due }, left: limit.left },
      }),
    ),
  ];
}

function classLine(course: NonNullable<OwnView['class']>): Text {
  return course.until === null
    ? { key: `status.own.class.${course.state}` }
    : { key: `status.own.class.${course.state}-until`, params: { date: { date: course.until } } };
}

function choicesOf(own: OwnView): Choice[] {
  return [
    { id: `go:basis:${own.caseId}`, label: { key: 'status.choice.basis' } },
    { id: 'go:menu', label: { key: 'status.choice.menu' } },
  ];
}

/** The awareness class before admission; the class for new members after it. */
function classOf({ report }: CaseView): OwnView['class'] {
  const step = (id: string) => report.steps.find((s) => s.id === id);
  if (report.phase === 'probation') {
    const course = step('new-member-class');
    if (!course || course.status === 'not-applicable') return null;
    return { state: course.status === 'done' ? 'certified' : 'to-come', until: null };
  }
  if (report.phase !== 'source' && report.phase !== 'file') return null;
  const certificate = report.papers.find((paper) => paper.id === 'awareness-certificate');
  if (certificate?.status === 'received')
    return { state: 'certified', until: certificate.validUntil ?? null };
  if (certificate?.status === 'stale') return { state: 'expired', until: null };
  return { state: step('sent-to-class')?.status === 'done' ? 'sent' : 'to-come', until: null };
}

/** The day on which the twelve months are over, as the rule on the earliest day of recognition counts it. */
const probationEnd = ({ report }: CaseView): string | null =>
  report.obligations.find((o) => o.clock === 'not-before-month-12')?.earliest ?? null;
