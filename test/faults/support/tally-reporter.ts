/** The last lines of a run of the fault suites: what each verified, in numbers, and the seed to repeat it. */
import { basename } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { full, seed } from './size.ts';

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    console.log(`\nFaults, size ${full ? 'full' : 'small'}, seed ${seed} (repeat with FAULTS_SEED=${seed})`);
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) count[stateOf(test.result().state)] += 1;
      if (module.errors().length > 0) count.failed += 1;
      const figures = tests.flatMap((test) => Object.entries(test.meta().tally ?? {}));
      const seconds = Math.round(module.diagnostic().duration / 1000);
      console.log(
        `  ${basename(module.moduleId, '.test.ts')} (${seconds} s): ${figures.map(([what, n]) => `${n} ${what}`).join(', ') || 'nothing counted'}`,
      );
    }
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}

const stateOf = (state: string): 'passed' | 'failed' | 'skipped' =>
  state === 'passed' || state === 'failed' ? state : 'skipped';
