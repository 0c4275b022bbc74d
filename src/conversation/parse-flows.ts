/** Conversation files read and judged: their shape, and names that lead nowhere. */
import { type Flow, flow as flowShape, type Question, type Test } from './flow.ts';

export interface Finding {
  flow: string;
  /** Where in the document, for a linter to find the line. */
  path: (string | number)[];
  problem: string;
}

/** Names from other rooms; what is not given is not checked. */
export interface KnownNames {
  /** Fields of each command. */
  commands?: Record<string, { required: string[]; optional: string[] }>;
  lookups?: readonly string[];
}

/** Names the machine uses for places of its own, or that words of the flow use. */
const reserved = ['confirm', 'edit', 'title'];

/** One document (already read from YAML). `findings` is never empty when there is no flow. */
export function parseFlow(
  document: unknown,
  known: KnownNames = {},
): { ok: true; flow: Flow } | { ok: false; findings: Finding[] } {
  const parsed = flowShape.safeParse(document);
  if (!parsed.success) {
    const flow = nameOf(document);
    const findings = parsed.error.issues.map((issue) => ({
      flow,
      path: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
      problem: issue.message,
    }));
    return { ok: false, findings };
  }
  const findings = judge(parsed.data, known);
  return findings.length > 0 ? { ok: false, findings } : { ok: true, flow: parsed.data };
}

/** All documents; a name used by two files is found too. Flows with findings are left out. */
export function parseFlows(
  documents: { file: string; document: unknown }[],
  known: KnownNames = {},
): { flows: Map<string, Flow>; findings: (Finding & { file: string })[] } {
  const flows = new Map<string, Flow>();
  const findings: (Finding & { file: string })[] = [];
  for (const { file, document } of documents) {
    const parsed = parseFlow(document, known);
    if (!parsed.ok) findings.push(...parsed.findings.map((finding) => ({ file, ...finding })));
    else if (flows.has(parsed.flow.flow)) {
      findings.push({ file, flow: parsed.flow.flow, path: ['flow'], problem: 'another file has this name' });
    } else flows.set(parsed.flow.flow, parsed.flow);
  }
  return { flows, findings };
}

function judge(flow: Flow, known: KnownNames): Finding[] {
  const findings: Finding[] = [];
  const find = (path: (string | number)[], problem: string): void => {
    findings.push({ flow: flow.flow, path, problem });
  };
  const lookup = (name: string, path: (string | number)[]): void => {
    if (known.lookups && !known.lookups.includes(name)) find(path, `no lookup "${name}"`);
  };
  const names = Object.keys(flow.questions);
  const hidden = flow.accepts.filter((name) => !names.includes(name));
  const never = new Set<string>();
  names.forEach((name, index) => {
    const question = flow.questions[name];
    if (!question) return;
    const path = ['questions', name];
    if (reserved.includes(name)) find(path, `"${name}" is a name of the machine`);
    judgeInput(question, (field, problem) => find([...path, 'input', field], problem));
    question.show.forEach((each, at) => {
      lookup(each, [...path, 'show', at]);
    });
    if (question.check !== undefined) lookup(question.check, [...path, 'check']);
    if (question.input.kind === 'lookup') lookup(question.input.lookup, [...path, 'input', 'lookup']);
    if (question.when) {
      const earlier = names.slice(0, index);
      for (const problem of namesIn(question.when, flow, earlier, hidden, lookup, path))
        find([...path, 'when'], problem);
      if (outcome(question.when, flow, earlier, never) === 'never') {
        never.add(name);
        find([...path, 'when'], 'never holds: the question cannot be reached');
      }
    }
  });
  for (const [field, list] of Object.entries({
    accepts: flow.accepts,
    summary: flow.summary,
    who: flow.who,
  })) {
    for (const twice of repeated(list)) find([field], `"${twice}" stands twice`);
  }
  flow.summary.forEach((each, at) => {
    lookup(each, ['summary', at]);
  });
  judgeCommand(flow, names, known, find);
  return findings;
}

function judgeInput(question: Question, find: (field: string, problem: string) => void): void {
  const { input } = question;
  if (input.kind === 'choice')
    for (const twice of repeated(input.options)) find('options', `"${twice}" stands twice`);
  if (input.kind === 'date' && input.past && input.future) find('future', 'past and future leave only today');
  if (input.kind === 'number' && input.min > input.max) find('max', 'below min');
}

function judgeCommand(
  flow: Flow,
  names: string[],
  known: KnownNames,
  find: (path: (string | number)[], problem: string) => void,
): void {
  if (flow.command === undefined || !known.commands) return;
  const fields = known.commands[flow.command];
  if (!fields) {
    find(['command'], `no command "${flow.command}"`);
    return;
  }
  for (const field of fields.required) {
    const question = flow.questions[field];
    if (!question && !flow.accepts.includes(field)) find(['command'], `nothing answers "${field}"`);
    if (names.includes(field) && (question?.optional || question?.when)) {
      find(['questions', field], `"${flow.command}" needs this answer, yet it may be left out`);
    }
  }
}

function namesIn(
  test: Test,
  flow: Flow,
  earlier: string[],
  hidden: string[],
  lookup: (name: string, path: (string | number)[]) => void,
  path: (string | number)[],
): string[] {
  if ('all' in test) return test.all.flatMap((each) => namesIn(each, flow, earlier, hidden, lookup, path));
  if ('any' in test) return test.any.flatMap((each) => namesIn(each, flow, earlier, hidden, lookup, path));
  if ('not' in test) return namesIn(test.not, flow, earlier, hidden, lookup, path);
  if ('lookup' in test) {
    lookup(test.lookup, [...path, 'when']);
    return [];
  }
  const { answer } = test;
  if (!earlier.includes(answer) && !hidden.includes(answer)) {
    const later = Object.hasOwn(flow.questions, answer);
    // A question that a button may answer beforehand may be looked at before its turn.
    if (later && flow.accepts.includes(answer)) return [];
    return [later ? `"${answer}" is asked only later` : `no answer "${answer}"`];
  }
  const possible = valuesOf(flow.questions[answer]);
  const asked = [...(test.is === undefined ? [] : [test.is]), ...(test.in ?? [])].map(String);
  return possible
    ? asked.filter((value) => !possible.includes(value)).map((v) => `"${answer}" is never "${v}"`)
    : [];
}

type Outcome = 'never' | 'perhaps' | 'always';

/** What can be told without asking anybody. */
function outcome(test: Test, flow: Flow, earlier: string[], never: ReadonlySet<string>): Outcome {
  if ('all' in test) {
    const parts = test.all.map((each) => outcome(each, flow, earlier, never));
    if (parts.includes('never') || contradicts(test.all, flow)) return 'never';
    return parts.every((part) => part === 'always') ? 'always' : 'perhaps';
  }
  if ('any' in test) {
    const parts = test.any.map((each) => outcome(each, flow, earlier, never));
    if (parts.includes('always')) return 'always';
    return parts.every((part) => part === 'never') ? 'never' : 'perhaps';
  }
  if ('not' in test) {
    const inner = outcome(test.not, flow, earlier, never);
    return inner === 'never' ? 'always' : inner === 'always' ? 'never' : 'perhaps';
  }
  if ('lookup' in test) return 'perhaps';
  if (never.has(test.answer)) return 'never';
  const question = flow.questions[test.answer];
  const possible = valuesOf(question);
  const asked = test.is !== undefined ? [String(test.is)] : test.in?.map(String);
  if (possible && asked && !asked.some((value) => possible.includes(value))) return 'never';
  const surely = earlier.includes(test.answer) && question && !question.optional && !question.when;
  return surely && asked === undefined ? 'always' : 'perhaps';
}

// Two different values of one single-choice answer at once.
function contradicts(parts: Test[], flow: Flow): boolean {
  const wanted = new Map<string, string>();
  for (const part of parts) {
    if (!('answer' in part) || part.is === undefined) continue;
    const { input } = flow.questions[part.answer] ?? {};
    if (input && 'many' in input && input.many) continue;
    const before = wanted.get(part.answer);
    if (before !== undefined && before !== String(part.is)) return true;
    wanted.set(part.answer, String(part.is));
  }
  return false;
}

function valuesOf(question: Question | undefined): string[] | null {
  if (question?.input.kind === 'choice') return question.input.options;
  return question?.input.kind === 'yes-no' ? ['yes', 'no'] : null;
}

const repeated = (list: readonly string[]): string[] =>
  list.filter((each, index) => list.indexOf(each) !== index);

function nameOf(document: unknown): string {
  if (typeof document !== 'object' || document === null || !('flow' in document)) return '';
  return typeof document.flow === 'string' ? document.flow : '';
}
