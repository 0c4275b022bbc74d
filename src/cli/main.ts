/** `danbuoc <command>`: finds the command's file and runs it. */
const usage = `danbuoc start                                     the whole product in one process
danbuoc serve                                     hear people and answer them (any number of processes)
danbuoc work                                      plan reminders and deliver (any number of processes)
danbuoc outbox [list|resend|discard] [ID…]        messages that did not arrive
danbuoc explain --case FILE --on DATE [--json] [--language vi|en]
                                                  steps, gates and time limits of a case on a day
danbuoc lint [--local FOLDER]                     check the flow data, with file and line
danbuoc graph [NAME] [--language vi|en]           the procedure and the conversations as Mermaid
`;

type Run = (args: string[]) => Promise<number>;

const commands: Record<string, () => Promise<{ run: Run }>> = {
  start: () => import('./start.ts'),
  serve: () => import('./serve.ts'),
  work: () => import('./work.ts'),
  outbox: () => import('./outbox.ts'),
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
