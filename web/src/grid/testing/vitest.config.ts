/** The grid, and the desk around it, in a real Chromium: `npx vitest run --config src/grid/testing/vitest.config.ts`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/testing/*.browser.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
