/** The product as `danbuoc start` runs it, sending as fast as it goes instead of as fast as Telegram allows. */
import './owned.ts';
import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';

const config = readConfig(process.env);
const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
const app = await startApp({
  role: 'all',
  config,
  log,
  telegramPace: null,
  onListening: (address) => console.log(address),
});
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
