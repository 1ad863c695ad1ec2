/** Chromium on the page beside, for the scripts of this folder. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';

export interface OpenOptions {
  readonly dark?: boolean;
  readonly ratio?: number;
  readonly width?: number;
  readonly height?: number;
  /** Another page than that of the grid alone. */
  readonly path?: string;
  /** Runs before the page is loaded. */
  readonly before?: (page: Page) => Promise<void>;
}

export interface Bench {
  readonly browser: Browser;
  open(query: string, options?: OpenOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function startBench(): Promise<Bench> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // The browser's own surfaces are never seen here, and cost a process for each window.
      '--disable-features=PreloadTopChromeWebUI,Translate,OptimizationHints,MediaRouter',
    ],
  });
  return {
    browser,
    open: async (query, options = {}) => {
      const context = await browser.newContext({
        viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
        deviceScaleFactor: options.ratio ?? 1,
        colorScheme: options.dark === true ? 'dark' : 'light',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error('page error:', error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') console.error('console:', message.text());
      });
      await options.before?.(page);
      await page.goto(`${inject('pages')}${options.path ?? 'src/grid/testing/index.html'}?${query}`);
      if (options.path === undefined) await page.waitForFunction(() => 'grid' in window);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForSelector('[data-testid=grid-mirror] td[data-cell]', { state: 'attached' });
      return page;
    },
    close: () => browser.close(),
  };
}
