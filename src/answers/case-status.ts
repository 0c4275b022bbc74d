/** Where a case stands, for those who work it or oversee it: reached, next, missing, owed by whom, and what to do now. */
import { goFlow } from '../conversation/buttons.ts';
import { gateReason, paperName, stepTitle } from '../lookups/procedure-words.ts';
import type { Hat } from '../people/roles.ts';
import type { PaperState, StepState } from '../procedure/report.ts';
import type { Choice, Reply, Text } from '../words/text.ts';
import { type CaseView, lastDone, mainRoad, openSteps, opensOn, papersWanted } from './case-view.ts';
import { doorFor, mayWork, statusDoor, stepDoor } from './doors.ts';
import { obligationLine, shownObligations } from './duties-text.ts';
import type { Doors } from './menu-data.ts';
import { mayAskToldOf } from './told.ts';

/** Lines of one kind before "and n more". */
const few = 4;

/** `helps`: whoever asks is this candidate's mentor too. */
export function caseStatus(view: CaseView, hat: Hat, doors: Doors, helps: boolean): Reply {
  const now = view.report.open ? [...nextLines(view), ...paperLines(view), ...dutyLines(view)] : [];
  const lines = [...headLines(view), ...situationLines(view), ...irregularLines(view), ...now];
  return { lines, choices: view.report.open ? choicesOf(view, hat, doors, helps) : [basisChoice(view)] };
}

function headLines(view: CaseView): Text[] {
  const { report } = view;
  const state: Text = { key: `lookups.state.${report.state}` };
  const head: Text = report.since
    ? {
        // The day of the decision is known; from when membership counts is stated in it.
        key: report.state === 'recognized' ? 'status.case.title-recognized' : 'status.case.title-since',
        params: { name: view.candidate, state, date: { date: report.since } },
      }
    : { key: 'status.case.title', params: { name: view.candidate, state } };
  const place: Text =
    view.mentorName === null
      ? { key: 'status.case.place-alone', params: { cell: view.cell } }
      : { key: 'status.case.place', params: { cell: view.cell, mentor: view.mentorName } };
  const last = lastDone(report);
  const road = mainRoad(report);
  if (!last) return [head, place, { key: 'status.case.done-none', params: { all: road.length } }];
  const done: Text = {
    key: 'status.case.done',
    params: {
      done: road.filter((s) => s.status === 'done').length,
      all: road.length,
      step: stepTitle(view.procedure, last.id),
      date: { date: last.on ?? report.on },
    },
  };
  return [head, place, done];
}

function situationLines({ report }: CaseView): Text[] {
  const list = report.situations.map((id): Text => ({ key: `procedure.situations.${id}.title` }));
  return list.length > 0 ? [{ key: 'status.case.situations', params: { list } }] : [];
}

/** Steps that stand although their conditions did not hold then: somebody has to look again. */
function irregularLines(view: CaseView): Text[] {
  return view.report.steps
    .filter((s) => s.irregular)
    .slice(0, few)
    .map((s) => ({ key: 'status.case.irregular', params: { step: stepTitle(view.procedure, s.id) } }));
}

function nextLines(view: CaseView): Text[] {
  const [first, ...rest] = openSteps(view.report).filter((s) => !s.optional);
  if (!first) return [{ key: 'status.case.next-none' }];
  const params = { step: stepTitle(view.procedure, first.id), who: { key: `lookups.actor.${first.actor}` } };
  const lines: Text[] = [
    { key: `status.case.next-${first.status === 'blocked' ? 'blocked' : 'ready'}`, params },
  ];
  lines.push(...unmetGates(view, first));
  const others = rest.filter((s) => s.status === 'ready');
  if (others.length > 0) {
    const shown = others.slice(0, few);
    lines.push({ key: 'status.case.next-also' });
    lines.push(
      ...shown.map((s) => ({ key: 'status.case.also', params: { step: stepTitle(view.procedure, s.id) } })),
    );
    const more = others.length - shown.length;
    if (more > 0) lines.push({ key: 'status.case.also-more', params: { count: more } });
  }
  return lines;
}

function unmetGates(view: CaseView, step: StepState): Text[] {
  return (
    step.gates
      // What a vote lacks is seen when it is recorded; missing papers have lines of their own.
      .filter((gate) => !gate.holds && gate.kind !== 'vote' && gate.kind !== 'dossier')
      .slice(0, few)
      .map((gate) => ({
        key: gate.effect === 'block' ? 'status.case.gate-blocks' : 'status.case.gate-warns',
        params: { reason: gateReason(view.procedure, gate) },
      }))
  );
}

const paperGroups: { id: string; statuses: readonly PaperState['status'][] }[] = [
  { id: 'missing', statuses: ['missing'] },
  { id: 'returned', statuses: ['returned'] },
  { id: 'redo', statuses: ['stale', 'redo'] },
  { id: 'supplement', statuses: ['supplement'] },
];

function paperLines(view: CaseView): Text[] {
  // What cannot be made before its day is no gap yet.
  const wanted = papersWanted(view).filter(
    (paper) => paper.status !== 'missing' || opensOn(view, paper.id) === null,
  );
  return paperGroups.flatMap(({ id, statuses }) => {
    const papers = wanted.filter((paper) => statuses.includes(paper.status));
    if (papers.length === 0) return [];
    const list = papers.slice(0, few).map((paper) => paperName(view.procedure, paper.id));
    const more = papers.length - list.length;
    return more > 0
      ? [{ key: `status.papers.${id}-more`, params: { list, count: more } }]
      : [{ key: `status.papers.${id}`, params: { list } }];
  });
}

function dutyLines(view: CaseView): Text[] {
  const shown = shownObligations(view.report);
  if (shown.length === 0) return [{ key: 'status.case.no-limits' }];
  const lines = shown.slice(0, few + 1).map((one) => obligationLine(view, one));
  const more = shown.length - lines.length;
  return [
    { key: 'status.case.limits' },
    ...lines,
    ...(more > 0 ? [{ key: 'status.more', params: { count: more } }] : []),
  ];
}

function choicesOf(view: CaseView, hat: Hat, doors: Doors, helps: boolean): Choice[] {
  const { caseId, report } = view;
  const choices: Choice[] = [];
  const add = (id: string, key: string): void => {
    const useless = id === statusDoor(caseId) || choices.some((choice) => choice.id === id);
    if (!useless) choices.push({ id, label: { key: `status.choice.${key}` } });
  };
  const mine = openSteps(report).filter((s) => !s.optional && mayWork(s, hat));
  // What can be done now, before what something stands in the way of.
  const next = mine.find((s) => s.status === 'ready') ?? mine[0];
  if (next) add(stepDoor(doors, caseId, next, report, hat), next.recordKind);
  for (const { obligation } of shownObligations(report)) {
    const own = doors.clocks[obligation.clock];
    const worn = obligation.owner === 'mentor' && helps ? 'mentor' : hat;
    const theirs = obligation.owner === 'mentor' ? worn === 'mentor' : worn === 'cadre';
    if (own !== undefined && theirs) add(doorFor(doors, caseId, obligation, report, worn), own);
  }
  if (hat === 'cadre') add(goFlow('dossier', { case: caseId }), 'dossier');
  choices.push(basisChoice(view));
  if (mayAskToldOf(hat)) add(`go:told:${caseId}`, 'told');
  if (hat === 'cadre') add(`go:more:${caseId}`, 'more');
  if (hat === 'committeeOfficer') add('go:list:late', 'late');
  return choices;
}

const basisChoice = (view: CaseView): Choice => ({
  id: `go:basis:${view.caseId}`,
  label: { key: 'status.choice.basis' },
});

/** What is seldom needed, behind "Việc khác" of a status. */
const seldom = [
  'work-step',
  'assign-mentor',
  'send-verification',
  'update-verification',
  'receive-decision',
  'extend-limit',
  'move-candidate',
  'correct',
  'switch-procedure',
  'close-case',
];

export function moreReply(view: CaseView): Reply {
  return {
    lines: [{ key: 'status.case.more', params: { name: view.candidate } }],
    choices: [
      ...seldom.map((flow) => ({
        id: goFlow(flow, { case: view.caseId }),
        label: { key: `status.choice.${flow}` },
      })),
      { id: statusDoor(view.caseId), label: { key: 'status.choice.back' } },
    ],
  };
}
