/** Which words the flow data calls for: the linter asks for each in every language. */
import type { Flow } from '../conversation/flow.ts';
import type { Procedure } from '../procedure/index.ts';

/** Words of one rule, and where the rule stands in the data. */
export interface Needed {
  key: string;
  /** Path in the procedure ("steps", "ceremony"), for its file and line. */
  path: string[];
}

/** Parts of the words by kind of rule. */
const partsOf = {
  steps: ['title', 'explain', 'result'],
  papers: ['title'],
  exclusions: ['title'],
  introducers: ['title'],
  eligibility: ['title', 'holds', 'fails'],
  situations: ['title', 'explain'],
  duties: ['title'],
} as const;

export function wordsOfProcedure(procedure: Procedure): Needed[] {
  const needed: Needed[] = [
    ...[procedure.version, ...(procedure.overlay ? [procedure.overlay] : [])].map((id) => ({
      key: `procedure.versions.${id}`,
      path: ['id'],
    })),
    ...Object.keys(procedure.documents).map((id) => ({
      key: `procedure.documents.${id}`,
      path: ['documents', id],
    })),
    ...Object.keys(procedure.facts).map((id) => ({ key: `procedure.facts.${id}`, path: ['facts', id] })),
    ...Object.keys(procedure.parameters).map((id) => ({
      key: `procedure.parameters.${id}`,
      path: ['parameters', id],
    })),
    ...Object.keys(procedure.forms).map((id) => ({ key: `forms.${id}.title`, path: ['forms', id] })),
  ];
  for (const [kind, parts] of Object.entries(partsOf) as [keyof typeof partsOf, readonly string[]][]) {
    for (const id of Object.keys(procedure[kind])) {
      for (const part of parts) needed.push({ key: `procedure.${kind}.${id}.${part}`, path: [kind, id] });
    }
  }
  for (const [id, step] of Object.entries(procedure.steps)) {
    for (const gate of Object.keys(step.gates)) {
      for (const part of ['title', 'reason', 'wayOut']) {
        needed.push({ key: `procedure.gates.${gate}.${part}`, path: ['steps', id, 'gates', gate] });
      }
    }
    for (const clock of Object.keys(step.clocks)) {
      for (const part of ['title', 'do']) {
        needed.push({ key: `procedure.clocks.${clock}.${part}`, path: ['steps', id, 'clocks', clock] });
      }
    }
  }
  return needed;
}

export function wordsOfFlow(flow: Flow): string[] {
  const start = `conversations.${flow.flow}`;
  return [
    `${start}.title`,
    ...Object.entries(flow.questions).flatMap(([name, question]) => [
      `${start}.${name}.ask`,
      `${start}.${name}.short`,
      ...(question.input.kind === 'choice'
        ? question.input.options.map((option) => `${start}.${name}.options.${option}`)
        : []),
    ]),
  ];
}
