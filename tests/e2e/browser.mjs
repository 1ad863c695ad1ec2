// A real Chromium, and the hands of a person in it.
import { chromium } from 'playwright-core';
import { join } from 'node:path';
import { shots, waitFor } from './daylight.mjs';

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** One person: a browser context with a page, and what they do in a workbook. */
export class Hands {
  constructor(page) {
    this.page = page;
    this.errors = [];
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  static async sit(browser, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    return new Hands(await context.newPage());
  }

  async signIn(daylight) {
    await this.page.goto(daylight.signin);
    await this.page.waitForURL(`${daylight.url}/`);
  }

  /** Somebody new, who comes in by a share link made for them. */
  static async guest(browser, daylight, workbook, { name, role = 'editor', label }, options = {}) {
    const { url } = await daylight.api('POST', `/api/workbooks/${workbook}/links`, { role, label });
    const hands = await Hands.sit(browser, options);
    await hands.enter(url, name);
    return hands;
  }

  /** Comes in by a share link; `asked` may look at the page that asks for the name. */
  async enter(url, name, asked = async () => undefined) {
    await this.page.goto(url);
    await this.page.getByTestId('guest-name').fill(name);
    await asked();
    await this.page.getByTestId('guest-enter').click();
    await this.page.waitForURL(/\/w\//);
    await this.ready();
  }

  async open(daylight, workbook) {
    await this.page.goto(`${daylight.url}/w/${workbook}`);
    await this.ready();
  }

  async ready() {
    await this.page.getByTestId('grid-mirror').locator('[data-cell]').first().waitFor({ state: 'attached' });
  }

  cell(address) {
    return this.page.getByTestId('grid-mirror').locator(`[data-cell="${address}"]`);
  }

  /** What a cell shows, as a screen reader would say it. */
  async text(address) {
    return ((await this.cell(address).textContent({ timeout: 5000 })) ?? '').trim();
  }

  async sees(address, text) {
    await waitFor(async () => (await this.text(address)) === text, `${address} to show ${JSON.stringify(text)}`, 15);
  }

  /** Goes to a cell through the name box. */
  async go(address) {
    const box = this.page.getByTestId('name-box');
    await box.click();
    await box.fill(address);
    await box.press('Enter');
    await this.drawn();
  }

  /** One key after the other. */
  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Until the grid shows what was done: it draws, and moves its field, with the frame after. */
  async drawn() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  async type(address, text) {
    await this.go(address);
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  async saved() {
    await waitFor(
      async () => {
        // What takes less than a moment is not said: the words alone do not tell that nothing waits.
        const { kind, waiting } = await this.page.getByTestId('save-state').evaluate((sign) => ({ ...sign.dataset }));
        return kind === 'ok' && (waiting ?? '0') === '0';
      },
      'the save state to say saved',
    );
  }

  /** In light and dark. */
  async shots(name) {
    await this.shot(name);
    await this.page.emulateMedia({ colorScheme: 'dark' });
    await this.drawn();
    await this.shot(`${name}-dark`);
    await this.page.emulateMedia({ colorScheme: 'light' });
  }

  async shot(name) {
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }
}
