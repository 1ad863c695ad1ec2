/** Errors that explain themselves, arrows and arrays, on the whole desk; the script answers for the server. */
import type { Page, Route } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBench, type Bench } from '../../../grid/testing/browser';
import type { Explanation } from '../../../net/explain';

const pictures = process.env.GRID_PICTURES ?? '';
let bench: Bench;

beforeAll(async () => {
  if (pictures !== '') await mkdir(pictures, { recursive: true });
  bench = await startBench();
});
afterAll(async () => bench.close());

const at = (cell: string, sheet = 'Plan') => ({ sheet, cell });
const over = (range: string, sheet = 'Plan') => ({ sheet, range });
const KATE = { id: 'kate', name: 'Kate Moreau', kind: 'member' };

function plain(cell: string, sheet: string): Explanation {
  return {
    seq: 12,
    sheet,
    cell,
    value: 1,
    precedents: [],
    dependents: { cells: [], count: 0 },
    spill: null,
    error: null,
  };
}

const deleted = {
  code: '#REF!',
  origin: at('B5'),
  reason: 'deleted' as const,
  text: 'Rows 5 to 7 of Data were deleted',
  loop: [],
  blocker: null,
  change: { seq: 11, author: KATE, at: new Date(Date.now() - 600_000).toISOString() },
};

function answerFor(sheet: string, cell: string): Explanation {
  const answer = plain(cell, sheet);
  if (sheet === 'Plan' && /^F[2-5]$/.test(cell))
    return { ...answer, spill: { anchor: at('F2'), range: 'F2:F5' } };
  switch (`${sheet}!${cell}`) {
    case 'Plan!B5':
      return { ...answer, error: deleted };
    case 'Plan!D6':
      return {
        ...answer,
        error: deleted,
        precedents: [over('D2:D5')],
        dependents: { cells: [over('D10'), over('A6', 'Data')], count: 120 },
      };
    case 'Plan!D10':
      return { ...answer, error: deleted, precedents: [over('A1:A9', 'Data'), over('D6')] };
    case 'Plan!B8':
      return {
        ...answer,
        error: {
          code: '#CIRC!',
          origin: at('B8'),
          reason: 'loop',
          text: 'These formulas read each other in a circle',
          loop: [at('D8'), at('B8'), at('C8')],
          blocker: null,
          change: null,
        },
      };
    case 'Plan!B10':
      return {
        ...answer,
        error: {
          code: '#SPILL!',
          origin: at('B10'),
          reason: 'spill-blocked',
          text: 'The 3 values of SEQUENCE do not fit: B12 is not empty',
          loop: [],
          blocker: at('B12'),
          change: null,
        },
      };
    default:
      return answer;
  }
}

interface Server {
  readonly asked: string[];
  readonly reverts: string[];
  fails: boolean;
  conflict: boolean;
  /** Holds answers back until it is called. */
  hold: Promise<void> | null;
}

async function openDesk(query = '', dark = false): Promise<{ page: Page; server: Server }> {
  const server: Server = { asked: [], reverts: [], fails: false, conflict: false, hold: null };
  const answer = (route: Route, body: unknown): Promise<void> => route.fulfill({ json: body });
  const page = await bench.open(query, {
    dark,
    height: 800,
    path: 'src/app/workbook/testing/index.html',
    before: async (fresh) => {
      await fresh.route('**/api/**', async (route) => {
        const url = new URL(route.request().url());
        if (url.pathname.endsWith('/cells/explain')) {
          const [sheet, cell] = [url.searchParams.get('sheet') ?? '', url.searchParams.get('cell') ?? ''];
          server.asked.push(`${sheet}!${cell}`);
          await server.hold;
          if (server.fails)
            return route.fulfill({ status: 503, json: { detail: 'The workbook is being loaded.' } });
          return answer(route, answerFor(sheet, cell));
        }
        if (url.pathname.endsWith('/revert')) {
          const body = route.request().postData() ?? '';
          server.reverts.push(body);
          const conflicts = server.conflict
            ? [{ ...at('B5'), entry: 'B5', now: 1, was: 2, seq: 12, at: deleted.change.at, author: KATE }]
            : [];
          const seq = body.includes('preview') ? null : 13;
          return answer(route, { seq, changes: 1, reverted: 3, conflicts, cells: [] });
        }
        if (url.pathname.endsWith('/changes/11')) {
          return answer(route, {
            seq: 11,
            at: deleted.change.at,
            author: KATE,
            via: 'edit',
            summary: 'Deleted 3 rows',
            link: null,
            reverts: null,
            total_cells: 0,
            cells: [],
            hash: '',
          });
        }
        return answer(route, {});
      });
    },
  });
  await page.getByTestId('name-box').waitFor();
  return { page, server };
}

async function go(page: Page, address: string): Promise<void> {
  const box = page.getByTestId('name-box');
  await box.click();
  await box.fill(address);
  await box.press('Enter');
  await expect.poll(() => box.inputValue()).toBe(address);
}

async function rest(page: Page, col: number, row: number): Promise<void> {
  const box = await page.getByTestId('grid').boundingBox();
  if (box === null) throw new Error('There is no grid.');
  await page.mouse.move(box.x + 44 + col * 84 + 40, box.y + 22 + row * 24 + 12);
}

const card = (page: Page) => page.getByTestId('error-card');
const place = (page: Page) => page.getByTestId('name-box').inputValue();

async function shot(page: Page, name: string): Promise<void> {
  if (pictures !== '') await page.screenshot({ path: join(pictures, `${name}.png`) });
}

test('resting on an error tells its cause; the pointer may go to the card, and it goes by itself', async () => {
  const { page, server } = await openDesk();
  await go(page, 'A1');
  await rest(page, 1, 4);
  await card(page).waitFor();
  await expect.poll(() => card(page).textContent()).toContain('Rows 5 to 7 of Data were deleted.');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  expect(await card(page).getAttribute('role')).toBe('dialog');
  const box = await card(page).boundingBox();
  // However long the hand takes here, for the page it is in time.
  await page.clock.install();
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 100);
  await page.mouse.move((box?.x ?? 0) + 30, (box?.y ?? 0) + 30, { steps: 4 });
  await page.clock.runFor(1000);
  expect(await card(page).isVisible()).toBe(true);
  await page.clock.resume();
  await rest(page, 2, 20);
  await card(page).waitFor({ state: 'detached' });
  // A cell without an error has nothing to tell.
  await rest(page, 1, 1);
  await page.clock.fastForward(1000);
  expect(server.asked).toEqual(['Plan!B5']);
  // Typing and scrolling take it away.
  await rest(page, 1, 4);
  await card(page).waitFor();
  await page.mouse.wheel(0, 100);
  await card(page).waitFor({ state: 'detached' });
  await page.mouse.wheel(0, -100);
  await rest(page, 2, 20);
  await rest(page, 1, 4);
  await card(page).waitFor();
  await page.keyboard.press('Escape');
  await card(page).waitFor({ state: 'detached' });
  expect(await place(page)).toBe('A1');
  await page.context().close();
});

test('Alt+F1 asks by key: focus goes in, links lead on, Esc leads back', async () => {
  const { page } = await openDesk();
  await go(page, 'D10');
  await page.keyboard.press('Alt+F1');
  await card(page).waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
    .toBe('error-card');
  await page.getByTestId('error-origin').getByRole('button', { name: 'B5' }).waitFor();
  await page.keyboard.press('Escape');
  await card(page).waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  await page.keyboard.press('Alt+F1');
  await page.getByTestId('error-origin').getByRole('button', { name: 'B5' }).click();
  await expect.poll(() => place(page)).toBe('B5');
  expect(await card(page).count()).toBe(0);
  await go(page, 'A1');
  await page.keyboard.press('Alt+F1');
  await page.getByText('A1 shows no error.').waitFor();
  await page.context().close();
});

test('a loop is told cell by cell, a blocked array by what is in its way', async () => {
  const { page } = await openDesk();
  await go(page, 'B8');
  await page.keyboard.press('Alt+F1');
  await expect.poll(() => page.getByTestId('error-loop').textContent()).toBe('B8 → C8 → D8 → B8');
  await page.getByTestId('error-loop').getByRole('button', { name: 'D8' }).click();
  await expect.poll(() => place(page)).toBe('D8');
  await go(page, 'B10');
  await page.keyboard.press('Alt+F1');
  await page.getByRole('button', { name: 'Select what is in the way' }).click();
  await expect.poll(() => place(page)).toBe('B12');
  await page.context().close();
});

test('what was deleted is brought back, with the words of the history', async () => {
  const { page, server } = await openDesk();
  await go(page, 'B5');
  await page.keyboard.press('Alt+F1');
  await expect.poll(() => page.getByTestId('error-change').textContent()).toContain('Kate Moreau, today at');
  await page.getByTestId('bring-back').click();
  await page.getByText('3 cells went back.').waitFor();
  expect(server.reverts).toEqual(['{"preview":true}', '{}']);
  await card(page).waitFor({ state: 'detached' });
  // What was changed again since is looked at first.
  server.conflict = true;
  await page.keyboard.press('Alt+F1');
  await page.getByTestId('bring-back').click();
  await page.getByTestId('undo-dialog').getByTestId('conflict').waitFor();
  expect(server.reverts.slice(2)).toEqual(['{"preview":true}', '{"changes":[11],"preview":true}']);
  await page.context().close();
  const viewer = await openDesk('role=viewer');
  await go(viewer.page, 'B5');
  await viewer.page.keyboard.press('Alt+F1');
  await viewer.page.getByTestId('error-change').waitFor();
  expect(await viewer.page.getByTestId('bring-back').count()).toBe(0);
  await viewer.page.context().close();
});

test('waiting and failing have words', async () => {
  const { page, server } = await openDesk();
  let release = (): void => undefined;
  server.hold = new Promise((resolve) => (release = resolve));
  server.fails = true;
  await go(page, 'B5');
  await page.keyboard.press('Alt+F1');
  await page.getByText('Looking for the cause').waitFor();
  release();
  await page.getByText('The cause could not be asked for. The workbook is being loaded.').waitFor();
  server.fails = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByTestId('error-text').waitFor();
  await page.context().close();
});

test('precedents and dependents are selected by Ctrl+[ and Ctrl+]', async () => {
  const { page } = await openDesk();
  await go(page, 'D6');
  await page.keyboard.press('Control+[');
  await expect.poll(() => place(page)).toBe('D2:D5');
  await go(page, 'D6');
  await page.keyboard.press('Control+]');
  await expect.poll(() => place(page)).toBe('D10');
  await page.getByText('120 cells read D6; 2 of them are shown.').waitFor();
  await go(page, 'A1');
  await page.keyboard.press('Control+]');
  await page.getByText('No formula reads A1.').waitFor();
  await page.context().close();
});

test('arrows: drawn from the menu, a tag leads to the other sheet, Esc and edits take them away', async () => {
  const { page } = await openDesk();
  const trace = async (entry: string): Promise<void> => {
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Trace the formula' }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  const tags = page.getByTestId('trace-tags').getByRole('button');
  await go(page, 'D10');
  await trace('Trace precedents');
  await expect.poll(() => tags.allTextContents()).toEqual(['Data!A1:A9']);
  await go(page, 'D6');
  await trace('Trace dependents');
  await expect.poll(() => tags.allTextContents()).toEqual(['Data!A1:A9', 'Data!A6', '118 more']);
  await page.keyboard.press('Escape');
  await expect.poll(() => tags.count()).toBe(0);
  await go(page, 'D10');
  await trace('Trace precedents');
  await tags.first().click();
  await expect.poll(() => place(page)).toBe('A1:A9');
  await page.getByRole('tab', { name: 'Data', selected: true }).waitFor();
  await page.getByRole('tab', { name: 'Plan' }).click();
  await expect.poll(() => tags.count()).toBe(1);
  await page.getByTestId('grid').click({ position: { x: 600, y: 400 } });
  await page.keyboard.type('x');
  await expect.poll(() => tags.count()).toBe(0);
  await page.keyboard.press('Escape');
  // Somebody else's rows move what the arrows were made for.
  await go(page, 'D10');
  await trace('Trace precedents');
  await expect.poll(() => tags.count()).toBe(1);
  await page.evaluate(() => window.book.insertRows('plan', 2, 1));
  await expect.poll(() => tags.count()).toBe(0);
  await page.context().close();
});

test('a cell of an array shows whose formula fills it, and typing goes into the cell', async () => {
  const { page, server } = await openDesk();
  const bar = page.getByTestId('formula').locator('textarea');
  await go(page, 'F4');
  await expect.poll(() => bar.getAttribute('placeholder')).toBe('=SEQUENCE(4)');
  expect(await bar.inputValue()).toBe('');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => bar.getAttribute('placeholder')).toBe('=SEQUENCE(4)');
  expect(server.asked.filter((cell) => cell.startsWith('Plan!F'))).toEqual(['Plan!F4']);
  await go(page, 'F2');
  expect(await bar.inputValue()).toBe('=SEQUENCE(4)');
  await go(page, 'G4');
  await expect.poll(() => bar.getAttribute('placeholder')).toBe('');
  // F2 and Enter leave it as it was; typing puts a value there.
  await go(page, 'F4');
  await page.keyboard.press('F2');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => window.book.log)).toEqual([]);
  await go(page, 'F4');
  await page.keyboard.type('9');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => window.book.sheet('plan')?.value(3, 5))).toBe(9);
  await page.context().close();
});

test('a value being computed says so in words', async () => {
  const { page } = await openDesk();
  const cell = page.getByTestId('grid-mirror').locator('[data-cell="D7"]');
  await expect.poll(() => cell.getAttribute('aria-description')).toContain('Being computed');
  expect(await cell.textContent()).toBe('42');
  await page.context().close();
});

test.runIf(pictures !== '')(
  'pictures',
  async () => {
    for (const theme of ['light', 'dark']) {
      const { page } = await openDesk(`theme=${theme}`, theme === 'dark');
      for (const cell of ['B5', 'D10', 'B8', 'B10']) {
        await go(page, cell);
        await page.keyboard.press('Alt+F1');
        await card(page).getByTestId('error-text').waitFor();
        await page.waitForTimeout(300);
        await shot(page, `explain-${cell}-${theme}`);
        await page.keyboard.press('Escape');
      }
      for (const [cell, ways] of [
        ['D10', ['Trace precedents']],
        ['D6', ['Trace precedents', 'Trace dependents']],
      ] as const) {
        for (const way of ways) {
          await go(page, cell);
          await page.keyboard.press('Shift+F10');
          await page.getByRole('menuitem', { name: way }).click();
          await page.waitForTimeout(200);
        }
      }
      await shot(page, `traces-${theme}`);
      await page.keyboard.press('Shift+F10');
      await page.waitForTimeout(300);
      await shot(page, `menu-${theme}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await go(page, 'F4');
      await page.waitForTimeout(500);
      await shot(page, `spill-${theme}`);
      await page.context().close();
    }
  },
  120_000,
);
