// `npm run screens`: pictures of the pages into docs/screens, on a throw-away database and a browser of our own.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/screens/screens.ts'],
    globalSetup: ['test/database.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
});
