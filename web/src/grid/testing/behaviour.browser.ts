/** What hands expect, tried in a real browser on the fake workbook. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startBench, type Bench } from './browser';

let bench: Bench;
let page: Page;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  for (const context of bench.browser.contexts()) await context.close();
  page = await bench.open('theme=light');
});

const active = () => page.evaluate(() => window.grid.activeCell);
const areas = () => page.evaluate(() => window.grid.selectionAreas);
const select = (top: number, left: number, bottom = top, right = left) =>
  page.evaluate((area) => window.grid.select(area), { top, left, bottom, right });
const value = (row: number, col: number) =>
  page.evaluate(([r, c]) => window.workbook.sheet(window.grid.sheet)?.raw(r ?? 0, c ?? 0)?.value, [row, col]);
const formula = (row: number, col: number) =>
  page.evaluate(
    ([r, c]) => window.workbook.sheet(window.grid.sheet)?.raw(r ?? 0, c ?? 0)?.formula,
    [row, col],
  );
const text = () => page.evaluate(() => window.grid.editor.state?.text ?? null);
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const middle = async (row: number, col: number) => {
  const rect = await page.evaluate(
    ([r, c]) => window.grid.cellRect({ row: r ?? 0, col: c ?? 0 }),
    [row, col],
  );
  const box = await page.locator('#grid').boundingBox();
  if (rect === null || box === null) throw new Error('The cell is out of sight.');
  return { x: box.x + rect.x + rect.width / 2, y: box.y + rect.y + rect.height / 2 };
};
const click = async (row: number, col: number, modifiers: ('Shift' | 'Control')[] = []) => {
  const at = await middle(row, col);
  for (const key of modifiers) await page.keyboard.down(key);
  await page.mouse.click(at.x, at.y);
  for (const key of modifiers) await page.keyboard.up(key);
};

test('arrows, Home, End, Page and Ctrl+End move the active cell', async () => {
  await select(5, 3);
  await press('ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowRight');
  expect(await active()).toEqual({ row: 5, col: 4 });
  await press('Home');
  expect(await active()).toEqual({ row: 5, col: 1 });
  await press('Home');
  expect(await active()).toEqual({ row: 5, col: 0 });
  await press('Control+End');
  expect(await active()).toEqual({ row: 34, col: 10 });
  await press('Control+Home');
  expect(await active()).toEqual({ row: 2, col: 1 });
  await press('PageDown');
  expect((await active()).row).toBeGreaterThan(20);
});

test('Ctrl+arrow goes to the edge of the data, Shift extends, the active cell stays', async () => {
  await select(3, 2);
  await press('Control+ArrowRight');
  expect(await active()).toEqual({ row: 3, col: 10 });
  await select(3, 2);
  await press('Shift+ArrowDown', 'Shift+ArrowRight');
  expect(await active()).toEqual({ row: 3, col: 2 });
  expect(await areas()).toEqual([{ top: 3, left: 2, bottom: 4, right: 3 }]);
  await press('Control+Shift+ArrowRight');
  expect(await areas()).toEqual([{ top: 3, left: 2, bottom: 4, right: 9 }]);
});

test('a run of Tabs, then Enter, returns to its first column', async () => {
  await select(40, 2);
  await page.keyboard.type('1');
  await press('Tab');
  await page.keyboard.type('2');
  await press('Tab');
  await page.keyboard.type('3');
  await press('Enter');
  expect(await active()).toEqual({ row: 41, col: 2 });
  expect([await value(40, 2), await value(40, 3), await value(40, 4)]).toEqual([1, 2, 3]);
});

test('Enter and Tab cycle inside a range', async () => {
  await select(40, 2, 41, 3);
  await press('Enter', 'Enter');
  expect(await active()).toEqual({ row: 40, col: 3 });
  await press('Tab');
  expect(await active()).toEqual({ row: 41, col: 2 });
  expect(await areas()).toEqual([{ top: 40, left: 2, bottom: 41, right: 3 }]);
});

test('typing replaces without losing the first character, Esc cancels, F2 edits at the end', async () => {
  await select(3, 2);
  await page.keyboard.type('77', { delay: 0 });
  expect(await text()).toBe('77');
  await press('Escape');
  expect(await value(3, 2)).toBe(1240);
  await press('F2');
  await page.keyboard.type('5');
  await press('Enter');
  expect(await value(3, 2)).toBe(12405);
});

test('fast typing over many cells drops nothing', async () => {
  await select(40, 0);
  for (let n = 0; n < 20; n++) {
    await page.keyboard.type(`value ${String(n)}`, { delay: 0 });
    await press('Enter');
  }
  for (let n = 0; n < 20; n++) expect(await value(40 + n, 0)).toBe(`value ${String(n)}`);
});

test('a double click puts the caret where it was made', async () => {
  await select(2, 0);
  const at = await middle(7, 0);
  const box = await page.evaluate(() => window.grid.cellRect({ row: 7, col: 0 }));
  await page.mouse.dblclick(at.x - (box?.width ?? 0) / 2 + 8, at.y);
  const state = await page.evaluate(() => window.grid.editor.state);
  expect(state?.text).toBe('Staff total');
  expect(state?.start).toBeLessThan(3);
  expect(state?.mode).toBe('edit');
});

test('composition opens the editor; Alt+Enter breaks a line', async () => {
  await select(40, 0);
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
  expect(await text()).not.toBeNull();
  await session.send('Input.insertText', { text: '日本' });
  expect(await text()).toBe('日本');
  await press('Alt+Enter');
  await page.keyboard.type('x');
  await press('Enter');
  expect(await value(40, 0)).toBe('日本\nx');
});

test('Delete clears the range as one change, Backspace opens an empty editor', async () => {
  await select(3, 2, 4, 5);
  await press('Delete');
  expect([await value(3, 2), await value(4, 5)]).toEqual([null, null]);
  expect(await page.evaluate(() => window.workbook.log)).toEqual(['clear']);
  await select(5, 2);
  await press('Backspace');
  expect(await text()).toBe('');
});

test('Ctrl+A takes the block, then all; Ctrl+Space and Shift+Space whole lines', async () => {
  await select(5, 3);
  await press('Control+a');
  expect((await areas())[0]).toMatchObject({ left: 0, right: 10 });
  await press('Control+a');
  expect((await areas())[0]).toEqual({ top: 0, left: 0, bottom: 1_048_575, right: 16_383 });
  expect(await active()).toEqual({ row: 5, col: 3 });
  await select(5, 3, 6, 4);
  await press('Control+Space');
  expect((await areas())[0]).toEqual({ top: 0, left: 3, bottom: 1_048_575, right: 4 });
  await select(5, 3, 6, 4);
  await press('Shift+Space');
  expect((await areas())[0]).toEqual({ top: 5, left: 0, bottom: 6, right: 16_383 });
});

test('mouse: several areas with Ctrl, Shift+click, drag, headers', async () => {
  await click(4, 2);
  await click(6, 4, ['Shift']);
  expect(await areas()).toEqual([{ top: 4, left: 2, bottom: 6, right: 4 }]);
  await click(10, 7, ['Control']);
  expect(await areas()).toEqual([
    { top: 4, left: 2, bottom: 6, right: 4 },
    { top: 10, left: 7, bottom: 10, right: 7 },
  ]);
  const from = await middle(12, 2);
  const to = await middle(15, 5);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  expect(await areas()).toEqual([{ top: 12, left: 2, bottom: 15, right: 5 }]);
  const box = await page.locator('#grid').boundingBox();
  await page.mouse.click(from.x, (box?.y ?? 0) + 8);
  expect(await areas()).toEqual([{ top: 0, left: 2, bottom: 1_048_575, right: 2 }]);
  await page.mouse.click((box?.x ?? 0) + 20, from.y);
  expect(await areas()).toEqual([{ top: 12, left: 0, bottom: 12, right: 16_383 }]);
});

test('a drag beyond the edge scrolls', async () => {
  const from = await middle(20, 2);
  const box = await page.locator('#grid').boundingBox();
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, (box?.y ?? 0) + (box?.height ?? 0) + 40, { steps: 3 });
  await page.waitForFunction(() => (window.grid.selectionAreas[0]?.bottom ?? 0) > 45);
  await page.mouse.up();
  expect((await areas())[0]?.top).toBe(20);
});

test('copy and paste with formulas through our own type; TSV and HTML beside it', async () => {
  await select(3, 6, 4, 6);
  await press('Control+c');
  const clip = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return { types: item?.types ?? [], text: await navigator.clipboard.readText() };
  });
  expect(clip.text).toBe('5,110\r\n318');
  expect(clip.types).toContain('text/html');
  await select(40, 6);
  await press('Control+v');
  expect(await formula(40, 6)).toBe('=SUM(C4:F4)*(1+Assumptions!$B$3)');
  expect(await areas()).toEqual([{ top: 40, left: 6, bottom: 41, right: 6 }]);
});

test('cut moves once and Esc calls it off', async () => {
  await select(3, 2, 3, 3);
  await press('Control+x');
  await select(40, 2);
  await press('Control+v');
  const moved = async (): Promise<unknown[]> => [
    await value(40, 2),
    await value(40, 3),
    await value(3, 2),
    await value(3, 3),
  ];
  await expect.poll(moved).toEqual([1240, 1240, null, null]);
  await select(4, 2);
  await press('Control+x', 'Escape');
  await select(41, 2);
  await press('Control+v');
  expect(await value(4, 2)).toBe(86);
});

test('paste of TSV understands types, quotes and line breaks; blanks overwrite', async () => {
  await page.evaluate(() => navigator.clipboard.writeText('12.5\t"two\nlines"\t2026-11-22\n\tTRUE\t5%\n'));
  await select(3, 2);
  await press('Control+v');
  expect(await value(3, 2)).toBe(12.5);
  expect(await value(3, 3)).toBe('two\nlines');
  expect(await value(3, 4)).toBe(46_348);
  expect(await value(4, 2)).toBeNull();
  expect(await value(4, 3)).toBe(true);
  expect(await value(4, 4)).toBe(0.05);
  expect(await areas()).toEqual([{ top: 3, left: 2, bottom: 4, right: 4 }]);
});

test('paste of an Excel table brings formats and merged cells', async () => {
  await page.evaluate(async () => {
    const html = `<html><head><style><!--td {color:black; font-size:11.0pt; font-family:Calibri, sans-serif;}
      .xl65 {font-weight:700; background:#FFC000; mso-number-format:"\\#\\,\\#\\#0\\.00"; text-align:right;}--></style></head>
      <body><table><tr><td class=xl65 x:num="1234.5">1,234.50</td><td style="color:#FF0000">red</td></tr>
      <tr><td colspan=2>both<br>lines</td></tr></table></body></html>`;
    await navigator.clipboard.write([
      new ClipboardItem({
        'text/html': new Blob([html], { type: 'text/html' }),
        'text/plain': new Blob(['1,234.50\tred\nboth'], { type: 'text/plain' }),
      }),
    ]);
  });
  await select(40, 2);
  await press('Control+v');
  const cells = await page.evaluate(() => {
    const sheet = window.workbook.sheet('plan');
    return { a: sheet?.raw(40, 2), b: sheet?.raw(40, 3), c: sheet?.raw(41, 2), merges: sheet?.merges.length };
  });
  expect(cells.a).toMatchObject({
    value: 1234.5,
    format: { bold: true, fill: '#ffc000', font: 'Calibri', size: 11 },
  });
  expect(cells.b).toMatchObject({ value: 'red', format: { color: '#ff0000' } });
  expect(cells.c?.value).toBe('both\nlines');
  expect(cells.merges).toBe(2);
});

test('undo brings the selection back', async () => {
  await select(3, 2);
  await page.keyboard.type('9');
  await press('Enter');
  await select(20, 5);
  await press('Control+z');
  expect(await value(3, 2)).toBe(1240);
  expect(await active()).toEqual({ row: 3, col: 2 });
  await press('Control+y');
  expect(await value(3, 2)).toBe(9);
});

test('formula bar and cell share one text', async () => {
  await select(40, 2);
  await page.keyboard.type('=1');
  expect(await page.locator('#formula textarea').inputValue()).toBe('=1');
  await page.locator('#formula textarea').click();
  await press('End');
  await page.keyboard.type('+2');
  expect(await text()).toBe('=1+2');
  expect(await page.locator('.dl-editor textarea').inputValue()).toBe('=1+2');
  await press('Enter');
  expect(await formula(40, 2)).toBe('=1+2');
  expect(await page.evaluate(() => document.activeElement?.closest('.dl-editor') !== null)).toBe(true);
});

test('click, drag and arrows insert references; F4 turns the dollars', async () => {
  await select(24, 2);
  await page.keyboard.type('=');
  await click(3, 2);
  expect(await text()).toBe('=C4');
  await press('F4');
  expect(await text()).toBe('=$C$4');
  await page.keyboard.type('+');
  const from = await middle(4, 3);
  const to = await middle(6, 4);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
  expect(await text()).toBe('=$C$4+D5:E7');
  await page.keyboard.type('*');
  await press('ArrowUp', 'ArrowUp', 'Shift+ArrowRight');
  expect(await text()).toBe('=$C$4+D5:E7*C23:D23');
  await press('Enter');
  expect(await formula(24, 2)).toBe('=$C$4+D5:E7*C23:D23');
  expect(await active()).toEqual({ row: 25, col: 2 });
});

test('functions are completed with Tab, their arguments shown', async () => {
  await select(24, 2);
  await page.keyboard.type('=ROUND(su');
  await page.waitForSelector('.dl-suggestion[aria-selected=true]:has-text("SUM")');
  await press('ArrowDown', 'ArrowUp', 'Tab');
  expect(await text()).toBe('=ROUND(SUM(');
  expect(await page.locator('.dl-hint b').textContent()).toBe('number1');
  await page.keyboard.type('C4),av');
  await press('Escape');
  expect(await page.locator('.dl-suggestions').isHidden()).toBe(true);
  expect(await text()).toBe('=ROUND(SUM(C4),av');
  await press('Escape');
  expect(await text()).toBeNull();
});

test('Enter takes a function that is being typed, and commits a name or a finished formula', async () => {
  await select(40, 2);
  await page.keyboard.type('=sumi');
  await page.waitForSelector('.dl-suggestion[aria-selected=true]:has-text("SUMIF")');
  await press('ArrowDown', 'Enter');
  expect(await text()).toBe('=SUMIFS(');
  await page.keyboard.type('C4:C8,B4:B8,">1")');
  await press('Enter');
  expect(await formula(40, 2)).toBe('=SUMIFS(C4:C8,B4:B8,">1")');
  // A name of the workbook, which is a function as well.
  await select(41, 2);
  await page.keyboard.type('=2*rate');
  await press('Enter');
  expect(await formula(41, 2)).toBe('=2*rate');
  // F2 on what is there offers nothing by itself.
  await select(41, 2);
  await press('F2', 'Backspace', 'Backspace', 'Backspace');
  expect(await page.locator('.dl-suggestions').isVisible()).toBe(true);
  await press('Escape', 'Escape');
  await select(41, 2);
  await press('F2');
  expect(await page.locator('.dl-suggestions').isHidden()).toBe(true);
  await press('Enter');
  expect(await formula(41, 2)).toBe('=2*rate');
});

test('the hint follows pairs of arguments, says what each is, and leads to more', async () => {
  await select(40, 2);
  await page.keyboard.type('=SUMIFS(C4:C8,B4:B8,');
  const bold = page.locator('.dl-hint b');
  await page.waitForSelector('.dl-hint b:has-text("criterion1")');
  expect(await page.locator('.dl-argument').textContent()).toContain('"paid"');
  await page.keyboard.type('1,D4:D8,2,E4:E8,');
  expect(await bold.textContent()).toBe('criterion3');
  expect(await page.locator('.dl-hint a').getAttribute('href')).toBe('/functions#SUMIFS');
  await page.context().route('**/functions*', (route) => route.fulfill({ body: 'Functions' }));
  const opened = page.context().waitForEvent('page');
  await press('F1');
  expect((await opened).url()).toContain('/functions#SUMIFS');
  await (await opened).close();
  await page.bringToFront();
  expect(await text()).toBe('=SUMIFS(C4:C8,B4:B8,1,D4:D8,2,E4:E8,');
  await press('Escape');
});

test('the chosen function is told to assistive technology, the cell again afterwards', async () => {
  await select(40, 2);
  await page.keyboard.type('=lookup');
  const field = page.locator('.dl-editor textarea');
  const chosen = page.locator('.dl-suggestion[aria-selected=true]');
  await chosen.waitFor();
  await press('ArrowDown');
  expect(await chosen.getAttribute('id')).toBe(await field.getAttribute('aria-activedescendant'));
  expect(await chosen.locator('.dl-category').textContent()).toBe('Lookup');
  await press('Escape');
  await page.waitForFunction(
    () =>
      document
        .querySelector('.dl-editor textarea')
        ?.getAttribute('aria-activedescendant')
        ?.endsWith('-C41') === true,
  );
  await press('Escape');
});

test('a formula may point at another sheet and commits where it began', async () => {
  await select(40, 2);
  await page.keyboard.type('=2*');
  await page.evaluate(() => window.grid.setSheet('assumptions'));
  await click(2, 1);
  expect(await text()).toBe('=2*Assumptions!B3');
  await press('Enter');
  expect(await page.evaluate(() => window.grid.sheet)).toBe('plan');
  expect(await formula(40, 2)).toBe('=2*Assumptions!B3');
});

test('Ctrl+Enter fills the selection, Ctrl+D and Ctrl+R copy, the handle fills', async () => {
  await select(40, 2, 41, 3);
  await page.keyboard.type('7');
  await press('Control+Enter');
  expect([await value(40, 2), await value(41, 3)]).toEqual([7, 7]);
  await select(43, 2);
  await page.keyboard.type('5');
  await press('Enter');
  await select(43, 2, 45, 2);
  await press('Control+d');
  expect(await value(45, 2)).toBe(5);
  await select(43, 2, 43, 4);
  await press('Control+r');
  expect(await value(43, 4)).toBe(5);
  await page.evaluate(() => window.grid.scrollTo({ row: 50, col: 2 }));
  await select(43, 2);
  const rect = await page.evaluate(() => window.grid.cellRect({ row: 43, col: 2 }));
  const box = await page.locator('#grid').boundingBox();
  await page.mouse.move(
    (box?.x ?? 0) + (rect?.x ?? 0) + (rect?.width ?? 0),
    (box?.y ?? 0) + (rect?.y ?? 0) + (rect?.height ?? 0),
  );
  await page.mouse.down();
  const to = await middle(46, 2);
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  expect(await value(46, 2)).toBe(5);
  expect(await areas()).toEqual([{ top: 43, left: 2, bottom: 46, right: 2 }]);
});

test('merged cells: hit test, arrows, selections take them in', async () => {
  await click(0, 4);
  expect(await active()).toEqual({ row: 0, col: 0 });
  await press('ArrowRight');
  expect(await active()).toEqual({ row: 0, col: 7 });
  await select(0, 3, 1, 4);
  expect(await areas()).toEqual([{ top: 0, left: 0, bottom: 1, right: 6 }]);
});

test('columns resize by drag, several at once, and fit by double click', async () => {
  const box = await page.locator('#grid').boundingBox();
  const rect = await page.evaluate(() => window.grid.cellRect({ row: 3, col: 3 }));
  const edge = (box?.x ?? 0) + (rect?.x ?? 0) + (rect?.width ?? 0);
  const y = (box?.y ?? 0) + 10;
  await page.mouse.move(edge, y);
  await page.mouse.down();
  await page.mouse.move(edge + 30, y, { steps: 3 });
  await page.mouse.up();
  expect(await page.evaluate(() => window.workbook.sheet('plan')?.cols.size(3))).toBe(114);
  await page.mouse.dblclick(edge + 30, y);
  expect(await page.evaluate(() => window.workbook.sheet('plan')?.cols.size(3))).toBeLessThan(70);
});

test('rows: insert, delete, hide and unhide by command', async () => {
  await select(3, 2, 4, 2);
  await page.evaluate(() => window.grid.run('rows.insertAbove'));
  expect([await value(3, 2), await value(5, 2)]).toEqual([undefined, 1240]);
  expect(await active()).toEqual({ row: 3, col: 2 });
  await page.evaluate(() => window.grid.run('rows.delete'));
  expect(await value(3, 2)).toBe(1240);
  await select(4, 2);
  await press('Control+9');
  await select(3, 2);
  await press('ArrowDown');
  expect(await active()).toEqual({ row: 5, col: 2 });
});

test('whole rows are carried to another place by their numbers', async () => {
  const box = await page.locator('#grid').boundingBox();
  const x = (box?.x ?? 0) + 20;
  const from = await middle(3, 2);
  const to = await middle(6, 2);
  await page.mouse.click(x, from.y);
  await page.mouse.move(x, from.y);
  await page.mouse.down();
  await page.mouse.move(x, to.y + 8, { steps: 5 });
  await page.mouse.up();
  expect([await value(3, 0), await value(6, 0)]).toEqual(['Overtime', 'Salaries']);
  expect(await areas()).toEqual([{ top: 6, left: 0, bottom: 6, right: 16_383 }]);
});

test('lines inserted by others carry the selection, the editor and the window along', async () => {
  await select(10, 3);
  await press('F2');
  await page.evaluate(() => {
    const sheet = window.workbook.sheet('plan');
    sheet?.rows.insert(5, 2);
    if (sheet !== undefined) sheet.version++;
    window.workbook.tell('cells');
  });
  expect(await active()).toEqual({ row: 12, col: 3 });
  expect(await page.evaluate(() => window.grid.editor.state?.cell)).toEqual({ row: 12, col: 3 });
});

test('formats by key show in the command state', async () => {
  await select(3, 2);
  await press('Control+b');
  expect(await page.evaluate(() => window.grid.commandState('format.bold').on)).toBe(true);
  await page.evaluate(() => window.grid.run('format.fill', '#ffc000'));
  expect(await page.evaluate(() => window.grid.commandState('format.fill').value)).toBe('#ffc000');
});

test('the sum covers rows that are not loaded', async () => {
  await page.evaluate(() => window.grid.setSheet('large'));
  await page.evaluate(() => window.grid.select({ top: 1, left: 1, bottom: 20_000, right: 1 }));
  await page.waitForFunction(
    () => document.querySelector('#status')?.textContent.includes('Count 20000') === true,
  );
});

test('the mirror shows what is in view, with addresses', async () => {
  const cell = page.locator('[data-testid=grid-mirror] td[data-cell="G4"]');
  expect(await cell.textContent()).toBe('5,110');
  await select(5, 6);
  await page.waitForSelector('[data-testid=grid-mirror] td[data-cell="G6"][aria-selected="true"]', {
    state: 'attached',
  });
});

test('a viewer can copy and look, not type', async () => {
  await page.evaluate(() => {
    window.workbook.readOnly = true;
  });
  await select(3, 2);
  await page.keyboard.type('5');
  await press('Delete');
  expect(await value(3, 2)).toBe(1240);
  expect(await text()).toBeNull();
  expect(await page.evaluate(() => window.messages.length)).toBeGreaterThan(0);
});

test('the wheel scrolls by what it turned, also where the sheet is scaled', async () => {
  await page.evaluate(() => window.grid.setSheet('large'));
  const at = await middle(10, 2);
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, 2400);
  await page.waitForSelector('[data-testid=grid-mirror] td[data-cell="B110"]', { state: 'attached' });
  await page.evaluate(() => window.grid.scrollTo({ row: 500_000, col: 0 }, 'centre'));
  await page.waitForSelector('[data-testid=grid-mirror] td[data-cell="B500001"]', { state: 'attached' });
  const first = () =>
    page.locator('[data-testid=grid-mirror] tbody tr:nth-child(3)').getAttribute('aria-rowindex');
  const before = Number(await first());
  await page.mouse.wheel(0, 240);
  await expect.poll(async () => Number(await first())).toBe(before + 10);
});
