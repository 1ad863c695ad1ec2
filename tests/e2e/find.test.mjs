// Finding, replacing and sorting: over rows that nobody has loaded, across sheets, with others watching.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

const ROWS = 50_000;
let daylight;
let browser;
let folder;
let mara;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'daylight-find-'));
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const part = (hands, id) => hands.page.getByTestId(`find-${id}`);
const count = (hands, words) =>
  waitFor(async () => (await part(hands, 'count').textContent()) === words, `the count to say ${words}`, 20);
const at = (hands, address) =>
  waitFor(async () => (await hands.page.getByTestId('name-box').inputValue()) === address, `the selection to be ${address}`, 10);
const told = (hands, words) =>
  hands.page.getByTestId('toasts').getByText(words, { exact: true }).waitFor({ timeout: 10_000 });

/** Sets cells of a sheet from rows of inputs, A1 first. */
async function fill(workbook, sheet, rows) {
  const cells = rows.flatMap((row, r) =>
    row.flatMap((input, c) => (input === '' ? [] : [{ cell: `${String.fromCharCode(65 + c)}${r + 1}`, input }])),
  );
  await daylight.api('PATCH', `/api/workbooks/${workbook}/cells`, { sheet, cells });
}

const texts = async (workbook, sheet, range) =>
  (await daylight.cells(workbook, sheet, range)).cells.map(({ text, formula }) => formula ?? text);

test('finds in rows that are not loaded, goes there, and leaves the cell selected', async () => {
  const lines = Array.from({ length: ROWS }, (_, n) => `${n + 1},item ${n + 1},${n % 97}`);
  lines[29_999] = '30000,a needle,1';
  lines[48_000] = '48001,Needle in a haystack,2';
  const file = join(folder, 'rows.csv');
  await writeFile(file, ['Number,Name,Rest', ...lines].join('\n'));
  await mara.open(daylight, await daylight.import(file));
  await mara.go('A1');
  await mara.page.keyboard.press('Control+f');
  await mara.page.keyboard.type('needle');
  await count(mara, '1 of 2');
  await at(mara, 'B30001');
  await mara.sees('B30001', 'a needle');
  await mara.page.keyboard.press('Enter');
  await at(mara, 'B48002');
  await mara.page.keyboard.press('Enter');
  await at(mara, 'B30001');
  await mara.page.keyboard.press('Shift+Enter');
  await at(mara, 'B48002');
  await mara.page.keyboard.press('Escape');
  await mara.page.getByTestId('find-bar').waitFor({ state: 'detached' });
  await mara.page.keyboard.press('ArrowLeft');
  await at(mara, 'A48002');
});

test('options: case, whole cells, regular expressions; a bad one is explained', async () => {
  await mara.page.keyboard.press('Control+f');
  await part(mara, 'text').fill('needle');
  await part(mara, 'case').click();
  await count(mara, '1 of 1');
  await part(mara, 'case').click();
  await part(mara, 'regex').click();
  await part(mara, 'text').fill('^item 4999\\d$');
  await count(mara, '1 of 10');
  await at(mara, 'B49991');
  await part(mara, 'text').fill('item (');
  await mara.page.getByTestId('find-problem').getByText('unclosed group').waitFor();
  assert.equal(await part(mara, 'text').getAttribute('aria-invalid'), 'true');
  await part(mara, 'regex').click();
  await part(mara, 'whole').click();
  await part(mara, 'text').fill('item 7');
  await count(mara, '1 of 1');
  await part(mara, 'whole').click();
  await part(mara, 'text').fill('item');
  await waitFor(async () => /^[\d,]+ of [\d,]+\+?$/.test(await part(mara, 'count').textContent()), 'many to be counted');
  await mara.page.keyboard.press('Escape');
});

test('replaces in all sheets as one change, and takes it back', async () => {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Replace' });
  await fill(id, 'Sheet1', [
    ['net value', '1'],
    ['Net sum', '=A1&" of it"'],
    ['gross', '3'],
  ]);
  await mara.open(daylight, id);
  await mara.page.getByTestId('add-sheet').click();
  await waitFor(async () => (await mara.page.getByTestId('tab').count()) === 2, 'the second tab');
  await mara.type('C5', 'the net');
  await mara.page.getByTestId('tab').first().click();
  await mara.page.keyboard.press('Control+h');
  await part(mara, 'text').fill('net');
  await count(mara, '1 of 3');
  await part(mara, 'where').click();
  await mara.page.locator('.menu-item', { hasText: 'All sheets' }).click();
  await count(mara, '1 of 4');
  await part(mara, 'with').fill('gross');
  await part(mara, 'replace').click();
  await mara.sees('A1', 'gross value');
  await count(mara, '1 of 2');
  await at(mara, 'A2');
  await part(mara, 'replace-all').click();
  await told(mara, 'Replaced 2 cells.');
  await count(mara, 'Nothing found');
  assert.deepEqual(await texts(id, 'Sheet1', 'A1:A3'), ['gross value', 'gross sum', 'gross']);
  assert.deepEqual(await texts(id, 'Sheet2', 'C5'), ['the gross']);
  await mara.page.keyboard.press('Escape');
  await mara.page.keyboard.press('Control+z');
  await mara.sees('A2', 'Net sum');
  await mara.page.keyboard.press('Control+z');
  await mara.sees('A1', 'net value');
  await mara.saved();
  assert.deepEqual(await texts(id, 'Sheet2', 'C5'), ['the net']);
  await mara.page.keyboard.press('Control+y');
  await mara.sees('A1', 'gross value');
  await mara.page.keyboard.press('Control+z');
  await mara.sees('A1', 'net value');
  // Own steps before it come next.
  await mara.page.keyboard.press('Control+z');
  await mara.saved();
  assert.deepEqual(await texts(id, 'Sheet2', 'C5'), ['']);
});

test('sorts 500 rows by two columns for everybody; undo brings everything back; others may be in the way', async () => {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Sort' });
  const regions = ['North', 'east', 'South', 'West', ''];
  const day = (n) => `2026-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`;
  const rows = Array.from({ length: 500 }, (_, n) => [
    regions[n % 5],
    n % 7 === 0 ? '' : day(n * 17),
    String((n * 37) % 101),
    `=C${n + 2}*2`,
  ]);
  const table = [['Region', 'Day', 'Net', 'Double'], ...rows];
  for (let from = 0; from < table.length; from += 100) {
    const cells = table.slice(from, from + 100).flatMap((row, r) =>
      row.flatMap((input, c) => (input === '' ? [] : [{ cell: `${'ABCD'[c]}${from + r + 1}`, input }])),
    );
    await daylight.api('PATCH', `/api/workbooks/${id}/cells`, { sheet: 'Sheet1', cells });
  }
  await mara.open(daylight, id);
  const ines = await Hands.guest(browser, daylight, id, { name: 'Ines', role: 'editor' });
  const before = await texts(id, 'Sheet1', 'A1:D501');

  await mara.go('B3');
  await mara.page.getByTestId('tool-sort').click();
  await mara.page.getByRole('menuitem', { name: 'Sort range…' }).click();
  const dialog = mara.page.getByTestId('sort-dialog');
  await dialog.getByText('Sheet1!A1:D501').waitFor();
  assert.equal(await dialog.getByTestId('sort-headings').isChecked(), true);
  const pick = async (level, what, name) => {
    await dialog.getByTestId('sort-level').nth(level).getByTestId(what).click();
    await mara.page.locator('.menu-item', { hasText: name }).click();
  };
  await pick(0, 'sort-column', 'Region');
  await dialog.getByTestId('sort-add').click();
  await pick(1, 'sort-column', 'Net');
  await pick(1, 'sort-order', 'Largest to smallest');
  await dialog.getByTestId('sort-run').click();
  await told(mara, 'Sorted 500 rows by Region and Net. Row 1 stayed as headings.');

  const expected = rows
    .map(([region, , net]) => ({ region, net: Number(net) }))
    .sort((a, b) => {
      if ((a.region === '') !== (b.region === '')) return a.region === '' ? 1 : -1;
      return a.region.toLowerCase().localeCompare(b.region.toLowerCase()) || b.net - a.net;
    });
  const sorted = (await daylight.cells(id, 'Sheet1', 'A2:D501')).cells;
  expected.forEach(({ region, net }, n) => {
    const [a, , c, d] = sorted.slice(n * 4, n * 4 + 4);
    assert.deepEqual([a.text, c.value, d.value, d.formula], [region, net, net * 2, `=C${n + 2}*2`], `row ${n + 2}`);
  });
  await ines.sees('A2', 'east');
  await ines.sees('C2', String(expected[0].net));

  await mara.page.keyboard.press('Control+z');
  await mara.sees('A2', 'North');
  await ines.sees('A2', 'North');
  await mara.saved();
  assert.deepEqual(await texts(id, 'Sheet1', 'A1:D501'), before);
  await at(mara, 'B3');
  await mara.page.keyboard.press('Control+y');
  await mara.sees('A2', 'east');

  // What Ines changes since stays, and Mara hears of it.
  await ines.type('A2', 'Kept');
  await ines.saved();
  await mara.sees('A2', 'Kept');
  await mara.page.keyboard.press('Control+z');
  await told(mara, '1 cell was changed again and stays as it is: Sheet1!A2.');
  await mara.sees('A2', 'Kept');
  await mara.sees('A3', 'east');

  // One column alone: asked before it is torn from its rows.
  await mara.go('C2:C501');
  await mara.page.getByTestId('tool-sort').click();
  await mara.page.getByRole('menuitem', { name: 'Sort smallest to largest' }).click();
  await mara.page.getByTestId('sort-wider').getByTestId('sort-whole').click();
  await mara.sees('C2', '0');
  assert.deepEqual(ines.errors, []);
});

test('who may only look cannot replace or sort, but find', async () => {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Look' });
  await fill(id, 'Sheet1', [['b', '1'], ['a', '2']]);
  const max = await Hands.guest(browser, daylight, id, { name: 'Max', role: 'viewer' });
  await max.page.keyboard.press('Control+h');
  await told(max, 'You may view this workbook, not change it.');
  assert.equal(await max.page.getByTestId('find-bar').count(), 0);
  await max.page.keyboard.press('Control+f');
  await part(max, 'text').fill('a');
  await count(max, '1 of 1');
  assert.equal(await part(max, 'unfold').isDisabled(), true);
  const status = await max.page.evaluate(async (workbook) => {
    const body = { sheet: 'Sheet1', range: 'A1:B2', header: false, by: [{ column: 'A', descending: false }] };
    const answers = [];
    for (const [path, given] of [
      ['sort', body],
      ['replace', { text: 'a', with: 'c' }],
    ]) {
      const answer = await fetch(`/api/workbooks/${workbook}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(given),
      });
      answers.push(answer.status);
    }
    return answers;
  }, id);
  assert.deepEqual(status, [403, 403]);
  assert.deepEqual([...mara.errors, ...max.errors], []);
});
