/** `danbuoc outbox`: the messages that did not arrive, to be sent again or given up. Shows neither texts nor names. */
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { projectRoot } from '../root.ts';
import { zone } from '../server/clock.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { discardLetters, type Letter, listLetters, resendLetters } from '../store/outbox-letters.ts';
import { formatDate } from '../words/format.ts';
import { createWords, type Language } from '../words/say.ts';
import type { Text } from '../words/text.ts';
import { tell } from './product.ts';

const usage =
  'danbuoc outbox [list] [--json] [--language vi|en]\n' +
  'danbuoc outbox resend ID… | --all\n' +
  'danbuoc outbox discard ID…\n';

type Order =
  | { what: 'list'; json: boolean }
  | { what: 'resend'; which: number[] | 'all' }
  | { what: 'discard'; ids: number[] };

export async function run(args: string[]): Promise<number> {
  const read = readArguments(args);
  if (!read) {
    process.stderr.write(usage);
    return 2;
  }
  try {
    const { db, close } = await openDatabase(readConfig(process.env).database);
    try {
      return await obey(db, read.order, read.language);
    } finally {
      await close();
    }
  } catch (error) {
    const told = tell(error);
    if (told === null) throw error;
    process.stderr.write(`${told}\n`);
    return 1;
  }
}

/** Returns the exit code: 1 when a message that was named is not there. */
export async function obey(db: Db, order: Order, language: Language): Promise<number> {
  const words = createWords([projectRoot]);
  const print = (text: Text): unknown => process.stdout.write(`${words.say(text, language)}\n`);
  if (order.what === 'list') {
    const letters = await listLetters(db);
    if (order.json) process.stdout.write(`${JSON.stringify(letters, null, 2)}\n`);
    else if (letters.length === 0) print({ key: 'undelivered.none' });
    else {
      const count = (state: Letter['state']) => letters.filter((letter) => letter.state === state).length;
      print({ key: 'undelivered.title', params: { dead: count('dead'), ambiguous: count('ambiguous') } });
      process.stdout.write(table(letters, (key) => words.say({ key }, language)));
      print({ key: 'undelivered.what' });
    }
    return 0;
  }
  const [asked, done] =
    order.what === 'resend'
      ? [order.which, await resendLetters(db, order.which, new Date().toISOString())]
      : [order.ids, await discardLetters(db, order.ids)];
  print({
    key: order.what === 'resend' ? 'undelivered.resent' : 'undelivered.discarded',
    params: { count: done.length },
  });
  const unknown = asked === 'all' ? [] : asked.filter((id) => !done.includes(id));
  if (unknown.length === 0) return 0;
  process.stderr.write(
    `${words.say({ key: 'undelivered.unknown', params: { ids: unknown.join(', ') } }, language)}\n`,
  );
  return 1;
}

function table(letters: Letter[], say: (key: string) => string): string {
  const columns = ['id', 'state', 'kind', 'channel', 'since', 'attempts', 'reason'] as const;
  const rows = [
    columns.map((column) => say(`undelivered.column.${column}`)),
    ...letters.map((letter) => [
      String(letter.id),
      say(`undelivered.state.${letter.state}`),
      say(`undelivered.kind.${letter.kind}`),
      letter.channel,
      moment(letter.since),
      String(letter.attempts),
      letter.reason,
    ]),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** "5/3/2026 08:00", by the clock of Vietnam. */
function moment(instant: string): string {
  const [day = '', time = ''] = new Date(instant).toLocaleString('sv-SE', { timeZone: zone }).split(' ');
  return `${formatDate(day)} ${time.slice(0, 5)}`;
}

function readArguments(args: string[]): { order: Order; language: Language } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        language: { type: 'string', default: 'vi' },
      },
    });
    if (values.language !== 'vi' && values.language !== 'en') return null;
    const order = orderOf(positionals, values);
    return order && { order, language: values.language };
  } catch {
    return null;
  }
}

function orderOf(
  [what = 'list', ...rest]: string[],
  { all, json }: { all: boolean; json: boolean },
): Order | null {
  const ids = rest.map(Number);
  if (!ids.every((id) => Number.isSafeInteger(id) && id > 0)) return null;
  if (what === 'list') return ids.length === 0 && !all ? { what, json } : null;
  if (json) return null;
  if (what === 'resend') return all === ids.length > 0 ? null : { what, which: all ? 'all' : ids };
  return what === 'discard' && ids.length > 0 && !all ? { what, ids } : null;
}
