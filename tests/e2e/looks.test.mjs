// How cells look: numbers, long texts, places, borders, references; seen on the screen and said to screen readers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, root, waitFor } from './daylight.mjs';
import { cellPicture, look, placeOf } from './screen.mjs';

const SAMPLE = `${root}server/src/catalogue/sample/operations-budget-2027.xlsx`;

let daylight;
let browser;
let mara;
let page;
let workbook;

const part = (id) => page.getByTestId(id);
const picture = (first, last) => cellPicture(page, first, last);
/** Takes pictures until one is as it should be. */
const sees = (first, what, is) => waitFor(async () => is(await picture(first)), `${first} to ${what}`, 10);
const stored = async (address) => (await daylight.cells(workbook, 'Sheet1', address)).cells[0];
/** What the toolbar does to a range, from a menu or a button; the selection is out of the way afterwards. */
const format = async (range, ...ids) => {
  await mara.go(range);
  for (const id of ids) await part(id).click();
  await mara.go('K20');
};
/** A workbook of its own, for lines of default sizes. */
const fresh = async () => {
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Looks' })).id;
  await mara.open(daylight, workbook);
};

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  page = mara.page;
  await mara.signIn(daylight);
  await fresh();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('what is typed is understood: dates, times, percent, money, fractions, text', async () => {
  const typed = [
    ['A1', '2026-11-22', '2026-11-22', 46_348],
    ['A2', '14:30', '14:30', 14.5 / 24],
    ['A3', '12.5%', '12.50%', 0.125],
    ['A4', '$1,234.50', '$1,234.50', 1234.5],
    ['A5', '1 1/2', '1 1/2', 1.5],
    ['A6', "'007", '007', '007'],
    ['A7', '1e3', '1.00E+03', 1000],
    ['A8', 'true', 'TRUE', true],
  ];
  for (const [address, text] of typed) await mara.type(address, text);
  for (const [address, , shown] of typed) await mara.sees(address, shown);
  await mara.saved();
  for (const [address, , , value] of typed) assert.deepEqual((await stored(address)).value, value, address);
});

test('a number takes every format of the menu, and more or fewer decimals', async () => {
  await mara.type('C1', '1234.5');
  for (const [id, shown] of [
    ['number', '1,235'],
    ['decimal', '1,234.50'],
    ['percent', '123450%'],
    ['euro', '1,234.50 €'],
    ['dollar', '$1,234.50'],
    ['date', '1903-05-18'],
    ['longdate', '18 May 1903'],
    ['datetime', '1903-05-18 12:00'],
    ['time', '12:00'],
    ['scientific', '1.23E+03'],
    ['fraction', '1234 1/2'],
    ['general', '1234.5'],
  ]) {
    await mara.go('C1');
    await part('tool-number').click();
    await part(`menu-number-${id}`).click();
    await mara.sees('C1', shown);
  }
  await mara.go('C1');
  await part('tool-format.moreDecimals').click();
  await mara.sees('C1', '1234.50');
  await part('tool-format.fewerDecimals').click();
  await part('tool-format.fewerDecimals').click();
  await mara.sees('C1', '1235');
});

test('a long text flows over empty cells and ends at full ones; a number that does not fit is hashes', async () => {
  await fresh();
  await mara.type('A1', 'A text that is much longer than its cell');
  await mara.go('K20');
  await sees('B1', 'show what flows over', (of) => of.ink() !== null);
  await mara.type('B1', '7');
  await mara.go('K20');
  await sees('B1', 'show its own alone', (of) => of.ink()?.left > 40);
  await mara.type('E2', 'Text that is at the right and longer than its cell');
  await mara.go('E2');
  await mara.press('Control+Shift+r');
  await mara.go('K20');
  await sees('D2', 'show what flows to the left', (of) => of.ink() !== null);

  await mara.type('A4', '1234567890123');
  await mara.type('A5', '9876543210987');
  await format('A4:A5', 'tool-number', 'menu-number-decimal');
  await sees('B4', 'stay empty', (of) => of.ink() === null);
  const [upper, lower] = [await picture('A4'), await picture('A5')];
  assert.ok(upper.ink().left < 24 && upper.ink().right > 60, 'the cell is full of hashes');
  assert.ok(upper.same(lower), 'hashes say nothing of the number');
  await mara.sees('A4', '1,234,567,890,123.00');
  const edge = await placeOf(page, 'A1');
  await page.mouse.dblclick(edge.x + edge.width, edge.y - 10);
  const wide = async (address) => look(page, { ...(await placeOf(page, address)), width: 360 });
  await waitFor(async () => !(await wide('A4')).same(await wide('A5')), 'the wider column to show both numbers', 10);
});

test('wrapped text takes lines, and its row the height for them', async () => {
  await fresh();
  await mara.type('A1', 'One two three four five six');
  await mara.type('A2', 'below');
  await format('A1', 'tool-format.wrap');
  const high = async () => look(page, { ...(await placeOf(page, 'A1')), height: 54 });
  await waitFor(async () => (await high()).ink()?.bottom > 40, 'the row to grow with its lines', 10);
  await sees('B1', 'stay empty', (of) => of.ink() === null);
  await mara.type('A1', 'One');
  await sees('A2', 'show what stands below again', (of) => of.ink() !== null);
  await mara.press('Control+z');
  await waitFor(async () => (await high()).ink()?.bottom > 40, 'the height to come back with the text', 10);
});

test('a height that somebody has set stays', async () => {
  await fresh();
  const number = await placeOf(page, 'A2');
  await page.mouse.click(number.x - 20, number.y + 12, { button: 'right' });
  await part('menu-rowSize').click();
  await part('size-field').fill('90');
  await part('set-size').click();
  await mara.type('B2', 'One two three four five six seven eight nine ten eleven twelve thirteen');
  await mara.type('B3', 'below');
  await format('B2', 'tool-format.wrap');
  const below = async () => look(page, { ...(await placeOf(page, 'B3')), y: (await placeOf(page, 'B2')).y + 90 });
  await waitFor(async () => (await look(page, { ...(await placeOf(page, 'C2')), height: 90 })).ink() === null, 'the text to wrap', 10);
  assert.ok((await below()).ink() !== null);
});

test('texts stand where they are put, with an indent', async () => {
  await fresh();
  await mara.type('B2', 'xx');
  await mara.go('K20');
  await sees('B2', 'stand at the left', (of) => of.ink()?.left < 12);
  await format('B2', 'tool-align', 'menu-format.indentMore');
  await sees('B2', 'move in', (of) => of.ink()?.left > 12);
  await format('B2', 'tool-align', 'menu-format.indentLess');
  await sees('B2', 'move back', (of) => of.ink()?.left < 12);
  await format('B2', 'tool-align', 'menu-format.alignRight');
  await sees('B2', 'stand at the right', (of) => of.ink()?.right > 70);
  await format('B2', 'tool-align', 'menu-format.alignCenter');
  await sees('B2', 'stand in the middle', (of) => Math.abs(of.ink()?.left + of.ink()?.right - 84) < 4);

  const rowNumber = await placeOf(page, 'A2');
  await page.mouse.click(rowNumber.x - 20, rowNumber.y + 12, { button: 'right' });
  await part('menu-rowSize').click();
  await part('size-field').fill('72');
  await part('set-size').click();
  await mara.go('K20');
  const tall = async () => look(page, { ...(await placeOf(page, 'B2')), height: 72 });
  for (const [id, stands] of [
    ['alignTop', ({ bottom }) => bottom < 24],
    ['alignMiddle', ({ top, bottom }) => top > 24 && bottom < 48],
    ['alignBottom', ({ top }) => top > 48],
  ]) {
    await format('B2', 'tool-align', `menu-format.${id}`);
    await waitFor(async () => stands((await tall()).ink() ?? {}), `the text to ${id}`, 10);
  }
});

test('fills lie below borders and texts; neighbours share an edge, and the later border has it', async () => {
  await fresh();
  const colour = async (value) => {
    await part('colour-number').fill(value);
    await part('colour-use').click();
  };
  const border = async (address, kind, value) => {
    await mara.go(address);
    await part('tool-borders').click();
    await part('border-colour').click();
    await colour(value);
    await part(`borders-${kind}`).click();
    await mara.press('Escape');
    await mara.go('K20');
  };
  await mara.type('C3', 'xx');
  await mara.go('C3:C4');
  await part('tool-fill').click();
  await colour('#c3e1ea');
  await mara.go('K20');
  await sees('C3', 'be filled', (of) => of.at(60, 12) === '#c3e1ea' && of.ink('#c3e1ea') !== null);
  await border('C3', 'bottom', '#cc0000');
  const between = async () => (await picture('C3', 'C4')).pixels.filter((color) => color === '#cc0000' || color === '#0000cc');
  await waitFor(async () => (await between()).every((color) => color === '#cc0000') && (await between()).length >= 80, 'the edge to be red', 10);
  await border('C4', 'top', '#0000cc');
  await waitFor(async () => (await between()).every((color) => color === '#0000cc') && (await between()).length >= 80, 'the edge to be blue', 10);
  // What is selected lies over all of it.
  await mara.go('C4');
  await waitFor(async () => (await between()).length < 10, 'the selection to cover the edge', 10);
});

test('the size and the weight of letters are seen', async () => {
  await fresh();
  await mara.type('A1', 'Weight');
  await mara.go('K20');
  await sees('A1', 'show letters', (of) => of.ink() !== null);
  const plain = (await picture('A1')).ink();
  await mara.go('A1');
  await mara.press('Control+b');
  await mara.go('K20');
  await sees('A1', 'be wider in bold', (of) => of.ink().right > plain.right);
  await format('A1', 'tool-size', 'menu-size-14');
  await sees('A1', 'be higher', (of) => of.ink().bottom - of.ink().top > plain.bottom - plain.top);
});

test('negative numbers of a file are red as their format says', async () => {
  const sample = await daylight.import(SAMPLE);
  await mara.open(daylight, sample);
  await mara.sees('C20', '(22)');
  await mara.go('K20');
  await page.keyboard.press('Control+Home');
  const red = (color) => {
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    return r > 140 && g < 80 && b < 80;
  };
  const grid = await part('grid').boundingBox();
  await waitFor(async () => (await look(page, grid)).pixels.some(red), 'something red', 10);
});

test('figures of the status bar are shown as the cells show theirs', async () => {
  await fresh();
  for (const [address, text] of [['A1', '$1,200.50'], ['A2', '$99.50'], ['B1', '50%'], ['B2', '25%'], ['C1', '2026-11-20'], ['C2', '2026-11-24']]) {
    await mara.type(address, text);
  }
  const figures = (sum, min) => async () =>
    (await part('stat-sum').textContent()) === `Sum ${sum}` && (await part('stat-min').textContent()) === `Min ${min}`;
  await mara.go('A1:A2');
  await waitFor(figures('$1,300.00', '$99.50'), 'dollars', 10);
  await mara.go('B1:B2');
  await waitFor(figures('75%', '25%'), 'percent', 10);
  await mara.go('C1:C2');
  await waitFor(figures('92,696', '2026-11-20'), 'days, but for their sum', 10);
});

test('with forced colours the grid has those of the system alone', async () => {
  const sample = await daylight.import(SAMPLE);
  await mara.open(daylight, sample);
  await mara.sees('C20', '(22)');
  await mara.go('C4:C5');
  const system = () =>
    page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.setProperty('forced-color-adjust', 'none');
      const named = ['Canvas', 'CanvasText', 'Highlight'].map((name) => {
        probe.style.color = name;
        const parts = getComputedStyle(probe).color.match(/[0-9]+/g).slice(0, 3);
        return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
      });
      probe.remove();
      return named;
    });
  try {
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ forcedColors: 'active', colorScheme });
      const [canvas, ink, highlight] = await system();
      const grid = await part('grid').boundingBox();
      const seen = await waitFor(async () => {
        const picture = await look(page, grid);
        const parts = (of) => [1, 3, 5].map((at) => Number.parseInt(of.slice(at, at + 2), 16));
        const count = (color) => {
          const wanted = parts(color);
          return picture.pixels.filter((pixel) => parts(pixel).every((part, n) => Math.abs(part - wanted[n]) < 4)).length;
        };
        return count(canvas) > picture.pixels.length / 2 && count(ink) > 500 && count(highlight) > 100 && picture;
      }, `the grid in ${colorScheme} colours of the system`, 10);
      // Fills of the file are not there: that of row 3, and a conditional one in I5.
      assert.deepEqual([seen.at(1100, 90), seen.at(816, 128)], [canvas, canvas]);
      await mara.shot(`forced-${colorScheme}`);
    }
  } finally {
    await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
  }
});

test('references are coloured in the text and outlined in the same colour where they point', async () => {
  await fresh();
  await mara.go('E6');
  await page.keyboard.type('=G1+SUM(B2:C3)');
  const coloured = await waitFor(
    () =>
      page.evaluate(() => {
        const colors = [...document.querySelectorAll('.dl-editor span')]
          .map((span) => ({ text: span.textContent, color: getComputedStyle(span).color }))
          .filter(({ text }) => text === 'G1' || text === 'B2:C3');
        return colors.length === 2 ? colors : null;
      }),
    'both references to be coloured',
    5,
  );
  const hex = (color) => `#${color.match(/\d+/g).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
  const [one, many] = coloured.map(({ color }) => hex(color));
  assert.notEqual(one, many);
  await sees('G1', 'be outlined', (of) => of.shows(one) && !of.shows(many));
  await waitFor(async () => (await picture('B2', 'C3')).shows(many), 'B2:C3 to be outlined', 5);
  await mara.press('Escape', 'Escape');
  await sees('G1', 'be plain again', (of) => !of.shows(one));
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
