/** One chart over the cells: its frame, its handles, its picture and its words. */
import type { ChartView } from '../../model/view';
import type { PixelRect } from '../handle';
import type { Theme } from '../theme';
import { readData, type ChartData } from './data';
import { EDGES } from './place';
import { Picture } from './picture';
import type { SheetView } from '../../model/view';
import { chartTable, chartWords } from './words';

export interface BoxLook {
  readonly theme: Theme;
  readonly date1904: boolean;
}

export class ChartBox {
  readonly element = document.createElement('div');
  chart: ChartView;
  /** What its data were read at; -1 when they have to be read. */
  readAt = -1;
  /** The same for what had to be fetched. */
  fetchedAt = -1;
  readonly #picture = new Picture();
  readonly #words = document.createElement('div');
  #data: ChartData | null = null;
  #drawn = '';
  #place = '';

  constructor(chart: ChartView) {
    this.chart = chart;
    const { element } = this;
    element.className = 'dl-chart';
    element.tabIndex = 0;
    element.setAttribute('role', 'group');
    element.setAttribute('aria-roledescription', 'chart');
    element.dataset.testid = 'chart';
    element.dataset.chart = chart.id;
    this.#words.className = 'dl-live';
    element.append(this.#picture.element, this.#words);
    for (const edge of EDGES) {
      const handle = document.createElement('span');
      handle.className = `dl-chart-edge dl-chart-${edge}`;
      handle.dataset.edge = edge;
      element.append(handle);
    }
    this.#tell();
  }

  take(chart: ChartView): void {
    if (chart === this.chart) return;
    const { source, look } = this.chart;
    if (JSON.stringify([source, look]) !== JSON.stringify([chart.source, chart.look]))
      this.readAt = this.fetchedAt = -1;
    this.chart = chart;
  }

  /** Brings the frame to where it stands; only a new size touches the picture. */
  place(rect: PixelRect, zoom: number, ratio: number): void {
    const key = `${String(rect.x)} ${String(rect.y)} ${String(rect.width)} ${String(rect.height)} ${String(zoom)} ${String(ratio)}`;
    if (key === this.#place) return;
    this.#place = key;
    const { style } = this.element;
    style.transform = `translate(${String(rect.x)}px, ${String(rect.y)}px)`;
    const size = `${String(rect.width)}px`;
    if (style.width !== size) style.width = size;
    const height = `${String(rect.height)}px`;
    if (style.height !== height) style.height = height;
    this.#picture.element.style.transform = zoom === 1 ? '' : `scale(${String(zoom)})`;
    this.#picture.fit(Math.round(rect.width / zoom), Math.round(rect.height / zoom), ratio * zoom);
  }

  /** Reads the cells and draws, when that makes another picture. */
  read(sheet: SheetView | undefined, look: BoxLook): void {
    const { source } = this.chart;
    this.#data =
      sheet === undefined || source === null ? null : readData(sheet, source.area, this.chart.look);
    this.redraw(look, false);
  }

  redraw({ theme, date1904 }: BoxLook, always: boolean): void {
    const data = this.#data;
    const key = JSON.stringify([this.chart.look, data]);
    if (key === this.#drawn && !always) return;
    this.#drawn = key;
    const empty = data === null || data.series.every(({ values }) => values.every((value) => value === null));
    this.element.classList.toggle('dl-chart-empty', empty);
    this.element.dataset.says =
      data === null ? 'The cells of this chart are gone.' : 'There are no numbers in these cells.';
    this.#picture.draw({ look: this.chart.look, data: data ?? NO_DATA, theme, date1904 });
    this.#words.replaceChildren(...(data === null ? [] : [chartTable(this.chart.look, data, date1904)]));
    this.#tell();
  }

  #tell(): void {
    this.element.setAttribute('aria-label', chartWords(this.chart.look, this.#data));
  }

  destroy(): void {
    this.#picture.destroy();
    this.element.remove();
  }
}

const NO_DATA: ChartData = {
  categories: [],
  xs: { name: '', values: [], format: null },
  series: [],
  cut: false,
};
