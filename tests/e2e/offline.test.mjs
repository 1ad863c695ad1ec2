// Working without a connection: what is typed stays on the device, survives the page, and arrives when the server is back.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let tomas;
let workbook;
let link;

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

beforeEach(async () => {
  ({ id: workbook } = await daylight.api('POST', '/api/workbooks', { name: 'Rota' }));
  link = await daylight.api('POST', `/api/workbooks/${workbook}/links`, { role: 'editor' });
  await mara.open(daylight, workbook);
  tomas = await enter('Tomás Ferreira');
});

afterEach(async () => {
  assert.deepEqual([...mara.errors, ...tomas.errors], []);
  await tomas.page.context().close();
});

/** A guest comes in by the link. */
async function enter(name) {
  const guest = await Hands.sit(browser);
  await guest.enter(link.url, name);
  await guest.saved();
  return guest;
}

/** Takes a person's connection away, sockets included, and gives it back. */
async function cut(hands) {
  await hands.page.context().setOffline(true);
  await says(hands, /^Offline/);
}

async function join(hands) {
  await hands.page.context().setOffline(false);
}

async function says(hands, words) {
  await waitFor(async () => words.test((await hands.page.getByTestId('save-state').textContent()) ?? ''), `the top bar to say ${words}`);
}

/** What the browser holds in its store. */
async function kept(page) {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const open = indexedDB.open('daylight-edits');
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction('edits').objectStore('edits').getAll();
          all.onsuccess = () => {
            open.result.close();
            resolve(all.result.map(({ text, held }) => ({ text, held })));
          };
        };
      }),
  );
}

async function value(address) {
  const { cells } = await daylight.cells(workbook, 'Sheet1', address);
  return cells[0]?.value ?? null;
}

test('what is typed without a connection is counted, kept, and reaches the others', async () => {
  await cut(tomas);
  await tomas.type('A1', 'night shift');
  await tomas.type('A2', '12');
  await says(tomas, /^Offline, 2 edits kept on this device$/);
  await mara.type('B1', 'meanwhile');
  await mara.saved();
  assert.equal(await value('A1'), null);
  await join(tomas);
  await tomas.saved();
  await mara.sees('A1', 'night shift');
  await mara.sees('A2', '12');
  await tomas.sees('B1', 'meanwhile');
  await waitFor(async () => (await kept(tomas.page)).length === 0, 'nothing to be kept any more');
});

test('it survives a reload when the server is back, and its author stays who he is', async () => {
  await daylight.kill();
  await says(tomas, /^Offline/);
  await tomas.type('A1', 'typed while it was down');
  await tomas.type('A2', '=1+1');
  await says(tomas, /^Offline, 2 edits kept on this device$/);
  assert.deepEqual(await kept(tomas.page), [
    { text: 'Sheet1!A1\ttyped while it was down', held: null },
    { text: 'Sheet1!A2\t=1+1', held: null },
  ]);
  // The page goes before the server is back.
  await tomas.page.goto('about:blank');
  await daylight.up();
  await tomas.open(daylight, workbook);
  await tomas.saved();
  await tomas.sees('A1', 'typed while it was down');
  await tomas.sees('A2', '2');
  await mara.sees('A1', 'typed while it was down');
  const { changes } = await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=5`);
  assert.equal(changes[0].author.name, 'Tomás Ferreira');
  await tomas.type('A3', 'goes on');
  await mara.sees('A3', 'goes on');
});

test('a closed tab is made up for by the next one', async () => {
  await cut(tomas);
  await tomas.type('A1', 'from a tab that was closed');
  await says(tomas, /1 edit kept/);
  const context = tomas.page.context();
  // Nothing would be lost, so nothing asks.
  await tomas.page.close({ runBeforeUnload: true });
  await waitFor(() => context.pages().length === 0, 'the tab to close without a question');
  await context.setOffline(false);
  tomas = new Hands(await context.newPage());
  await tomas.open(daylight, workbook);
  await tomas.sees('A1', 'from a tab that was closed');
  await mara.sees('A1', 'from a tab that was closed');
  await tomas.saved();
});

test('two who change the same cell without a connection end with the same cell, and the history has both', async () => {
  await mara.type('A1', 'before');
  await tomas.sees('A1', 'before');
  await cut(mara);
  await cut(tomas);
  await mara.type('A1', 'Mara was here');
  await tomas.type('A1', 'Tomás was here');
  await says(mara, /1 edit kept/);
  await says(tomas, /1 edit kept/);
  await join(mara);
  await mara.saved();
  await join(tomas);
  await tomas.saved();
  const text = await waitFor(async () => {
    const mine = await mara.text('A1');
    return mine !== 'before' && mine === (await tomas.text('A1')) && mine;
  }, 'both to show the same');
  assert.equal(await value('A1'), text);
  const { story } = await daylight.api('GET', `/api/workbooks/${workbook}/cells/history?sheet=Sheet1&cell=A1`);
  assert.deepEqual(new Set(story.map((step) => step.new)), new Set(['before', 'Mara was here', 'Tomás was here']));
});

test('whoever loses access meanwhile can copy what was typed, and nothing stays on the device', async () => {
  await cut(tomas);
  await tomas.type('A1', 'too late');
  await says(tomas, /1 edit kept/);
  await daylight.api('DELETE', `/api/workbooks/${workbook}/links/${link.id}`);
  await join(tomas);
  await tomas.page.getByTestId('banner-refused').waitFor();
  await says(tomas, /^Access ended$/);
  await tomas.page.getByTestId('held-copy').click();
  assert.equal(await tomas.page.evaluate(() => navigator.clipboard.readText()), 'Sheet1!A1\ttoo late');
  await waitFor(async () => (await kept(tomas.page)).length === 0, 'nothing to stay on the device');
  assert.equal(await value('A1'), null);
});

test('the same after the tab was closed', async () => {
  await cut(tomas);
  await tomas.type('A1', 'too late');
  await says(tomas, /1 edit kept/);
  await tomas.page.goto('about:blank');
  await daylight.api('DELETE', `/api/workbooks/${workbook}/links/${link.id}`);
  await join(tomas);
  await tomas.page.goto(`${daylight.url}/w/${workbook}`);
  await tomas.page.getByTestId('left-edits').waitFor();
  await tomas.page.getByTestId('held-copy').click();
  assert.equal(await tomas.page.evaluate(() => navigator.clipboard.readText()), 'Sheet1!A1\ttoo late');
  assert.deepEqual(await kept(tomas.page), []);
});

test('another person in the same browser neither sends nor sees what somebody else keeps there', async () => {
  await cut(tomas);
  await tomas.type('A1', 'mine alone');
  await says(tomas, /1 edit kept/);
  const context = tomas.page.context();
  await tomas.page.goto('about:blank');
  await context.setOffline(false);
  const cookies = await context.cookies();
  await context.clearCookies();
  await tomas.enter(link.url, 'Bo');
  await tomas.saved();
  await tomas.sees('A1', '');
  await context.clearCookies();
  await context.addCookies(cookies);
  await tomas.open(daylight, workbook);
  await tomas.sees('A1', 'mine alone');
  await mara.sees('A1', 'mine alone');
});

test('what is not loaded yet says so, and opens once the connection is back', async () => {
  await cut(tomas);
  await tomas.page.getByTestId('history-open').click();
  await tomas.page.getByText('This could not be loaded, because the server does not answer.').waitFor();
  await tomas.type('A1', 'the page stands');
  await says(tomas, /1 edit kept/);
  await join(tomas);
  await tomas.saved();
  await tomas.page.getByTestId('history-open').click();
  await tomas.page.getByTestId('change').first().waitFor();
});

test('signing out asks before it deletes what is not saved', async () => {
  await cut(mara);
  await mara.type('A1', 'not sent');
  await says(mara, /1 edit kept/);
  await mara.page.goto('about:blank');
  await join(mara);
  const questions = [];
  const answers = [false, true];
  mara.page.on('dialog', (dialog) => {
    questions.push(dialog.message());
    void (answers.shift() ? dialog.accept() : dialog.dismiss());
  });
  await mara.page.goto(`${daylight.url}/settings`);
  await mara.page.getByTestId('sign-out').click();
  await waitFor(() => questions.length === 1, 'the question');
  assert.match(questions[0], /1 edit of yours is kept on this device/);
  assert.equal((await kept(mara.page)).length, 1);
  await mara.page.getByTestId('sign-out').click();
  await mara.page.getByTestId('page-signed-out').waitFor();
  await waitFor(async () => (await kept(mara.page)).length === 0, 'nothing to stay on the device');
  mara.page.removeAllListeners('dialog');
});
