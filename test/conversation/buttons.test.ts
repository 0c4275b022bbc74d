import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  goFlow,
  optionToken,
  type Press,
  parseGoFlow,
  pressId,
  readButton,
} from '../../src/conversation/buttons.ts';

describe('buttons that open a conversation', () => {
  it('carry the flow and what is known', () => {
    expect(goFlow('record-vote', { case: 12, step: 'cell-votes-admission' })).toBe(
      'go:flow:record-vote:case=12:step=cell-votes-admission',
    );
    expect(parseGoFlow('go:flow:record-vote:case=12:step=cell-votes-admission')).toEqual({
      flow: 'record-vote',
      answers: { case: '12', step: 'cell-votes-admission' },
    });
    expect(goFlow('settings')).toBe('go:flow:settings');
    expect(parseGoFlow('go:flow:settings')).toEqual({ flow: 'settings', answers: {} });
  });

  it('bring any short value back as it was', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), fc.integer(), (text, number) => {
        const id = goFlow('dossier', { paper: text, case: number });
        expect(id).toMatch(/^[\x21-\x7e]{1,64}$/);
        expect(parseGoFlow(id)).toEqual({ flow: 'dossier', answers: { paper: text, case: String(number) } });
      }),
    );
  });

  it('are refused when they do not fit 64 bytes', () => {
    expect(() => goFlow('record-vote', { step: 'x'.repeat(60) })).toThrow(RangeError);
  });

  it.each([
    'go:menu',
    'q:1:a',
    'go:flow:',
    'go:flow:Bad',
    'go:flow:a:b',
    'go:flow:a:b=%zz',
    'go:flow:a b',
    '',
  ])('%j is none of them', (id) => {
    expect(parseGoFlow(id)).toBeNull();
  });
});

describe('buttons of a question', () => {
  const presses: Press[] = [
    { kind: 'option', value: 'admission' },
    { kind: 'tick', value: 'youth' },
    { kind: 'untick', value: 'youth' },
    { kind: 'target', question: 'birthDate' },
    { kind: 'control', control: 'back' },
    { kind: 'more', from: 8 },
  ];
  it.each(presses)('%j comes back as it was given out', (press) => {
    expect(readButton(pressId(1234, press))).toEqual({ kind: 'press', seq: 1234, press });
  });

  it('fit 64 bytes of ASCII whatever the option is called, and tell options apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 }), (a, b) => {
        const id = pressId(999_999_999, { kind: 'tick', value: a });
        expect(id).toMatch(/^[\x21-\x7e]{1,64}$/);
        expect(readButton(id)).toMatchObject({
          kind: 'press',
          press: { kind: 'tick', value: optionToken(a) },
        });
        expect(optionToken(a) === optionToken(b)).toBe(a === b);
      }),
    );
  });

  it.each([
    '',
    'q',
    'q:1',
    'q:1:',
    'q:ZZ:a',
    'q:1:!fly',
    'q:1:!more.x',
    'menu_3',
    `q:1:${'x'.repeat(70)}`,
    'q:1:ô',
  ])('%j is of no shape ever given out', (id) => {
    expect(readButton(id)).toEqual({ kind: 'unknown' });
  });

  it('leaves the application its own', () => {
    expect(readButton('go:menu')).toEqual({ kind: 'action' });
    expect(readButton('go:status:12')).toEqual({ kind: 'action' });
  });
});
