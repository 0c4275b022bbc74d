/**
 * What the conversation machine costs beside a switch written by hand, at turns 5, 20, 100 and 300 of one chat, in
 * processor time, with the bytes kept between two messages. Run: `node --import tsx bench/machine.ts [rounds] [repeats]`.
 *
 * Both sides do, at every turn: parse the stored session from JSON, read the message, work out what is asked next, write
 * the replies as keys of words with their values and buttons, look up what the conversation needs of the world (fixed
 * answers, no database), say the outcome of a command and come back to what it interrupted, and write the session as
 * JSON. They share the readers of dates, numbers, choices and fixed words, and the words of `locales/`. The machine gets
 * its conversations as data and its lookups by `need`; the switch calls them. First both hold the whole chat side by
 * side: sessions, replies and commands must be equal at each turn, to the byte of the stored session. Both run compiled,
 * as in production.
 *
 * Measured is the same message at each of those turns, and the twenty turns that begin with it: everything people do.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './built.ts';

const measure = join(build(), 'dist/bench/machine/measure.js');
const { status } = spawnSync(process.execPath, [measure, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
