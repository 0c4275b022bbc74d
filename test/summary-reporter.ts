/** Closes a run with two plain lines: what was skipped for want of something on this machine, and the counts. */
import type { Reporter, TestModule } from 'vitest/node';

/** How the suites that need something name it in their titles. */
const needs = [
  { title: /\(server\)/, name: 'PostgreSQL (TEST_DATABASE_URL, or its binaries)' },
  { title: /\(Redis\)/, name: 'Redis (TEST_REDIS_URL, or redis-server)' },
  { title: /\(no Chromium/, name: 'Chromium' },
];

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') count.passed += 1;
        else if (result.state === 'failed') count.failed += 1;
        else {
          count.skipped += 1;
          skipped.push(test.fullName);
        }
      }
    }
    if (skipped.length > 0) console.log(skippedLine(skipped));
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}

/** Named at most, of what was skipped for another reason: the run may have been asked for one test. */
const namesShown = 3;

/** One line: "skipped: 87 for want of PostgreSQL (…), 3 for want of Chromium"; any other test by its name. */
export function skippedLine(tests: readonly string[]): string {
  const missing = needs.flatMap(({ title, name }) => {
    const count = tests.filter((test) => needOf(test)?.title === title).length;
    return count === 0 ? [] : [`${count} for want of ${name}`];
  });
  const others = tests.filter((test) => !needOf(test)).map((test) => `"${test}"`);
  const more = others.length > namesShown ? [`${others.length - namesShown} others`] : [];
  return `skipped: ${[...missing, ...others.slice(0, namesShown), ...more].join(', ')}`;
}

const needOf = (test: string) => needs.find(({ title }) => title.test(test));
