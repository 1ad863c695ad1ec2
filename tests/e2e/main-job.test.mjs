// The main job, end to end: a file, a link, two people, a crash, one change undone, a moment brought back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, root } from './daylight.mjs';

const SAMPLE = `${root}server/src/catalogue/sample/operations-budget-2027.xlsx`;
let daylight;
let browser;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('an Excel file becomes a workbook that two people edit, with a history that heals', async (t) => {
  const mara = await Hands.sit(browser);
  const tomas = await Hands.sit(browser);
  let workbook;

  await t.test('the owner signs in by the one-time link and imports a file', async () => {
    await mara.signIn(daylight);
    await mara.page.getByTestId('import').waitFor();
    await mara.shot('01-first-start');
    await mara.page.getByTestId('import-input').setInputFiles(SAMPLE);
    await mara.page.waitForURL(/\/w\/\w+/);
    workbook = /\/w\/(\w+)/.exec(mara.page.url())[1];
    await mara.ready();
    await mara.sees('A4', 'Salaries');
    await mara.sees('C4', '1,240');
    await mara.shot('02-imported');
  });

  await t.test('the sign-in link works once', async () => {
    const stranger = await Hands.sit(browser);
    await stranger.page.goto(daylight.signin);
    await stranger.page.getByTestId('page-signin-refused').waitFor();
    await stranger.page.context().close();
  });

  let link;
  await t.test('she makes a link for editors, and a colleague comes in with his name', async () => {
    await mara.page.getByTestId('share-open').click();
    await mara.page.getByTestId('link-label').fill('For the departments');
    await mara.page.getByTestId('link-role').click();
    await mara.page.getByTestId('menu-editor').click();
    await mara.page.getByTestId('make-link').click();
    await mara.page.getByTestId('link').first().waitFor();
    link = await mara.page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /\/s\/[\w-]+$/);
    await mara.shot('03-share');
    await mara.page.keyboard.press('Escape');
    await tomas.enter(link, 'Tomás Ferreira', () => tomas.shot('04-guest'));
    assert.match(tomas.page.url(), new RegExp(`/w/${workbook}`));
    await tomas.sees('A4', 'Salaries');
  });

  await t.test('both edit at once, and formulas follow', async () => {
    await tomas.type('C4', '2000');
    await mara.type('D4', '3000');
    await mara.sees('C4', '2,000');
    await tomas.sees('D4', '3,000');
    await mara.type('L4', '=SUM(C4:D4)');
    await mara.sees('L4', '5000');
    await tomas.sees('L4', '5000');
    await tomas.type('C4', '1500');
    await mara.sees('L4', '4500');
    await mara.saved();
    await tomas.saved();
  });

  await t.test('a row inserted by one while the other types a formula breaks nothing', async () => {
    await tomas.go('L10');
    await tomas.page.keyboard.type('=SUM(C10:F10');
    await mara.go('A6');
    await mara.page.keyboard.press('Control+Alt+=');
    await mara.sees('A6', '');
    await mara.sees('A7', 'Agency cover');
    await tomas.shot('05-typing-while-inserting');
    await tomas.page.keyboard.type(')');
    await tomas.page.keyboard.press('Enter');
    const { cells } = await (async () => {
      await tomas.saved();
      return daylight.cells(workbook, 'Plan', 'L4:L12');
    })();
    const sum = cells.find((cell) => cell.formula?.startsWith('=SUM(C1'));
    assert.ok(sum, `the formula is there: ${JSON.stringify(cells)}`);
    const row = sum.cell.slice(1);
    assert.equal(sum.formula, `=SUM(C${row}:F${row})`, 'it points at its own row');
  });

  await t.test('the server is killed; work goes on and heals', async () => {
    await daylight.kill();
    await tomas.type('L1', 'typed while the server was gone');
    await mara.page.getByTestId('banner-offline').waitFor({ timeout: 20_000 });
    await mara.shot('06-offline');
    await daylight.up();
    await tomas.saved();
    await mara.sees('L1', 'typed while the server was gone');
    await mara.type('L2', 'after the crash');
    await tomas.sees('L2', 'after the crash');
  });

  await t.test('Postgres is killed; nothing that was saved is lost', async () => {
    await mara.type('L3', 'before Postgres died');
    await mara.saved();
    await daylight.killPostgres();
    await tomas.type('L5', 'typed while Postgres was gone');
    await tomas.saved();
    await mara.sees('L5', 'typed while Postgres was gone');
    await mara.sees('L3', 'before Postgres died');
  });

  let before;
  await t.test('history tells who did what, and takes one change back', async () => {
    const { changes } = await daylight.api('GET', `/api/workbooks/${workbook}/changes?sheet=Plan&range=C4&limit=50`);
    const his = changes.find((change) => change.cells.some((cell) => cell.cell === 'C4' && cell.new === 1500));
    assert.equal(his.author.name, 'Tomás Ferreira');
    assert.equal(his.author.kind, 'guest');
    before = his.seq;
    await mara.page.getByTestId('history-open').click();
    const entry = mara.page.getByTestId('change').filter({ hasText: '1,500' }).first();
    await entry.click();
    await mara.shot('07-history');
    await entry.getByTestId('undo-change').click();
    await mara.page.getByTestId('confirm-undo').click();
    await mara.sees('C4', '2,000');
    await tomas.go('C4');
    await tomas.sees('C4', '2,000');
    await mara.page.keyboard.press('Escape');
  });

  await t.test('any moment can be looked at and brought back', async () => {
    const entry = mara.page.getByTestId('change').filter({ hasText: '1,500' }).last();
    await entry.click();
    await entry.getByTestId('look-at-moment').click();
    await mara.page.getByTestId('banner-past').waitFor();
    await mara.sees('C4', '1,500');
    await mara.shot('08-moment');
    await mara.page.getByTestId('restore-open').click();
    await mara.page.getByTestId('confirm-restore').click();
    await mara.sees('C4', '1,500');
    await tomas.sees('C4', '1,500');
    await tomas.go('L2');
    await tomas.sees('L2', '');
  });

  await t.test('revoking the link ends the session at once', async () => {
    const { links } = await daylight.api('GET', `/api/workbooks/${workbook}/links`);
    await daylight.api('DELETE', `/api/workbooks/${workbook}/links/${links[0].id}`);
    await tomas.page.getByText(/revoked|ended|no longer/i).first().waitFor();
    await tomas.shot('09-revoked');
    const stranger = await Hands.sit(browser);
    await stranger.page.goto(link);
    await stranger.page.getByTestId('page-link-ended').waitFor();
  });

  await t.test('no page threw an error', () => {
    assert.deepEqual([...mara.errors, ...tomas.errors], []);
  });
  assert.ok(before > 1);
});
