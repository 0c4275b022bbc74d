// Loaded before the program (`node --import`): its clock stands as far from the real one as the file says, and is moved for
// all processes at once. Nothing of the product knows of it. The process ends with the run of the tests, however that ended.
import { readFileSync } from 'node:fs';

const file = process.env.FAULTS_CLOCK;
const owner = Number(process.env.FAULTS_OWNER);
const RealDate = Date;
let shift = Number(readFileSync(file, 'utf8'));

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + shift] : given));
  }
  static now() {
    return RealDate.now() + shift;
  }
  static [Symbol.hasInstance](value) {
    return value instanceof RealDate;
  }
};

setInterval(() => {
  try {
    process.kill(owner, 0);
    shift = Number(readFileSync(file, 'utf8'));
  } catch {
    process.exit(1);
  }
}, 100).unref();
