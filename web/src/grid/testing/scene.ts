/** A scene without a browser, for tests of what is drawn where. */
import type { Scene } from '../draw/scene';
import { layoutSheet } from '../layout';
import { selectCell } from '../selection';
import { Colors } from '../text/color';
import { Fonts } from '../text/font';
import type { Measure } from '../text/measure';
import type { Theme } from '../theme';
import { FakeSheet } from './fakeSheet';

/** Every character is 7 pixels wide. */
export const fixedMeasure: Measure = (text) => text.length * 7;

export const LIGHT: Theme = {
  dark: false,
  reducedMotion: false,
  forced: false,
  surface: '#ffffff',
  ground: '#f5f5f1',
  sunk: '#eaeae4',
  ink: '#182033',
  ink2: '#434d61',
  ink3: '#5f6878',
  line: '#e2e2da',
  line2: '#868d99',
  gridLine: '#e6e7e6',
  gridFreeze: '#a9afba',
  sun: '#ffc02e',
  sunLine: '#c07600',
  sunWash: '#fff3d1',
  saved: '#18703f',
  danger: '#b3261e',
  dangerWash: '#fceae7',
  stale: '#5f6878',
  staleHatch: '#1820331a',
  changed: '#4646bd',
  changedWash: '#e6e6fb',
  added: '#066b64',
  addedWash: '#d8f1ea',
  removed: '#b3261e',
  removedWash: '#fbe3df',
  raised: '#ffffff',
  link: '#1f55c4',
  series: ['#149ac4', '#821e00'],
  refs: ['#1f55c4', '#a81c78', '#00706a', '#6b3bd0', '#9c3d12', '#576300'],
  people: Array.from({ length: 12 }, () => ({ color: '#7a37da', on: '#ffffff' })),
  fontUi: 'sans-serif',
  fontCode: 'monospace',
  fontSize: 14,
  headFontSize: 12,
  headWidth: 44,
  headHeight: 22,
  padX: 6,
  select: 2,
  handle: 7,
  flagHeight: 18,
};

export const DARK: Theme = { ...LIGHT, dark: true, surface: '#181c24', ink: '#eceae3', danger: '#ff8f80' };

export function layoutOf(
  sheet: FakeSheet,
  options: Partial<{
    width: number;
    height: number;
    scrollX: number;
    scrollY: number;
    zoom: number;
    ratio: number;
  }> = {},
) {
  return layoutSheet(sheet, {
    width: 600,
    height: 400,
    scrollX: 0,
    scrollY: 0,
    zoom: 1,
    ratio: 1,
    metrics: { headWidth: 44, headHeight: 22 },
    ...options,
  });
}

export function sceneOf(
  sheet: FakeSheet,
  options: Parameters<typeof layoutOf>[1] = {},
  theme = LIGHT,
): Scene {
  return {
    layout: layoutOf(sheet, options),
    sheet,
    theme,
    colors: new Colors(theme),
    fonts: new Fonts(theme, options.zoom ?? 1),
    measure: fixedMeasure,
    selection: selectCell(sheet, { row: 0, col: 0 }),
    marks: [],
    found: null,
    layer: null,
    lit: null,
    edited: null,
  };
}

/** A small sheet, its cells given row by row; null leaves one empty. */
export function sheetOf(rows: readonly (readonly (string | number | boolean | null)[])[]): FakeSheet {
  const sheet = new FakeSheet('s', 'Sheet', 200, 26);
  rows.forEach((row, r) =>
    row.forEach((value, c) => {
      if (value !== null) sheet.put(r, c, { value, format: {} });
    }),
  );
  return sheet;
}
