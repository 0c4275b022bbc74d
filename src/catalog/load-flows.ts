/** Reads the guided conversations: `flows/conversations/*.yaml` of every root; a later root adds or replaces. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { Flow } from '../conversation/flow.ts';
import { type KnownNames, parseFlow } from '../conversation/parse-flows.ts';

export interface FileFinding {
  file: string;
  line: number;
  message: string;
}

export interface ReadFlows {
  flows: ReadonlyMap<string, Flow>;
  findings: FileFinding[];
}

/** Everything that can be read, and what cannot, with file and line. `known`: names that flows may refer to. */
export function readFlows(roots: string[], known?: KnownNames): ReadFlows {
  const flows = new Map<string, Flow>();
  const findings: FileFinding[] = [];
  for (const path of roots.flatMap(flowFiles)) {
    const lines = new LineCounter();
    const document = parseDocument(readFileSync(path.full, 'utf8'), { lineCounter: lines });
    for (const error of document.errors) {
      findings.push({ file: path.shown, line: error.linePos?.[0].line ?? 1, message: error.message });
    }
    if (document.errors.length > 0) continue;
    const parsed = parseFlow(document.toJS(), known);
    if (parsed.ok) flows.set(parsed.flow.flow, parsed.flow);
    else {
      for (const { path: at, problem } of parsed.findings) {
        findings.push({ file: path.shown, line: lineOf(document, at, lines), message: problem });
      }
    }
  }
  return { flows, findings };
}

/** Throws when a file is at fault, naming every finding: the product does not start on half a conversation. */
export function loadFlows(roots: string[]): ReadonlyMap<string, Flow> {
  const { flows, findings } = readFlows(roots);
  if (findings.length > 0) {
    throw new Error(findings.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  }
  return flows;
}

function flowFiles(root: string): { full: string; shown: string }[] {
  const folder = join(root, 'flows', 'conversations');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ full: join(folder, name), shown: relative(root, join(folder, name)) }));
}

/** The line of the nearest node that the path still names. */
function lineOf(document: Document, path: (string | number)[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
