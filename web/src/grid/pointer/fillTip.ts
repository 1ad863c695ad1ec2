/** Beside the pointer while the fill handle is dragged: what the last cell would get. */
import { display, isDateCode } from '../../lib/display';
import { seriesOf } from '../../model/series';
import type { Area, CellView, SheetView } from '../../model/view';

/** Cells of a source from which a series is told; of more, nothing is shown. */
const MOST = 500;
/** From the pointer to the text. */
const BESIDE = 16;

/** The cells of a source along the way of filling, in the row or column nearest to where the pointer is. */
function lane(sheet: SheetView, source: Area, down: boolean, across: number): readonly CellView[] {
  const [first, last] = down ? [source.top, source.bottom] : [source.left, source.right];
  const line = down
    ? Math.max(source.left, Math.min(across, source.right))
    : Math.max(source.top, Math.min(across, source.bottom));
  return Array.from({ length: last - first + 1 }, (_, n) =>
    down ? sheet.cell(first + n, line) : sheet.cell(line, first + n),
  );
}

/** What the cell at the end of `target` would show; null where only filling tells, as with formulas. */
export function lastFilled(
  sheet: SheetView,
  source: Area,
  target: Area,
  at: { readonly row: number; readonly col: number },
  date1904: boolean,
): string | null {
  const down = target.bottom > source.bottom || target.top < source.top;
  const back = target.top < source.top || target.left < source.left;
  // Rows that a filter hides are passed over.
  if (down && sheet.filters.some(({ criteria }) => criteria.size > 0)) return null;
  const length = down ? source.bottom - source.top + 1 : source.right - source.left + 1;
  const all = down ? target.bottom - target.top + 1 : target.right - target.left + 1;
  if (length > MOST) return null;
  const cells = lane(sheet, source, down, down ? at.col : at.row);
  if (cells.some(({ formula, loaded }) => formula !== undefined || !loaded)) return null;
  const n = back ? length - all : all - 1;
  const model = cells[((n % length) + length) % length];
  if (model === undefined) return null;
  const series = seriesOf(
    cells.map(({ value }) => value),
    isDateCode(cells[0]?.format.format ?? ''),
  );
  return display(series?.(n) ?? model.value, model.format.format ?? null, date1904).text;
}

export class FillTip {
  readonly element = document.createElement('div');
  #shown: string | null = null;

  constructor() {
    this.element.className = 'dl-fill-tip';
    this.element.dataset.testid = 'fill-tip';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.hidden = true;
  }

  /** `text`: null or nothing takes it away. */
  show(text: string | null, x: number, y: number): void {
    if (text !== this.#shown) {
      this.#shown = text;
      this.element.textContent = text;
      this.element.hidden = text === null || text === '';
    }
    if (!this.element.hidden) this.element.style.transform = `translate(${x + BESIDE}px, ${y + BESIDE}px)`;
  }
}
