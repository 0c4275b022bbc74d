/** `danbuoc <command>`: finds the command's file and runs it. */
const usage = `danbuoc serve                                     start the product
danbuoc explain --case FILE --on DATE [--json] [--language vi|en]
                                                  steps, gates and time limits of a case on a day
danbuoc lint [--local FOLDER]                     check the flow data, with file and line
danbuoc graph [NAME] [--language vi|en]           the procedure and the conversations as Mermaid
`;

type Run = (args: string[]) => Promise<number>;

const commands: Record<string, () => Promise<{ run: Run }>> = {
  serve: () => import('./serve.ts'),
  explain: () => import('./explain.ts'),
  lint: () => import('./lint.ts'),
  graph: () => import('./graph.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  process.stderr.write(usage);
  process.exitCode = name === '' || name === 'help' || name === '--help' ? 0 : 2;
} else {
  const { run } = await command();
  process.exitCode = await run(args);
}
