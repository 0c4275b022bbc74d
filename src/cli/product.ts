/** What `start`, `serve` and `work` share: the product starts, says how far it is, and stops in good order. */
import { pino } from 'pino';
import type { StartStage } from '../app.ts';
import { ConfigError, readConfig } from '../config.ts';
import { type Role, StartRefused } from '../processes/role.ts';
import { projectRoot } from '../root.ts';
import { StoreError } from '../store/database.ts';
import { isTransient } from '../store/errors.ts';
import { createWords, languages } from '../words/say.ts';

const progress: Record<StartStage | 'starting', string> = {
  starting: 'Dẫn Bước đang khởi động… (starting)',
  creating: 'Lần chạy đầu: đang tạo kho dữ liệu, mất vài giây… (first start: creating the database)',
  opening: 'Đang mở kho dữ liệu… (opening the database)',
  connecting: 'Đang nối tới PostgreSQL… (connecting to PostgreSQL)',
  migrating: 'Đang kiểm tra cấu trúc dữ liệu… (checking the schema)',
  ready: 'Kho dữ liệu đã sẵn sàng. (database ready)',
  sample: 'Đang dựng dữ liệu mẫu: một tỉnh, hai đảng uỷ, sáu chi bộ… (laying the sample)',
};

/** Whoever stops us kills us soon after this; what is not done by then is taken up again by its lease or its redelivery. */
const longestStopMilliseconds = 12_000;

/** Runs until SIGINT or SIGTERM; a second one ends the process at once. Returns the exit code. */
export async function runProduct(role: Role): Promise<number> {
  // From the first moment on: a signal during the start is obeyed when it is over.
  const stop = stopSignal();
  try {
    const config = readConfig(process.env);
    const onProgress = (stage: keyof typeof progress): unknown =>
      process.stdout.write(`${progress[stage]}\n`);
    onProgress('starting');
    // Hundreds of files: only now, so that something is said first.
    const { startApp } = await import('../app.ts');
    const log = pino(
      { level: config.logLevel, base: { pid: process.pid, role } },
      pino.destination({ dest: 2, sync: true }),
    );
    const onListening = (address: string): unknown => process.stdout.write(`\nDẫn Bước: ${address}\n`);
    const app = await startApp({ role, config, log, onProgress, onListening });
    await stop;
    const tooLong = setTimeout(() => {
      log.warn({ code: 'stop.cut-short' }, 'stop');
      process.exit(0);
    }, longestStopMilliseconds);
    await app.close();
    clearTimeout(tooLong);
    return 0;
  } catch (error) {
    const told = tell(error);
    if (told === null) throw error;
    process.stderr.write(`${told}\n`);
    return 1;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** What the operator should read; null for what we did not foresee. */
export function tell(error: unknown): string | null {
  if (error instanceof ConfigError) return error.problems.join('\n');
  if (error instanceof StoreError) return bilingual(`errors.store.${error.code}`);
  if (error instanceof StartRefused) return bilingual('common.workNeedsServer');
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'telegram-token-refused') return bilingual('common.tokenRefused');
  if (code === 'EADDRINUSE') return bilingual('common.portInUse');
  // It went away in the middle of the start.
  if (isTransient(error)) return bilingual('errors.store.database-unreachable');
  return null;
}

/** Whoever starts the program has chosen no language yet. */
function bilingual(key: string): string {
  const words = createWords([projectRoot]);
  return languages.map((language) => words.say({ key }, language)).join('\n');
}
