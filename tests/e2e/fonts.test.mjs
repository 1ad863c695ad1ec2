// Fonts of imported workbooks: text keeps its widths on machines that do not have them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

/** Advance widths of the originals, in units of 2048 to the em. */
const WIDTHS = {
  Carlito: { 0: 1038, A: 1185, a: 981, n: 1076, ' ': 463 },
  Caladea: { 0: 1135, 1: 1135, n: 1143, ' ': 451 },
  Arimo: { 0: 1139, A: 1366, a: 1139, n: 1139, ' ': 569 },
  Tinos: { 0: 1024, A: 1479, a: 909, n: 1024, ' ': 512 },
  Cousine: { 0: 1229, A: 1229, a: 1229, n: 1229, ' ': 1229 },
};

let daylight;
let browser;
let mara;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('a substitute is fetched when a cell is drawn in it, and the grid is drawn again', async () => {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Fonts' });
  const fetched = [];
  mara.page.on('request', (request) => {
    const file = /fonts\/(\w+)-latin/.exec(request.url());
    if (file) fetched.push(file[1]);
  });
  await mara.open(daylight, id);
  await mara.type('A1', 'Iwi 100');
  await mara.saved();
  assert.ok(!fetched.includes('carlito'), `nothing asked for it yet: ${fetched}`);
  const draws = () => mara.page.evaluate(() => globalThis.drawn ?? []);
  await mara.page.evaluate(() => {
    const { prototype } = CanvasRenderingContext2D;
    const draw = prototype.fillText;
    prototype.fillText = function (text, ...place) {
      if (text === 'Iwi 100') (globalThis.drawn ??= []).push(document.fonts.check(this.font));
      draw.call(this, text, ...place);
    };
  });
  await mara.go('A1');
  await mara.page.getByTestId('tool-font').click();
  await mara.page.getByRole('menuitemradio', { name: 'Calibri' }).click();
  await waitFor(() => fetched.includes('carlito'), 'the font to be fetched');
  await waitFor(async () => (await draws()).at(-1) === true, 'the cell to be drawn with the font');
});

test('the substitutes are as wide as the originals', async () => {
  const measured = await mara.page.evaluate(async (fonts) => {
    const context = document.createElement('canvas').getContext('2d');
    const widths = {};
    for (const [font, letters] of Object.entries(fonts)) {
      for (const style of ['', 'italic ', 'bold ', 'italic bold ']) await document.fonts.load(`${style}2048px ${font}`, 'Aąž');
      context.font = `2048px ${font}`;
      widths[font] = Object.fromEntries(Object.keys(letters).map((letter) => [letter, Math.round(context.measureText(letter).width)]));
    }
    return widths;
  }, WIDTHS);
  assert.deepEqual(measured, WIDTHS);
});

test('nothing but what is asked for is fetched, and licences stand beside the files', async () => {
  for (const name of ['carlito', 'caladea', 'arimo', 'tinos', 'cousine']) {
    const licence = await fetch(`${daylight.url}/fonts/OFL-${name}.txt`);
    assert.match(await licence.text(), /SIL Open Font License, Version 1\.1/);
  }
});
