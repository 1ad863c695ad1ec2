/** A chart in the words of the library that draws it. */
import type { EChartsCoreOption } from 'echarts/core';
import { display } from '../../lib/display';
import type { ChartLook } from '../../model/chart';
import type { Theme } from '../theme';
import type { ChartData, Series } from './data';
import { shownNumber } from './words';

/** Points beyond which single marks on a line are left out. */
const MARKED = 40;

interface Point {
  readonly seriesIndex?: number;
  readonly dataIndex?: number;
  readonly seriesName?: string;
  readonly name?: string;
  readonly marker?: unknown;
  readonly percent?: number;
}

function share(percent: number): string {
  return percent.toLocaleString('en', { maximumFractionDigits: 1 });
}

class OptionMaker {
  constructor(
    private readonly look: ChartLook,
    private readonly data: ChartData,
    private readonly theme: Theme,
    private readonly date1904: boolean,
  ) {}

  private text(size = 12, color = this.theme.ink2) {
    return { fontFamily: this.theme.fontUi, fontSize: size, color };
  }

  private number(value: number, series: Series | undefined): string {
    return display(value, series?.format ?? null, this.date1904).text;
  }

  make(): EChartsCoreOption {
    const { look, theme } = this;
    const round = look.kind === 'pie' || look.kind === 'doughnut';
    return {
      animation: false,
      color: [...theme.series],
      backgroundColor: 'transparent',
      textStyle: this.text(),
      title: {
        show: look.title !== undefined,
        text: look.title ?? '',
        left: 12,
        top: 10,
        textStyle: { ...this.text(15, theme.ink), fontWeight: 600, overflow: 'truncate', width: 1e4 },
      },
      legend: this.legend(),
      tooltip: {
        trigger: round || look.kind === 'scatter' ? 'item' : 'axis',
        // Drawn on the canvas: no markup is made of what cells hold.
        renderMode: 'richText',
        confine: true,
        transitionDuration: 0,
        backgroundColor: theme.raised,
        borderColor: theme.line,
        textStyle: this.text(13, theme.ink),
        axisPointer: {
          type: look.kind === 'line' || look.kind === 'area' ? 'line' : 'shadow',
          animation: false,
        },
        formatter: (points: Point | readonly Point[]) => this.tip(points),
      },
      ...(round ? { series: this.round() } : this.axes()),
    };
  }

  private legend() {
    const at = this.look.legend ?? 'bottom';
    const upright = at === 'left' || at === 'right';
    return {
      show: at !== 'none',
      type: 'scroll',
      orient: upright ? 'vertical' : 'horizontal',
      itemWidth: 12,
      itemHeight: 12,
      icon: 'roundRect',
      textStyle: this.text(),
      pageTextStyle: this.text(),
      pageIconColor: this.theme.ink2,
      pageIconInactiveColor: this.theme.line,
      ...(upright ? { [at]: 8, top: 'middle' } : { left: 'center', [at]: at === 'top' ? this.top() : 6 }),
    };
  }

  private top(): number {
    return this.look.title === undefined ? 8 : 38;
  }

  private plot() {
    const { legend = 'bottom', title } = this.look;
    const side = 88;
    return {
      left: legend === 'left' ? side : 14,
      right: legend === 'right' ? side : 18,
      top: (title === undefined ? 16 : 46) + (legend === 'top' ? 24 : 0),
      bottom: legend === 'bottom' ? 34 : 14,
    };
  }

  private tip(points: Point | readonly Point[]): string {
    const { data, date1904, look } = this;
    const list: readonly Point[] = Array.isArray(points) ? (points as readonly Point[]) : [points as Point];
    const at = list[0]?.dataIndex ?? 0;
    const lines = list.map(({ seriesIndex = 0, dataIndex = 0, percent }) => {
      const series = data.series[seriesIndex];
      if (series === undefined) return '';
      const shown = shownNumber(series, dataIndex, date1904) || '–';
      const part = percent === undefined ? '' : ` (${share(percent)}%)`;
      return look.kind === 'scatter'
        ? `${series.name}: ${shownNumber(data.xs, dataIndex, date1904)}, ${shown}`
        : `${series.name}: ${shown}${part}`;
    });
    const head = look.kind === 'scatter' ? [] : [data.categories[at] ?? ''];
    return [...head, ...lines].filter((line) => line !== '').join('\n');
  }

  private round() {
    const { data, look, theme } = this;
    const series = data.series[0];
    const shift = look.legend === 'left' ? '58%' : look.legend === 'right' ? '42%' : '50%';
    const below = look.legend === 'bottom' ? -14 : 0;
    const middle = (look.title === undefined ? 50 : 55) + below / 4;
    return [
      {
        type: 'pie',
        radius: look.kind === 'doughnut' ? ['38%', '66%'] : [0, '66%'],
        center: [shift, `${String(middle)}%`],
        itemStyle: { borderColor: theme.surface, borderWidth: 1 },
        label: {
          ...this.text(),
          formatter: ({ percent = 0 }: Point) => `${share(percent)}%`,
        },
        labelLine: { length: 6, length2: 6 },
        emphasis: { scale: false },
        data: data.categories.map((name, n) => ({ name, value: Math.max(0, series?.values[n] ?? 0) })),
      },
    ];
  }

  private axes() {
    const { look, data } = this;
    const scatter = look.kind === 'scatter';
    const percent = look.stack === 'percent';
    const measured = this.valueAxis(percent ? undefined : data.series[0], percent);
    const second = look.kind === 'combo' ? this.second() : null;
    const named = scatter
      ? { ...this.valueAxis(data.xs, false), scale: true, splitLine: { show: false } }
      : {
          type: 'category',
          data: [...data.categories],
          boundaryGap: look.kind !== 'area' && look.kind !== 'line',
          axisTick: { show: false },
          axisLabel: { ...this.text(), hideOverlap: true, overflow: 'truncate', width: 120 },
          axisLine: { lineStyle: { color: this.theme.line } },
          ...(look.kind === 'bar' ? { inverse: true } : {}),
        };
    const title = (name: string | undefined) => ({
      name: name ?? '',
      nameLocation: 'middle',
      nameTextStyle: this.text(12, this.theme.ink2),
    });
    const x = { ...named, ...title(look.xTitle) };
    const y = { ...measured, ...title(look.yTitle) };
    const turned = look.kind === 'bar';
    const values = second === null ? y : [y, second];
    return {
      grid: { ...this.plot(), outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: turned ? values : x,
      yAxis: turned ? x : values,
      series: data.series.map((series, n) => this.one(series, n)),
    };
  }

  private valueAxis(series: Series | undefined, percent: boolean) {
    const { theme } = this;
    return {
      type: 'value',
      axisLabel: {
        ...this.text(),
        hideOverlap: true,
        formatter: (value: number) =>
          percent ? `${String(Math.round(value * 100))}%` : this.number(value, series),
      },
      splitLine: { lineStyle: { color: theme.gridLine } },
      axisLine: { show: false },
      ...(percent ? { max: 1 } : {}),
    };
  }

  /** Lines of a combined chart whose numbers are of another kind have an axis of their own. */
  private second() {
    const line = this.data.series.find((_, n) => this.isLine(n));
    const bar = this.data.series.find((_, n) => !this.isLine(n));
    if (line === undefined || bar === undefined || line.format === bar.format) return null;
    return { ...this.valueAxis(line, false), splitLine: { show: false } };
  }

  private isLine(n: number): boolean {
    const { kind, lines = '' } = this.look;
    if (kind === 'combo') return lines.split(',').includes(String(n));
    return kind === 'line' || kind === 'area';
  }

  private values(n: number): readonly (number | null)[] {
    const { look, data } = this;
    const own = data.series[n]?.values ?? [];
    if (look.stack !== 'percent' || this.isLine(n) !== this.isLine(0)) return own;
    return own.map((value, at) => {
      const sum = data.series.reduce((total, each) => total + Math.abs(each.values[at] ?? 0), 0);
      return value === null || sum === 0 ? null : value / sum;
    });
  }

  private one(series: Series, n: number) {
    const { look, data, theme } = this;
    const base = { name: series.name, emphasis: { focus: 'none' } };
    if (look.kind === 'scatter') {
      return {
        ...base,
        type: 'scatter',
        symbolSize: 7,
        large: data.categories.length > 2000,
        data: series.values.map((value, at) => [data.xs.values[at] ?? '-', value ?? '-']),
      };
    }
    const stacked = look.stack === 'stacked' || look.stack === 'percent';
    const values = this.values(n).map((value) => value ?? '-');
    if (!this.isLine(n)) {
      return {
        ...base,
        type: 'bar',
        barMaxWidth: 56,
        barGap: '8%',
        data: values,
        ...(stacked ? { stack: 'all' } : {}),
      };
    }
    const apart = look.kind === 'combo' && this.second() !== null;
    return {
      ...base,
      type: 'line',
      data: values,
      smooth: look.smooth === true,
      sampling: 'lttb',
      symbol: 'circle',
      symbolSize: 6,
      showSymbol: data.categories.length <= MARKED,
      lineStyle: { width: 2 },
      ...(look.kind === 'area' ? { areaStyle: { opacity: stacked ? 0.75 : 0.25 } } : {}),
      ...(stacked && look.kind !== 'combo' ? { stack: 'all' } : {}),
      ...(apart ? { yAxisIndex: 1 } : {}),
      itemStyle: { borderColor: theme.surface, borderWidth: 0 },
    };
  }
}

export function chartOption(
  look: ChartLook,
  data: ChartData,
  theme: Theme,
  date1904: boolean,
): EChartsCoreOption {
  return new OptionMaker(look, data, theme, date1904).make();
}
