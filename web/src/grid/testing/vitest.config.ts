/** The grid, and the desk around it, in a real Chromium: `npx vitest run --config src/grid/testing/vitest.config.ts`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/testing/*.browser.ts'],
    environment: 'node',
    globalSetup: 'src/grid/testing/pages.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes late where other processes keep the machine busy.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
});
