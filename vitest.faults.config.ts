import { defineConfig } from 'vitest/config';

/** FAULTS=small (default: about a quarter of an hour on two cores) or full; FAULTS_SEED for another course of events. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/services/global-setup.ts'],
    reporters: [['default', { summary: false }], './test/faults/support/tally-reporter.ts'],
    // One suite at a time: each has processes of its own that need the machine.
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
  },
});
