import { describe, expect, it } from 'vitest';
import { parseFlow, parseFlows } from '../../src/conversation/parse-flows.ts';
import { sampleDocuments } from '../traps/sample-flows.ts';

const choice = { input: { kind: 'choice', options: ['a', 'b'] } };
const flowOf = (more: object, questions: object) => ({ flow: 'trial', who: ['cadre'], questions, ...more });
const problems = (document: unknown, known = {}): string[] => {
  const parsed = parseFlow(document, known);
  return parsed.ok ? [] : parsed.findings.map((finding) => `${finding.path.join('.')}: ${finding.problem}`);
};

describe('a conversation file', () => {
  it('in order is read, with what it leaves out filled in', () => {
    const parsed = parseFlow(flowOf({ command: 'record' }, { first: choice }));
    expect(parsed).toMatchObject({
      ok: true,
      flow: { confirm: true, accepts: [], summary: [], questions: { first: { optional: false, show: [] } } },
    });
  });

  it.each([
    ['an unknown field', flowOf({ colour: 'red' }, { first: choice }), /colour/],
    ['no questions', { flow: 'trial', who: ['cadre'] }, /questions/],
    [
      'a kind of input that is not',
      flowOf({}, { first: { input: { kind: 'photo' } } }),
      /questions\.first\.input/,
    ],
    ['nobody who may open it', flowOf({ who: [] }, { first: choice }), /who/],
    ['no document', null, /./],
  ])('with %s is refused', (_what, document, expected) => {
    expect(problems(document).join('\n')).toMatch(expected);
  });

  it.each([
    [
      'a condition on an answer nobody gives',
      flowOf({}, { first: { ...choice, when: { answer: 'nowhere' } } }),
      'questions.first.when: no answer "nowhere"',
    ],
    [
      'a condition on what is asked later',
      flowOf({}, { first: { ...choice, when: { answer: 'second' } }, second: choice }),
      'questions.first.when: "second" is asked only later',
    ],
    [
      'a condition on an option that is not',
      flowOf({}, { first: choice, second: { ...choice, when: { answer: 'first', is: 'c' } } }),
      'questions.second.when: "first" is never "c"',
    ],
    [
      'a question behind two answers at once',
      flowOf(
        {},
        {
          first: choice,
          second: {
            ...choice,
            when: {
              all: [
                { answer: 'first', is: 'a' },
                { answer: 'first', is: 'b' },
              ],
            },
          },
        },
      ),
      'questions.second.when: never holds: the question cannot be reached',
    ],
    [
      'a question behind the absence of a sure answer',
      flowOf({}, { first: choice, second: { ...choice, when: { not: { answer: 'first' } } } }),
      'questions.second.when: never holds: the question cannot be reached',
    ],
    [
      'an option that stands twice',
      flowOf({}, { first: { input: { kind: 'choice', options: ['a', 'a'] } } }),
      'questions.first.input.options: "a" stands twice',
    ],
    [
      'bounds the wrong way round',
      flowOf({}, { first: { input: { kind: 'number', min: 5, max: 1 } } }),
      'questions.first.input.max: below min',
    ],
    [
      'a day both past and to come',
      flowOf({}, { first: { input: { kind: 'date', past: true, future: true } } }),
      'questions.first.input.future: past and future leave only today',
    ],
    [
      'a name of the machine',
      flowOf({}, { confirm: choice }),
      'questions.confirm: "confirm" is a name of the machine',
    ],
    [
      'an answer accepted twice',
      flowOf({ accepts: ['x', 'x'] }, { first: choice }),
      'accepts: "x" stands twice',
    ],
  ])('with %s is refused', (_what, document, problem) => {
    expect(problems(document)).toContain(problem);
  });

  it('a question that cannot be reached makes what hangs on it unreachable too', () => {
    const found = problems(
      flowOf(
        {},
        {
          first: choice,
          second: { ...choice, when: { answer: 'first', is: 'c' } },
          third: { ...choice, when: { answer: 'second' } },
        },
      ),
    );
    expect(found).toContain('questions.third.when: never holds: the question cannot be reached');
  });

  it('may look ahead at an answer that a button can bring', () => {
    const document = flowOf(
      { accepts: ['second'] },
      { first: { ...choice, when: { not: { answer: 'second' } } }, second: choice },
    );
    expect(problems(document)).toEqual([]);
  });

  it('is held against the lookups and commands there are', () => {
    const known = {
      lookups: ['people'],
      commands: { record: { required: ['who', 'on'], optional: ['note'] } },
    };
    const who = { input: { kind: 'lookup', lookup: 'people' }, show: ['nobody'] };
    const on = { input: { kind: 'date' }, optional: true };
    expect(problems(flowOf({ command: 'record', summary: ['totals'] }, { who, on }), known)).toEqual([
      'questions.who.show.0: no lookup "nobody"',
      'summary.0: no lookup "totals"',
      'questions.on: "record" needs this answer, yet it may be left out',
    ]);
    expect(problems(flowOf({ command: 'record' }, { who: { ...who, show: [] } }), known)).toEqual([
      'command: nothing answers "on"',
    ]);
    expect(problems(flowOf({ command: 'destroy' }, { first: choice }), known)).toEqual([
      'command: no command "destroy"',
    ]);
  });
});

describe('all conversation files', () => {
  it('are read together, a name used twice is found', () => {
    const documents = sampleDocuments.map((document, index) => ({ file: `${index}.yaml`, document }));
    expect(parseFlows(documents)).toMatchObject({ findings: [] });
    expect(parseFlows(documents).flows.size).toBe(sampleDocuments.length);
    const twice = parseFlows([...documents, { file: 'copy.yaml', document: sampleDocuments[0] }]);
    expect(twice.findings).toEqual([
      { file: 'copy.yaml', flow: 'sample-meeting', path: ['flow'], problem: 'another file has this name' },
    ]);
  });
});
