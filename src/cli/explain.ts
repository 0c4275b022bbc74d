/** `danbuoc explain`: a JSON case on a day, in words or as JSON. The same report the bot answers from. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadCalendar, loadCatalog } from '../catalog/load.ts';
import { caseFile, examine, procedureInForce, resolveProcedure } from '../procedure/index.ts';
import { projectRoot } from '../root.ts';
import { createWords, type Language } from '../words/say.ts';
import { explainAsData } from './explain-data.ts';
import { explainInWords } from './explain-words.ts';

const usage = 'danbuoc explain --case FILE --on YYYY-MM-DD [--json] [--language vi|en] [--local FOLDER]\n';

export async function run(args: string[]): Promise<number> {
  const given = readArguments(args);
  if (!given) {
    process.stderr.write(usage);
    return 2;
  }
  const file = readCase(given.case);
  if (!file.ok) {
    for (const problem of file.problems) process.stderr.write(`${given.case}: ${problem}\n`);
    return 1;
  }
  const roots = [projectRoot, ...(given.local ? [given.local] : [])];
  const catalog = loadCatalog(roots);
  let procedure: ReturnType<typeof resolveProcedure>;
  try {
    procedure = resolveProcedure(catalog, procedureInForce(file.value));
  } catch (error) {
    process.stderr.write(`${given.case}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  const report = examine(procedure, file.value, loadCalendar(roots), given.on);
  const words = createWords(roots);
  if (given.json) {
    const data = explainAsData(procedure, file.value, report, words, given.language);
    process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
  } else {
    process.stdout.write(explainInWords(procedure, file.value, report, words, given.language));
  }
  return 0;
}

interface Arguments {
  case: string;
  on: string;
  json: boolean;
  language: Language;
  local: string | undefined;
}

function readArguments(args: string[]): Arguments | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        case: { type: 'string' },
        on: { type: 'string' },
        json: { type: 'boolean', default: false },
        language: { type: 'string', default: 'vi' },
        local: { type: 'string' },
      },
    });
    const shape = z.object({
      case: z.string().min(1),
      on: z.iso.date(),
      json: z.boolean(),
      language: z.enum(['vi', 'en']),
      local: z.string().optional(),
    });
    const parsed = shape.safeParse(values);
    return parsed.success ? { ...parsed.data, local: parsed.data.local } : null;
  } catch {
    return null;
  }
}

function readCase(
  path: string,
): { ok: true; value: z.infer<typeof caseFile> } | { ok: false; problems: string[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
  const parsed = caseFile.safeParse(raw);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`),
  };
}
