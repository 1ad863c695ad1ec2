/** Builds the pages that the scripts of these folders drive, and serves them as long as the tests run. */
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly pages: string;
  }
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = [
  'src/grid/testing/index.html',
  'src/grid/testing/tables.html',
  'src/app/workbook/testing/index.html',
];

/** Once for all files: a page of a few files loads many times faster than one of every module by itself. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const outDir = fileURLToPath(new URL('node_modules/.cache/grid-pages', `file://${ROOT}`));
  const common = { root: ROOT, configFile: false, logLevel: 'error' } as const;
  await build({
    ...common,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      minify: false,
      cssMinify: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: Infinity,
      rolldownOptions: { input: PAGES.map((page) => `${ROOT}${page}`) },
    },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The page server has no address.');
  provide('pages', address);
  return () => server.close();
}
