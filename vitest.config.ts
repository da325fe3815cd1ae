import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/database.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Long enough for a machine that does much else: these end what hangs, they measure nothing.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    coverage: {
      provider: 'v8',
      exclude: ['test/**'],
      include: [
        'machines/**/*.ts',
        'src/engine/step.ts',
        'src/engine/actions.ts',
        'src/engine/reasons.ts',
        'src/engine/effects.ts',
        'src/engine/acts.ts',
        'src/engine/snapshot.ts',
        'src/engine/terms.ts',
        'src/engine/replay.ts',
      ],
      reporter: [['text', { skipFull: true }], 'json-summary'],
      // What is not covered is told together with what fails.
      reportOnFailure: true,
      thresholds: { lines: 100, branches: 100 },
    },
  },
});
