/** What was answered, read back before it is recorded: one short line an answer. */
import type { Text, TextValue } from '../words/text.ts';
import { pressId } from './buttons.ts';
import type { Flow } from './flow.ts';
import type { Answers, LookupResult } from './machine-types.ts';
import { renderAnswer, renderPlain } from './render-answer.ts';
import { control, offersOf } from './render-question.ts';
import { type Said, type Scene, text, title } from './scene.ts';
import { knownBefore, type Standing } from './standing.ts';

export type ReadBack = { lines: Text[] } | { outdated: string };

/** `outdated` names an answer that its lookup no longer offers: it has to be asked again. */
export function readBack(scene: Scene, flow: Flow, answers: Answers, standing: Standing): ReadBack {
  const lines: Text[] = [];
  for (const name of standing.answered) {
    const value = answerInWords(scene, flow, answers, name);
    if (value === null) return { outdated: name };
    lines.push(text('machine.summary.line', { label: shortLabel(flow.flow, name), value }));
  }
  return { lines };
}

/** The summary with its three ways on; `told` are the results of the flow's `summary` lookups. */
export function renderSummary(flow: Flow, lines: Text[], told: LookupResult[], seq: number): Said {
  return {
    lines: [
      text('machine.summary.title', { work: title(flow.flow) }),
      ...lines,
      ...told.flatMap((result) => result.lines ?? []),
      text('machine.summary.ask'),
    ],
    choices: [
      control(seq, 'confirm'),
      control(seq, 'edit'),
      control(seq, 'cancel'),
      ...told.flatMap(offersOf),
    ],
  };
}

/** The choice of what to edit. */
export function renderEditing(flow: Flow, names: string[], seq: number): Said {
  return {
    lines: [text('machine.editWhich')],
    choices: [
      ...names.map((question) => ({
        id: pressId(seq, { kind: 'target', question }),
        label: shortLabel(flow.flow, question),
      })),
      control(seq, 'back'),
      control(seq, 'cancel'),
    ],
  };
}

/** What has been answered so far, for somebody who comes back; answers that cannot be worded are passed over. */
export function renderProgress(scene: Scene, flow: Flow, answers: Answers, standing: Standing): Text[] {
  return standing.answered.flatMap((name) => {
    const value = answerInWords(scene, flow, answers, name);
    return value === null
      ? []
      : [text('machine.summary.line', { label: shortLabel(flow.flow, name), value })];
  });
}

export const shortLabel = (flow: string, question: string): Text => ({
  key: `conversations.${flow}.${question}.short`,
});

function answerInWords(scene: Scene, flow: Flow, answers: Answers, name: string): TextValue | null {
  const question = flow.questions[name];
  const value = answers[name];
  if (!question || value === undefined) return null;
  if (question.input.kind !== 'lookup') return renderPlain(flow, name, question, value);
  const known = knownBefore(flow, answers, name, scene.ask, scene.view.today);
  return known && renderAnswer(flow, name, question, value, known, scene.ask);
}
