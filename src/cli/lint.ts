/**
 * `danbuoc lint`: everything that can be wrong in the flow data, one line each, with file and line. Exit code 1 when there
 * is anything.
 */
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { loadMenu } from '../answers/menu-data.ts';
import { commands } from '../cases/commands.ts';
import { readCalendar, readCatalog } from '../catalog/load.ts';
import { readFlows } from '../catalog/load-flows.ts';
import type { KnownNames } from '../conversation/parse-flows.ts';
import { lookupNames } from '../lookups/index.ts';
import { ladderTitle } from '../lookups/ladder.ts';
import type { Catalog, Finding } from '../procedure/index.ts';
import { loadLadders } from '../reminders/ladder.ts';
import { loadReminderSettings } from '../reminders/settings.ts';
import { projectRoot } from '../root.ts';
import { createWords, languages, type Words } from '../words/say.ts';
import { wordsOfFlow, wordsOfProcedure } from './needed-words.ts';

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { local: { type: 'string' } } });
  const roots = [projectRoot, ...(values.local ? [values.local] : [])];
  const findings = lintFlowData(roots);
  for (const { file, line, message } of findings) {
    process.stdout.write(`${relative(process.cwd(), file)}:${line}: ${message}\n`);
  }
  process.stdout.write(
    findings.length === 0 ? 'flow data: nothing wrong\n' : `flow data: ${findings.length} wrong\n`,
  );
  return findings.length === 0 ? 0 : 1;
}

/** All findings over these roots, by file and line; none when the data is fit for use. */
export function lintFlowData(roots: string[]): Finding[] {
  const catalog = readCatalog(roots);
  const { flows, findings: flowFindings } = readFlows(roots, knownNames());
  const words = createWords(roots);

  const missing: Finding[] = [];
  for (const language of languages) {
    missing.push(...missingInProcedures(catalog, (key) => words.has(key, language), language));
    for (const flow of flows.values()) {
      for (const key of wordsOfFlow(flow)) {
        if (words.has(key, language)) continue;
        missing.push({
          file: `flows/conversations/${flow.flow}.yaml`,
          line: 1,
          message: `No words in "${language}" for ${key}`,
        });
      }
    }
  }
  return [
    ...catalog.findings,
    ...readCalendar(roots).findings,
    ...flowFindings,
    ...readable('flows/menu.yaml', () => loadMenu(roots)),
    ...readable('flows/reminders.yaml', () => loadReminderSettings(roots)),
    ...ladders(roots, catalog, words),
    ...missing,
  ].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

function knownNames(): KnownNames {
  const fields = Object.entries(commands).map(([name, shape]) => {
    const all = Object.entries(shape.shape);
    const required = all.filter(([, field]) => !field.safeParse(undefined).success).map(([field]) => field);
    return [
      name,
      { required, optional: all.map(([field]) => field).filter((field) => !required.includes(field)) },
    ];
  });
  return { commands: Object.fromEntries(fields), lookups: lookupNames };
}

/** A rule of the base version is looked for once, not again under each overlay. */
function missingInProcedures(catalog: Catalog, has: (key: string) => boolean, language: string): Finding[] {
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const procedure of catalog.procedures.values()) {
    for (const { key, path } of wordsOfProcedure(procedure)) {
      if (told.has(key) || has(key)) continue;
      told.add(key);
      findings.push({ ...catalog.placeOf(procedure, path), message: `No words in "${language}" for ${key}` });
    }
  }
  return findings;
}

/** A ladder needs a name to be chosen by; what it says of a limit that no procedure has it says to nobody. */
function ladders(roots: string[], catalog: Catalog, words: Words): Finding[] {
  const known = new Set(
    [...catalog.procedures.values()].flatMap(({ steps }) =>
      Object.values(steps).flatMap(({ clocks }) => Object.keys(clocks)),
    ),
  );
  const findings: Finding[] = [];
  const unread = readable('flows/ladders', () => {
    for (const { id, clocks } of loadLadders(roots).values()) {
      const find = (message: string): void => {
        findings.push({ file: `flows/ladders/${id}.yaml`, line: 1, message });
      };
      for (const clock of Object.keys(clocks))
        if (!known.has(clock)) find(`clocks: no limit of any procedure is called "${clock}"`);
      const { key } = ladderTitle(id);
      for (const language of languages)
        if (!words.has(key, language)) find(`No words in "${language}" for ${key}`);
    }
  });
  return [...unread, ...findings];
}

/** Files with a reader of their own that throws. */
function readable(file: string, read: () => unknown): Finding[] {
  try {
    read();
    return [];
  } catch (error) {
    return [{ file, line: 1, message: error instanceof Error ? error.message : String(error) }];
  }
}
