/** `danbuoc graph [NAME]`: Mermaid of the procedure (or a version, or a conversation by its name). Without a name: all. */
import { parseArgs } from 'node:util';
import { loadCatalog } from '../catalog/load.ts';
import { loadFlows } from '../catalog/load-flows.ts';
import { resolveProcedure } from '../procedure/index.ts';
import { projectRoot } from '../root.ts';
import { createWords, type Language } from '../words/say.ts';
import { conversationGraph, procedureGraph } from './mermaid.ts';

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { language: { type: 'string', default: 'vi' }, local: { type: 'string' } },
  });
  const language: Language = values.language === 'en' ? 'en' : 'vi';
  const roots = [projectRoot, ...(values.local ? [values.local] : [])];
  const words = createWords(roots);
  const catalog = loadCatalog(roots);
  const flows = loadFlows(roots);

  const drawings = new Map<string, () => string>();
  for (const { id: version } of catalog.versions) {
    drawings.set(version, () =>
      procedureGraph(resolveProcedure(catalog, { version, overlay: null }), words, language),
    );
  }
  for (const [name, flow] of flows) drawings.set(name, () => conversationGraph(flow, words, language));

  const wanted = positionals.length > 0 ? positionals : [...drawings.keys()];
  const unknown = wanted.filter((name) => !drawings.has(name));
  if (unknown.length > 0) {
    process.stderr.write(`unknown: ${unknown.join(', ')}\nknown: ${[...drawings.keys()].join(', ')}\n`);
    return 1;
  }
  for (const name of wanted)
    process.stdout.write(`## ${name}\n\n\`\`\`mermaid\n${drawings.get(name)?.()}\`\`\`\n\n`);
  return 0;
}
