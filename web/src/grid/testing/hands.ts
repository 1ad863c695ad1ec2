/** What a hand does with the grid of the page beside, and what it sees. */
import type { Page } from 'playwright-core';
import type { Area } from '../../model/view';
import type { CommandArgument, CommandId } from '../commands';

export type Modifier = 'Shift' | 'Control' | 'Alt';

interface Point {
  readonly x: number;
  readonly y: number;
}

export class GridHands {
  constructor(readonly page: Page) {}

  active() {
    return this.page.evaluate(() => window.grid.activeCell);
  }

  areas() {
    return this.page.evaluate(() => window.grid.selectionAreas);
  }

  select(top: number, left: number, bottom = top, right = left) {
    return this.page.evaluate((area) => window.grid.select(area), { top, left, bottom, right });
  }

  raw(row: number, col: number) {
    return this.page.evaluate(
      ([r, c]) => window.workbook.sheet(window.grid.sheet)?.raw(r ?? 0, c ?? 0) ?? null,
      [row, col],
    );
  }

  async value(row: number, col: number) {
    return (await this.raw(row, col))?.value ?? null;
  }

  async values(area: Area) {
    const rows: unknown[][] = [];
    for (let row = area.top; row <= area.bottom; row++) {
      const line: unknown[] = [];
      for (let col = area.left; col <= area.right; col++) line.push(await this.value(row, col));
      rows.push(line);
    }
    return rows;
  }

  log() {
    return this.page.evaluate(() => window.workbook.log);
  }

  run(id: CommandId, argument: CommandArgument = null) {
    return this.page.evaluate(([command, with_]) => window.grid.run(command, with_), [id, argument] as const);
  }

  async press(...keys: string[]) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  type(text: string) {
    return this.page.keyboard.type(text);
  }

  /** Where a cell stands on the page. */
  async rect(row: number, col: number) {
    const rect = await this.page.evaluate(
      ([r, c]) => window.grid.cellRect({ row: r ?? 0, col: c ?? 0 }),
      [row, col],
    );
    const box = await this.box();
    if (rect === null) throw new Error('The cell is out of sight.');
    return { x: box.x + rect.x, y: box.y + rect.y, width: rect.width, height: rect.height };
  }

  async box() {
    const box = await this.page.locator('#grid').boundingBox();
    if (box === null) throw new Error('There is no grid.');
    return box;
  }

  async middle(row: number, col: number): Promise<Point> {
    const { x, y, width, height } = await this.rect(row, col);
    return { x: x + width / 2, y: y + height / 2 };
  }

  async click(row: number, col: number, ...modifiers: Modifier[]) {
    const at = await this.middle(row, col);
    for (const key of modifiers) await this.page.keyboard.down(key);
    await this.page.mouse.click(at.x, at.y);
    for (const key of modifiers) await this.page.keyboard.up(key);
  }

  /** Presses at one point and goes to others; the button stays down. */
  async hold(from: Point, ...to: readonly Point[]) {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    for (const point of to) await this.page.mouse.move(point.x, point.y, { steps: 4 });
  }

  async drag(from: Point, ...to: readonly Point[]) {
    await this.hold(from, ...to);
    await this.page.mouse.up();
  }

  cursor() {
    return this.page.evaluate(() => {
      const [x, y] = window.pointer;
      const over = document.elementFromPoint(x, y);
      return over === null ? '' : getComputedStyle(over).cursor;
    });
  }
}
