import { describe, expect, it } from 'vitest';
import { danbuoc } from './command.ts';

describe('danbuoc graph', () => {
  it('draws a version of the procedure with its phases and the order of its steps', async () => {
    const { code, out } = await danbuoc('graph', 'central-2026');
    expect(code).toBe(0);
    expect(out).toMatch(/^## central-2026\n\n```mermaid\nflowchart TD/);
    expect(out).toContain('C1 · Chi bộ họp xét');
    expect(out).toMatch(/n_admission_decided -+\.?-*> n_ceremony/);
    expect(out.match(/subgraph/g)?.length).toBe(6);
  });

  it('draws a conversation with its conditions and its command', async () => {
    const { out } = await danbuoc('graph', 'record-vote', '--language', 'en');
    expect(out).toContain('command[["record-vote"]]');
    expect(out).toMatch(/if_n_reason\{/);
  });

  it('draws everything when nothing is named, and says what there is when a name is unknown', async () => {
    const all = await danbuoc('graph');
    expect(all.out.match(/^## /gm)?.length).toBeGreaterThan(15);
    const unknown = await danbuoc('graph', 'no-such-thing');
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain('central-2025');
  });
});
