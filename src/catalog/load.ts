/**
 * Reads procedures and working calendars from folders. A root holds `flows/procedures/<layer>/*.yaml` and
 * `flows/calendar/*.yaml`; the repository is the first root, and a later one adds to it or overrides it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import {
  buildCalendar,
  buildCatalog,
  type CalendarDocument,
  type Catalog,
  calendarDocument,
  type Finding,
  type LayerFile,
  type WorkingCalendar,
} from '../procedure/index.ts';

/** The flow data is not fit for use; `findings` say where and why. */
export class FlowDataError extends Error {
  readonly code = 'flow-data';
  readonly findings: Finding[];
  constructor(findings: Finding[]) {
    super(
      `Flow data has ${findings.length} finding(s):\n${findings
        .map((one) => `${one.file}:${one.line}: ${one.message}`)
        .join('\n')}`,
    );
    this.name = 'FlowDataError';
    this.findings = findings;
  }
}

/** For use: throws FlowDataError when anything is wrong in the files. */
export function loadCatalog(roots: readonly string[]): Catalog {
  const catalog = readCatalog(roots);
  if (catalog.findings.length > 0) throw new FlowDataError(catalog.findings);
  return catalog;
}

/** For checking: what is wrong stands in `findings`. */
export function readCatalog(roots: readonly string[]): Catalog {
  return buildCatalog(roots.flatMap((root) => layerFiles(root)));
}

/** For use: throws FlowDataError when anything is wrong in the files. */
export function loadCalendar(roots: readonly string[]): WorkingCalendar {
  const { documents, findings } = readCalendar(roots);
  if (findings.length > 0) throw new FlowDataError(findings);
  return buildCalendar(documents);
}

/** For checking. Documents of later roots come later, so that they replace those of the same year. */
export function readCalendar(roots: readonly string[]): {
  documents: CalendarDocument[];
  findings: Finding[];
} {
  const documents: CalendarDocument[] = [];
  const findings: Finding[] = [];
  for (const root of roots) {
    const folder = join(root, 'flows', 'calendar');
    for (const name of namesIn(folder, '.yaml')) {
      const file = join(folder, name);
      const lines = new LineCounter();
      const parsed = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
      for (const error of parsed.errors) {
        findings.push({ file, line: lines.linePos(error.pos[0]).line, message: error.message });
      }
      const result = calendarDocument.safeParse(parsed.toJS());
      if (result.success) documents.push(result.data);
      for (const issue of result.error?.issues ?? []) {
        const node = parsed.getIn(issue.path, true);
        const line = isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
        findings.push({ file, line, message: `${issue.path.join('.')}: ${issue.message}` });
      }
    }
  }
  return { documents, findings };
}

function layerFiles(root: string): LayerFile[] {
  const folder = join(root, 'flows', 'procedures');
  return foldersIn(folder).flatMap((layer) =>
    namesIn(join(folder, layer), '.yaml').map((name) => {
      const path = join(folder, layer, name);
      return { path, text: readFileSync(path, 'utf8') };
    }),
  );
}

const foldersIn = (folder: string): string[] =>
  entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const namesIn = (folder: string, ending: string): string[] =>
  entriesOf(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => entry.name)
    .sort();

/** A root need not hold every folder. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
