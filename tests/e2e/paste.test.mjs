// Large pastes, and what other programs put on the clipboard, in a real browser against the real server.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, fixture, waitFor } from './daylight.mjs';

const ROWS = 10_000;
const COLS = 10;

let daylight;
let browser;
let mara;
let noor;
let workbook;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Pasted' })).id;
  await mara.open(daylight, workbook);
  noor = await Hands.guest(browser, daylight, workbook, { name: 'Noor' });
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

/** Pastes as a browser does that another program has given something. */
const put = (hands, data) =>
  hands.page.evaluate((types) => {
    const transfer = new DataTransfer();
    for (const [type, text] of Object.entries(types)) transfer.setData(type, text);
    const event = new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
  }, data);

/** What the server does with many cells takes its time where the machine has other things to do. */
const comesTo = (hands, address, text) =>
  waitFor(async () => (await hands.text(address)) === text, `${address} to show ${JSON.stringify(text)}`, 120);

const formula = async (hands, address) => {
  await hands.go(address);
  return hands.page.getByTestId('formula-bar').locator('textarea').inputValue();
};

const numbers = (rows, cols) =>
  Array.from({ length: rows }, (_, r) => Array.from({ length: cols }, (__, c) => r * cols + c).join('\t')).join('\n');

/** Notes the longest time for which the page did not answer. */
const watchBlocking = (hands) =>
  hands.page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({ entryTypes: ['longtask'] });
  });

test('a hundred thousand cells are pasted as one change, seen by others, and undone', async () => {
  await mara.go('A1');
  await watchBlocking(mara);
  await mara.page.evaluate((text) => navigator.clipboard.writeText(text), numbers(ROWS, COLS));
  const began = performance.now();
  await mara.page.keyboard.press('Control+v');
  await mara.page.getByTestId('progress').waitFor();
  await comesTo(mara, 'B2', '11');
  const shown = performance.now() - began;
  await mara.page.getByTestId('progress').waitFor({ state: 'detached', timeout: 120_000 });
  await mara.saved();
  const longest = await mara.page.evaluate(() => window.longest);
  console.log(`100,000 cells: shown after ${Math.round(shown)} ms, longest task ${Math.round(longest)} ms`);
  await waitFor(
    async () => (await mara.page.getByTestId('stat-sum').textContent())?.includes('4,999,950,000'),
    'what was pasted to be selected',
  );
  await comesTo(noor, 'B2', '11');
  await noor.go(`J${ROWS}`);
  await comesTo(noor, `J${ROWS}`, '99999');

  const { changes } = await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`);
  assert.equal(changes[0].summary, 'Pasted 100,000 cells into A1:J10000');
  assert.equal(changes[0].via, 'edit');
  await mara.page.keyboard.press('Control+z');
  await comesTo(noor, `J${ROWS}`, '');
  await mara.go('B2');
  await comesTo(mara, 'B2', '');
  await mara.page.keyboard.press('Control+y');
  await comesTo(noor, `J${ROWS}`, '99999');
  await mara.page.keyboard.press('Control+z');
  await comesTo(noor, `J${ROWS}`, '');
});

test('all of a sheet is selected and cleared as one change, seen by others, and undone', async () => {
  await mara.page.keyboard.press('Control+y');
  await comesTo(noor, `J${ROWS}`, '99999');
  await mara.go('A1');
  await comesTo(mara, 'B2', '11');
  await watchBlocking(mara);
  // The corner of the headers.
  const grid = await mara.page.getByTestId('grid').boundingBox();
  await mara.page.mouse.click(grid.x + 10, grid.y + 10);
  await mara.page.keyboard.press('Delete');
  await mara.page.getByTestId('progress').waitFor();
  await comesTo(noor, `J${ROWS}`, '');
  await mara.page.getByTestId('progress').waitFor({ state: 'detached', timeout: 120_000 });
  await mara.saved();
  console.log(`100,000 cells cleared: longest task ${Math.round(await mara.page.evaluate(() => window.longest))} ms`);
  const { changes } = await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`);
  assert.equal(changes[0].via, 'edit');
  const { cells } = await daylight.cells(workbook, 'Sheet1', 'A1:J100');
  assert.deepEqual(cells.filter(({ value }) => value !== null), []);
  await mara.page.keyboard.press('Control+z');
  await comesTo(noor, `J${ROWS}`, '99999');
});

test('many cells that are cut move as one change, with the formulas that refer to them', async () => {
  await noor.go('L1');
  await noor.type('L1', '=SUM(A1:C10000)');
  await noor.saved();
  // The sum of what the first three of ten columns hold.
  const sum = String(10 * ((ROWS * (ROWS - 1)) / 2) * 3 + 3 * ROWS);
  await comesTo(noor, 'L1', sum);
  await mara.go(`A1:C${ROWS}`);
  await watchBlocking(mara);
  await mara.page.keyboard.press('Control+x');
  await mara.go('N1');
  await mara.page.keyboard.press('Control+v');
  await mara.page.getByTestId('progress').waitFor();
  await comesTo(noor, 'O2', '11');
  await comesTo(noor, 'L1', sum);
  assert.equal(await formula(noor, 'L1'), `=SUM(N1:P${ROWS})`);
  await noor.go('A1');
  await comesTo(noor, 'B2', '');
  await comesTo(noor, 'D2', '13');
  await mara.page.getByTestId('progress').waitFor({ state: 'detached', timeout: 120_000 });
  await mara.saved();
  console.log(`30,000 cells moved: longest task ${Math.round(await mara.page.evaluate(() => window.longest))} ms`);
  const { changes } = await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`);
  assert.equal(changes[0].summary, `Moved 30,000 cells to N1:P${ROWS}`);
  await mara.page.keyboard.press('Control+z');
  await comesTo(noor, 'B2', '11');
  assert.equal(await formula(noor, 'L1'), `=SUM(A1:C${ROWS})`);
  await comesTo(noor, 'L1', sum);
  await comesTo(noor, 'O2', '');
});

test('looks of many cells are one change, and so are borders', async () => {
  const { seq } = (await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`)).changes[0];
  const bold = async (hands) => {
    await hands.go('B4200');
    return (await hands.page.getByTestId('tool-format.bold').getAttribute('aria-pressed')) === 'true';
  };
  await mara.go('B2:F4200');
  await mara.page.keyboard.press('Control+b');
  await mara.page.getByTestId('progress').waitFor();
  await waitFor(() => bold(noor), 'the last of the cells to be bold', 120);
  await mara.page.getByTestId('progress').waitFor({ state: 'detached', timeout: 120_000 });
  await mara.go('B2:F4200');
  await mara.page.getByTestId('tool-borders').click();
  await mara.page.getByTestId('borders-all').click();
  await mara.page.keyboard.press('Escape');
  await waitFor(
    () => mara.page.evaluate(() => document.activeElement?.closest('.dl-grid') !== null),
    'the keyboard to be back in the grid',
  );
  await waitFor(
    async () => (await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`)).changes[0].seq === seq + 2,
    'two changes, no more',
    120,
  );
  await mara.page.getByTestId('progress').waitFor({ state: 'detached', timeout: 120_000 });
  await mara.page.keyboard.press('Control+z');
  await mara.page.keyboard.press('Control+z');
  await waitFor(async () => !(await bold(noor)), 'the looks to be gone', 120);
  // A whole column is one entry, however long it is.
  await mara.go('C:C');
  await mara.page.keyboard.press('Control+b');
  await mara.saved();
  await noor.go('C900000');
  await waitFor(
    async () => (await noor.page.getByTestId('tool-format.bold').getAttribute('aria-pressed')) === 'true',
    'the whole column to be bold',
  );
  await mara.page.keyboard.press('Control+z');
  await mara.go('A1');
  const { cells } = await daylight.cells(workbook, 'Sheet1', 'B2:B3');
  assert.deepEqual(cells.map(({ value }) => value), [11, 21]);
  await mara.page.keyboard.press('Control+z');
  await comesTo(noor, 'C900000', '');
  await noor.go(`J${ROWS}`);
  await comesTo(noor, `J${ROWS}`, '');
});

test('a paste that is called off leaves nothing', async () => {
  const { seq } = (await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`)).changes[0];
  await mara.go('A1');
  await mara.page.evaluate((text) => navigator.clipboard.writeText(text), numbers(ROWS, COLS));
  await mara.page.evaluate(() => {
    // The first moment in which it can be called off.
    new MutationObserver((_, observer) => {
      const cancel = document.querySelector('[data-testid="progress"] button:not([disabled])');
      if (cancel === null) return;
      observer.disconnect();
      cancel.click();
    }).observe(document.body, { childList: true, subtree: true });
  });
  await mara.page.keyboard.press('Control+v');
  await mara.type('L1', 'after');
  await mara.saved();
  await mara.page.getByTestId('progress').waitFor({ state: 'detached', timeout: 120_000 });
  const { changes } = await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`);
  assert.equal(changes[0].seq, seq + 1);
  await mara.sees('A1', '');
});

test('a refusal says why, and nothing was changed', async () => {
  await mara.go('A1');
  await mara.page.route('**/paste', (route) =>
    route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'too-many-cells', detail: 'More than fit.', status: 422 }),
    }),
  );
  await mara.page.evaluate((text) => navigator.clipboard.writeText(text), numbers(3000, 2));
  await mara.page.keyboard.press('Control+v');
  await mara.page.getByText('Nothing was pasted. More than fit.').waitFor({ timeout: 120_000 });
  await mara.page.unroute('**/paste');
  await mara.sees('A1', '');
});

/** What the page knows of a cell, and what it shows. */
const formulas = async (sheet, range) =>
  Object.fromEntries(
    (await daylight.cells(workbook, sheet, range)).cells.map(({ cell, text, formula }) => [cell, formula ?? text]),
  );

/** Pastes a fixture where the sheet is empty, and waits until the server has it. */
async function pasteFixture(name, at, done) {
  const html = await readFile(fixture(`clipboard/${name}`), 'utf8');
  await mara.go(at);
  await put(mara, { 'text/html': html, 'text/plain': 'not looked at' });
  await waitFor(async () => (await formulas('Sheet1', done[0]))[done[0]] === done[1], `${name} to be pasted`, 120);
}

test('cells copied in Excel come with values, looks, merges and links', async () => {
  await pasteFixture('excel.html', 'N1', ['N4', 'A text longer than its cell']);
  const cells = await formulas('Sheet1', 'N1:R4');
  assert.deepEqual(cells, {
    N1: 'Pumps 2026', O1: '', P1: '', Q1: 'two\nlines', R1: '',
    N2: '3/31/2026', O2: '1,234.57 €', P2: '12.50%', Q2: '', R2: '-42',
    N3: '007', O3: 'TRUE', P3: '#DIV/0!', Q3: 'Pumps', R3: 'a <b> & "c"',
    N4: 'A text longer than its cell', O4: '', P4: '7', Q4: '', R4: '',
  });
  const { cells: exact } = await daylight.cells(workbook, 'Sheet1', 'N2:O3');
  assert.deepEqual(exact.map(({ value }) => value), [46112, 1234.567, '007', true]);
  // What is copied again says how the cells look.
  await mara.go('N1:R4');
  await mara.page.keyboard.press('Control+c');
  // Cells whose blocks are still on their way are copied once these are there.
  const offers = () =>
    mara.page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => [...types]));
  await waitFor(async () => (await offers()).includes('text/html'), 'the cells to be on the clipboard');
  const looks = await mara.page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const html = await (await item.getType('text/html')).text();
    const page = new DOMParser().parseFromString(html, 'text/html');
    return [...page.querySelectorAll('td')].map((cell) => ({
      text: cell.textContent,
      size: [cell.colSpan, cell.rowSpan],
      bold: cell.style.fontWeight,
      fill: cell.style.backgroundColor,
      color: cell.style.color,
      border: cell.style.borderTopStyle,
      align: cell.style.textAlign,
    }));
  });
  const look = (text) => looks.find((cell) => cell.text === text);
  assert.deepEqual(look('Pumps 2026'), {
    text: 'Pumps 2026', size: [3, 1], bold: 'bold', fill: 'rgb(255, 192, 0)', color: '', border: 'solid', align: 'center',
  });
  assert.deepEqual([look('twolines').size, look('twolines').color], [[1, 2], 'rgb(156, 0, 6)']);
  // A long text that runs over its neighbours is no merged area, and a number stands at the right by itself.
  assert.deepEqual([look('A text longer than its cell').size, look('-42').align], [[1, 1], '']);
  const { changes } = await daylight.api('GET', `/api/workbooks/${workbook}/changes?range=Q3`);
  const whole = await Promise.all(changes.map(({ seq }) => daylight.api('GET', `/api/workbooks/${workbook}/changes/${seq}`)));
  const labels = whole.flatMap((change) => change.cells).map(({ label }) => label ?? '');
  assert.ok(labels.some((label) => /link/i.test(label)), JSON.stringify(labels));
});

test('cells copied in Google Sheets come with exact values, formulas and formats', async () => {
  await pasteFixture('sheets.html', 'N10', ['O12', '=SUM(N11:O11)']);
  const cells = await formulas('Sheet1', 'N10:Q12');
  assert.deepEqual(cells, {
    N10: 'Order', O10: '', P10: 'two\nlines', Q10: '0042',
    N11: '2026-03-31', O11: '12.3', P11: '12.50%', Q11: 'TRUE',
    N12: '=O11*2', O12: '=SUM(N11:O11)', P12: '="R1C1 "&O11', Q12: 'Pumps',
  });
  const { cells: exact } = await daylight.cells(workbook, 'Sheet1', 'N11:Q12');
  assert.deepEqual(exact.map(({ value }) => value), [46112, 12.345, 0.125, true, 24.69, 46124.345, 'R1C1 12.345', 'Pumps']);
});
