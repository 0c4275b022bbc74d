/** Four small conversations that between them use every kind of question, and a world for their lookups. */
import { parseFlows } from '../../src/conversation/parse-flows.ts';
import type { World } from './walk.ts';

export const sampleDocuments = [
  {
    flow: 'sample-meeting',
    who: ['cadre'],
    accepts: ['who', 'kind'],
    questions: {
      who: { input: { kind: 'lookup', lookup: 'people' } },
      kind: { input: { kind: 'choice', options: ['admission', 'recognition', 'other'] } },
      note: { input: { kind: 'text', max: 120 }, when: { answer: 'kind', is: 'other' } },
      on: { input: { kind: 'date', past: true }, show: ['dayHint'] },
      members: { input: { kind: 'number', min: 1, max: 500 } },
      inFavour: { input: { kind: 'number', min: 0, max: 500 }, check: 'notMoreThanMembers' },
      guests: {
        input: { kind: 'choice', many: true, options: ['youth', 'union', 'veterans'] },
        when: { lookup: 'dayHint', value: 'open', is: true },
      },
      remark: { input: { kind: 'text', max: 60 }, optional: true },
    },
    summary: ['outlook'],
    command: 'record-meeting',
  },
  {
    flow: 'sample-person',
    who: ['cadre', 'mentor'],
    accepts: ['fullName'],
    questions: {
      fullName: { input: { kind: 'person-name' } },
      birthDate: { input: { kind: 'date', past: true } },
      since: { input: { kind: 'month' } },
      hour: { input: { kind: 'hour' } },
      member: { input: { kind: 'yes-no' } },
      next: { input: { kind: 'date', future: true }, optional: true },
      helpers: { input: { kind: 'lookup', lookup: 'people', many: true } },
    },
    command: 'register-person',
  },
  {
    flow: 'sample-look',
    who: ['anyone'],
    accepts: ['who'],
    questions: { who: { input: { kind: 'lookup', lookup: 'people' } } },
    summary: ['page'],
    confirm: false,
  },
  {
    flow: 'sample-setting',
    who: ['anyone'],
    accepts: ['hour'],
    questions: { hour: { input: { kind: 'hour' } } },
    confirm: false,
    command: 'settings',
  },
];

export const sampleFlows = parseFlows(
  sampleDocuments.map((document) => ({ file: `${document.flow}.yaml`, document })),
).flows;

const people = ['Nguyễn Văn An', 'Trần Thị Ân', 'Lê Văn Bình', 'Phạm Thị Dung'];

const named = (name: string) => ({ key: 'sample.person', params: { name } });

export const sampleWorld: World = (call) => {
  switch (call.name) {
    case 'people':
      return { options: people.map((name, index) => ({ value: String(index + 1), label: named(name) })) };
    case 'dayHint':
      return {
        lines: [{ key: 'sample.line', params: { value: 'Họp thường lệ.' } }],
        values: { hint: '(ngày họp)', open: true },
      };
    case 'notMoreThanMembers':
      return Number(call.answers.inFavour) > Number(call.answers.members)
        ? { refuse: { key: 'sample.more' } }
        : {};
    default:
      return { lines: [{ key: 'sample.line', params: { value: call.name } }] };
  }
};
