/** The procedure and the conversations as Mermaid, drawn from the same data the product runs on. */
import type { Flow, Test } from '../conversation/flow.ts';
import type { Procedure } from '../procedure/index.ts';
import type { Phase } from '../procedure/schema.ts';
import type { Words } from '../words/say.ts';

const phases: Phase[] = ['source', 'file', 'admission', 'probation', 'moves', 'remedy'];

/** One subgraph a phase; an arrow from each step to those that wait for it, dotted where a step may be left out. */
export function procedureGraph(procedure: Procedure, words: Words, language: 'vi' | 'en'): string {
  const lines = ['flowchart TD'];
  for (const phase of phases) {
    const steps = Object.entries(procedure.steps)
      .filter(([, step]) => step.phase === phase)
      .sort(([, a], [, b]) => a.order - b.order);
    if (steps.length === 0) continue;
    lines.push(`  subgraph ${phase} ["${label(words.say({ key: `procedure.phases.${phase}` }, language))}"]`);
    for (const [id, step] of steps) {
      const title = words.say({ key: `procedure.steps.${id}.title` }, language);
      lines.push(`    ${node(id)}["${label(`${step.number} · ${title}`)}"]`);
    }
    lines.push('  end');
  }
  for (const [id, step] of Object.entries(procedure.steps)) {
    for (const before of step.after) {
      lines.push(`  ${node(before)} ${step.optional || step.when ? '-.->' : '-->'} ${node(id)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The questions in order; a diamond for a question that is asked only under a condition. */
export function conversationGraph(flow: Flow, words: Words, language: 'vi' | 'en'): string {
  const lines = [
    'flowchart TD',
    `  start(["${label(words.say({ key: `conversations.${flow.flow}.title` }, language))}"])`,
  ];
  let before = 'start';
  for (const [name, question] of Object.entries(flow.questions)) {
    const asked = `${name} · ${question.input.kind}${question.optional ? ' · optional' : ''}`;
    lines.push(`  ${node(name)}["${label(asked)}"]`);
    if (question.when) {
      lines.push(`  if_${node(name)}{"${label(describe(question.when))}"}`);
      lines.push(`  ${before} --> if_${node(name)}`, `  if_${node(name)} -->|✓| ${node(name)}`);
      const after = `after_${node(name)}`;
      lines.push(`  ${after}(( ))`, `  if_${node(name)} -->|✗| ${after}`, `  ${node(name)} --> ${after}`);
      before = after;
    } else {
      lines.push(`  ${before} --> ${node(name)}`);
      before = node(name);
    }
  }
  if (flow.confirm) {
    lines.push('  confirm{{"✓ ?"}}', `  ${before} --> confirm`);
    before = 'confirm';
  }
  if (flow.command) lines.push(`  command[["${flow.command}"]]`, `  ${before} --> command`);
  return `${lines.join('\n')}\n`;
}

function describe(test: Test): string {
  if ('all' in test) return test.all.map(describe).join(' & ');
  if ('any' in test) return test.any.map(describe).join(' | ');
  if ('not' in test) return `not (${describe(test.not)})`;
  const subject = 'answer' in test ? test.answer : `${test.lookup}.${test.value}`;
  if (test.is !== undefined) return `${subject} = ${test.is}`;
  if ('in' in test && test.in !== undefined) return `${subject} ∈ ${test.in.join(', ')}`;
  return subject;
}

/** Mermaid reserves "end" and dislikes dashes in ids. */
const node = (id: string): string => `n_${id.replaceAll('-', '_')}`;
const label = (text: string): string => text.replaceAll('"', "'").replaceAll('\n', ' ');
