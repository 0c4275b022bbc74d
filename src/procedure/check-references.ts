/** Names that a procedure uses and does not have, and circles in it. The core relies on there being none. */
import { caseEvent } from './case-file.ts';
import { partsOf } from './parameters.ts';
import { caseStates } from './report.ts';
import type { Anchor, Clock, Condition, Gate, Procedure } from './schema.ts';

interface Slip {
  path: string[];
  message: string;
}

const eventTypes: ReadonlySet<string> = new Set(
  caseEvent.options.map((option) => String([...option.shape.type.values][0])),
);
const states: ReadonlySet<string> = new Set(caseStates);

export function checkReferences(procedure: Procedure): Slip[] {
  const slips: Slip[] = [];
  const has = {
    parameter: procedure.parameters,
    step: procedure.steps,
    paper: procedure.papers,
    vote: procedure.votes,
    exclusion: procedure.exclusions,
    form: procedure.forms,
    document: procedure.documents,
    situation: procedure.situations,
  };
  const say = (path: string[], message: string): void => {
    slips.push({ path, message });
  };
  const named = (kind: keyof typeof has, name: string | undefined, path: string[]): void => {
    if (name !== undefined && !Object.hasOwn(has[kind], name)) say(path, `there is no ${kind} "${name}"`);
  };
  const event = (name: string, path: string[]): void => {
    if (!eventTypes.has(name)) say(path, `there is no event "${name}"`);
  };
  const state = (name: string, path: string[]): void => {
    if (!states.has(name)) say(path, `there is no state "${name}"`);
  };

  const condition = (given: Condition | undefined, path: string[]): void => {
    for (const part of given ? partsOf(given) : []) {
      if ('fact' in part) named('parameter', part.atLeast, path);
      if ('done' in part) named('step', part.done, path);
      if ('situation' in part) named('situation', part.situation, path);
      if ('state' in part) state(part.state, path);
      if ('age' in part) for (const name of Object.values(part.age)) named('parameter', name, path);
      if ('failedVotes' in part) {
        named('step', part.failedVotes.step, path);
        named('parameter', part.failedVotes.atLeast, path);
      }
    }
  };
  const anchor = (given: Anchor | undefined, path: string[]): void => {
    if (!given) return;
    if ('earliestOf' in given) {
      for (const one of given.earliestOf) anchor(one, path);
      return;
    }
    named('parameter', given.plusMonths, path);
    if ('step' in given) named('step', given.step, path);
    if ('paper' in given) named('paper', given.paper, path);
    if ('event' in given) event(given.event, path);
  };

  const gate = (rule: Gate, path: string[]): void => {
    condition(rule.when, [...path, 'when']);
    if (rule.kind === 'vote') named('vote', rule.vote, [...path, 'vote']);
    if (rule.kind === 'papers') for (const paper of rule.papers) named('paper', paper, [...path, 'papers']);
    if (rule.kind === 'condition') condition(rule.must, [...path, 'must']);
    if (rule.kind === 'age') {
      named('parameter', rule.min, [...path, 'min']);
      named('parameter', rule.max, [...path, 'max']);
      named('paper', rule.overMaxWith, [...path, 'overMaxWith']);
    }
    if (rule.kind === 'elapsed' || rule.kind === 'fresh') {
      named('parameter', rule.months, [...path, 'months']);
      anchor(rule.from, [...path, 'from']);
    }
    if (rule.kind === 'elapsed') condition(rule.unless, [...path, 'unless']);
    if (rule.kind === 'fresh') {
      const stale = [...path, 'whenStale'];
      for (const paper of [...rule.whenStale.redo, ...rule.whenStale.supplement])
        named('paper', paper, stale);
      named('step', rule.whenStale.repeatStep, stale);
    }
  };

  const clock = (rule: Clock, path: string[]): void => {
    condition(rule.when, [...path, 'when']);
    if (rule.kind === 'recurring') {
      for (const name of rule.during) state(name, [...path, 'during']);
      event(rule.metBy, [...path, 'metBy']);
      return;
    }
    anchor(rule.from, [...path, 'from']);
    if (rule.kind === 'earliest') {
      named('parameter', rule.after, [...path, 'after']);
      return;
    }
    named('parameter', rule.within, [...path, 'within']);
    const until = rule.until;
    if (until && 'step' in until) named('step', until.step, [...path, 'until']);
    if (until && 'paper' in until) named('paper', until.paper, [...path, 'until']);
    if (until && 'event' in until) event(until.event, [...path, 'until']);
    if (rule.kind !== 'due') return;
    named('parameter', rule.extension, [...path, 'extension']);
    for (const reading of rule.readings ?? []) {
      anchor(reading.from, [...path, 'readings']);
      named('parameter', reading.within, [...path, 'readings']);
    }
  };

  for (const [id, step] of Object.entries(procedure.steps)) {
    const path = ['steps', id];
    condition(step.when, [...path, 'when']);
    for (const before of step.after) named('step', before, [...path, 'after']);
    for (const form of step.forms) named('form', form, [...path, 'forms']);
    if (step.leadsTo !== undefined) state(step.leadsTo, [...path, 'leadsTo']);
    const { record } = step;
    if (record.kind === 'papers')
      for (const paper of record.papers) named('paper', paper, [...path, 'record']);
    if (record.kind === 'vote' || record.kind === 'decision') named('vote', record.vote, [...path, 'record']);
    for (const [name, rule] of Object.entries(step.gates)) gate(rule, [...path, 'gates', name]);
    for (const [name, rule] of Object.entries(step.clocks)) clock(rule, [...path, 'clocks', name]);
    if (isBefore(id, id, procedure)) say([...path, 'after'], `step "${id}" comes after itself`);
  }
  for (const [id, paper] of Object.entries(procedure.papers)) {
    condition(paper.when, ['papers', id, 'when']);
    named('step', paper.requiredFor, ['papers', id, 'requiredFor']);
    named('form', paper.form, ['papers', id, 'form']);
  }
  for (const [id, vote] of Object.entries(procedure.votes)) {
    condition(vote.when, ['votes', id, 'when']);
    for (const exclusion of vote.excludes) named('exclusion', exclusion, ['votes', id, 'excludes']);
  }
  for (const [id, line] of Object.entries(procedure.introducers)) {
    condition(line.when, ['introducers', id, 'when']);
    named('paper', line.resolution, ['introducers', id, 'resolution']);
  }
  for (const [id, rule] of Object.entries(procedure.eligibility)) {
    condition(rule.when, ['eligibility', id, 'when']);
    condition(rule.must, ['eligibility', id, 'must']);
    named('paper', rule.paper, ['eligibility', id, 'paper']);
  }
  for (const [id, situation] of Object.entries(procedure.situations)) {
    condition(situation.when, ['situations', id, 'when']);
    if (situation.begins) {
      event(situation.begins.event, ['situations', id, 'begins']);
      for (const name of situation.begins.states ?? []) state(name, ['situations', id, 'begins']);
    }
    if (leansOn(id, id, procedure)) say(['situations', id], `situation "${id}" depends on itself`);
  }
  for (const [id, duty] of Object.entries(procedure.duties)) {
    for (const name of duty.clocks) {
      const [step = '', clockName = ''] = name.split('/');
      if (!procedure.steps[step]?.clocks[clockName])
        say(['duties', id, 'clocks'], `there is no clock "${name}"`);
    }
  }
  for (const [id, fact] of Object.entries(procedure.facts)) {
    for (const step of fact.steps) named('step', step, ['facts', id, 'steps']);
  }
  for (const [id, document] of Object.entries(procedure.documents)) {
    named('document', document.replacedBy, ['documents', id, 'replacedBy']);
  }
  for (const { path, documents } of basesIn(procedure)) {
    for (const document of documents) named('document', document, path);
  }
  return slips;
}

/** Whether `step` comes, directly or not, after `wanted`. */
function isBefore(wanted: string, step: string, procedure: Procedure, seen = new Set<string>()): boolean {
  return (procedure.steps[step]?.after ?? []).some((before) => {
    if (before === wanted) return true;
    if (seen.has(before)) return false;
    seen.add(before);
    return isBefore(wanted, before, procedure, seen);
  });
}

function leansOn(wanted: string, situation: string, procedure: Procedure, seen = new Set<string>()): boolean {
  const when = procedure.situations[situation]?.when;
  for (const part of when ? partsOf(when) : []) {
    if (!('situation' in part)) continue;
    if (part.situation === wanted) return true;
    if (seen.has(part.situation)) continue;
    seen.add(part.situation);
    if (leansOn(wanted, part.situation, procedure, seen)) return true;
  }
  return false;
}

/** Every `basis` anywhere in the procedure. */
function* basesIn(value: unknown, path: string[] = []): Generator<{ path: string[]; documents: string[] }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* basesIn(item, [...path, String(index)]);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'basis' && Array.isArray(inner)) {
      yield { path: [...path, key], documents: inner.map((one: { document: string }) => one.document) };
    } else yield* basesIn(inner, [...path, key]);
  }
}
