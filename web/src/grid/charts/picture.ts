/** The picture of one chart: a canvas of its own, drawn anew only when something about it changes. */
import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendScrollComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { ChartLook } from '../../model/chart';
import type { Theme } from '../theme';
import type { ChartData } from './data';
import { chartOption } from './option';

use([
  BarChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendScrollComponent,
  TitleComponent,
  TooltipComponent,
  CanvasRenderer,
]);

export interface PictureInput {
  readonly look: ChartLook;
  readonly data: ChartData;
  readonly theme: Theme;
  readonly date1904: boolean;
}

export class Picture {
  readonly element = document.createElement('div');
  #chart: EChartsType | null = null;
  #ratio = 0;
  #size = '';
  #input: PictureInput | null = null;

  constructor() {
    this.element.className = 'dl-chart-picture';
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** `ratio`: device pixels for one pixel of the chart at 100 %. */
  fit(width: number, height: number, ratio: number): void {
    const size = `${String(width)} ${String(height)}`;
    if (size === this.#size && ratio === this.#ratio) return;
    this.#size = size;
    this.element.style.width = `${String(width)}px`;
    this.element.style.height = `${String(height)}px`;
    if (ratio !== this.#ratio) {
      this.#ratio = ratio;
      this.#chart?.dispose();
      this.#chart = null;
      if (this.#input !== null) this.draw(this.#input);
    } else this.#chart?.resize({ width, height, silent: true });
  }

  draw(input: PictureInput): void {
    this.#input = input;
    if (this.#ratio === 0) return;
    const [width = 0, height = 0] = this.#size.split(' ').map(Number);
    this.#chart ??= init(this.element, null, {
      renderer: 'canvas',
      devicePixelRatio: this.#ratio,
      width,
      height,
    });
    const { look, data, theme, date1904 } = input;
    this.#chart.setOption(chartOption(look, data, theme, date1904), { notMerge: true, silent: true });
  }

  destroy(): void {
    this.#chart?.dispose();
    this.#chart = null;
  }
}
