import { describe, expect, test } from 'vitest';
import type { Presence } from '../model/view';
import { describe as describeCell, headings } from './announcer';
import { nearest } from './editor/caret';
import { contentText, isDateFormat, serialText } from './editor/content';
import { Fades } from './fades';
import { firstName, initials, RemoteCursors } from './remotes/cursors';
import { flagText } from './remotes/plan';
import { nativeFrom, positionFrom } from './scroller';
import { countedAreas, Tally } from './summary';
import { LIGHT, sheetOf } from './testing/scene';

const guest = (row: number, col: number, extra: Partial<Presence> = {}): Presence => ({
  client: 7,
  person: { id: 'p', name: 'Tomás Ferreira', kind: 'member', color: 2 },
  sheet: 's',
  cell: { row, col },
  selection: null,
  typing: null,
  ...extra,
});

describe('cursors of others', () => {
  test('glide when near, jump when far, shrink after four seconds', () => {
    const sheet = sheetOf([['a']]);
    const cursors = new RemoteCursors();
    cursors.frame([guest(0, 0)], sheet, LIGHT, 0);
    const near = cursors.frame([guest(2, 0)], sheet, LIGHT, 1000);
    expect(near.moving).toBe(true);
    expect(near.cursors[0]?.glide?.elapsed).toBe(0);
    expect(cursors.frame([guest(2, 0)], sheet, LIGHT, 1040).cursors[0]?.glide?.elapsed).toBe(40);
    expect(cursors.frame([guest(2, 0)], sheet, LIGHT, 1090).moving).toBe(false);
    expect(cursors.frame([guest(50, 0)], sheet, LIGHT, 1200).cursors[0]?.glide).toBeNull();
    const later = cursors.frame([guest(50, 0)], sheet, LIGHT, 5300);
    expect(later.cursors[0]).toMatchObject({ wide: false, dashed: true, name: 'Tomás', initials: 'TF' });
    expect(later.wake).toBeNull();
    cursors.hover(7);
    expect(cursors.frame([guest(50, 0)], sheet, LIGHT, 5400).cursors[0]?.wide).toBe(true);
  });

  test('nothing moves with reduced motion; other sheets do not show', () => {
    const sheet = sheetOf([['a']]);
    const cursors = new RemoteCursors();
    const still = { ...LIGHT, reducedMotion: true };
    cursors.frame([guest(0, 0)], sheet, still, 0);
    expect(cursors.frame([guest(1, 0)], sheet, still, 10).moving).toBe(false);
    expect(cursors.frame([guest(1, 0, { sheet: 'other' })], sheet, still, 20).cursors).toEqual([]);
  });

  test('names', () => {
    expect([firstName('Tomás Ferreira'), initials('Mara van der Berg'), initials('cher')]).toEqual([
      'Tomás',
      'MB',
      'C',
    ]);
    expect(flagText({ name: 'Aisha', initials: 'AR', typing: '5', wide: false })).toBe('Aisha is typing');
  });
});

describe('fades', () => {
  const areas = [{ top: 0, left: 0, bottom: 4, right: 4 }];

  test('a cell changed by somebody else fades in their colour, once', () => {
    const sheet = sheetOf([['a', 1]]);
    const fades = new Fades();
    fades.visit([guest(0, 1)], 0);
    expect(fades.compare(sheet, areas, false, 0)).toEqual([]);
    sheet.put(0, 1, { value: 2, format: {} });
    sheet.version++;
    expect(fades.compare(sheet, areas, false, 100)).toEqual([{ row: 0, col: 1 }]);
    expect(fades.frame(LIGHT, 700).fades[0]?.strength).toBeCloseTo(0.5);
    expect(fades.frame(LIGHT, 1400)).toMatchObject({ fades: [], moving: false });
  });

  test('own edits, results of formulas and inserted lines do not', () => {
    const sheet = sheetOf([['a', 1]]);
    sheet.put(0, 2, { value: 1, formula: '=B1', format: {} });
    const fades = new Fades();
    fades.visit([guest(0, 1)], 0);
    fades.compare(sheet, areas, false, 0);
    sheet.put(0, 1, { value: 2, format: {} });
    sheet.version++;
    expect(fades.compare(sheet, areas, true, 1)).toEqual([]);
    sheet.put(0, 2, { value: 2, formula: '=B1', format: {} });
    sheet.version++;
    expect(fades.compare(sheet, areas, false, 2)).toEqual([]);
    sheet.rows.insert(0, 1);
    sheet.version++;
    expect(fades.compare(sheet, areas, false, 3)).toEqual([]);
  });
});

describe('scrolling of tall sheets', () => {
  const scaled = { position: 1000, most: 24_000_000, native: 500, nativeMost: 12_000_000 };

  test('small movements count as they are, large ones by proportion', () => {
    expect(positionFrom(scaled, 620)).toBe(1120);
    expect(positionFrom(scaled, 6_000_000)).toBe(12_000_000);
    expect(positionFrom({ ...scaled, most: 5000, nativeMost: 5000 }, 620)).toBe(620);
  });

  test('there and back', () => {
    expect(nativeFrom(12_000_000, 24_000_000, 12_000_000)).toBe(6_000_000);
    expect(nativeFrom(700, 5000, 5000)).toBe(700);
    expect(nativeFrom(0, 0, 0)).toBe(0);
  });
});

describe('sums', () => {
  test('count, sum, average, min, max; text counts, empty does not', () => {
    const tally = new Tally();
    for (const value of [1, 'x', null, 2.5, true, -4]) tally.add(value);
    expect(tally.summary(true)).toEqual({
      count: 5,
      numbers: 3,
      sum: -0.5,
      average: -0.5 / 3,
      min: -4,
      max: 2.5,
      format: null,
      complete: true,
    });
    expect(new Tally().summary(true)).toMatchObject({ average: null, min: null });
  });

  test('a million cents are ten thousand', () => {
    const tally = new Tally();
    for (let n = 0; n < 1_000_000; n++) tally.add(0.01);
    expect(tally.summary(true).sum).toBe(10_000);
  });

  test('areas are cut at what is in use and counted once', () => {
    const sheet = sheetOf([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const areas = countedAreas(sheet, [
      { top: 0, left: 0, bottom: 199, right: 1 },
      { top: 1, left: 0, bottom: 1, right: 25 },
    ]);
    expect(areas).toEqual([
      { top: 0, left: 0, bottom: 1, right: 1 },
      { top: 1, left: 2, bottom: 1, right: 2 },
    ]);
  });
});

describe('contents as they are typed', () => {
  const view = (value: Parameters<typeof contentText>[0]['value'], format = {}) => ({
    value,
    text: '',
    format,
    stale: false,
    loaded: true,
  });

  test('text that would become something else keeps its apostrophe', () => {
    expect(
      [view('plain'), view('007'), view('=x'), view('TRUE'), view('12 pieces')].map(contentText),
    ).toEqual(['plain', "'007", "'=x", "'TRUE", "'12 pieces"]);
  });

  test('numbers in full, percents and dates as people type them', () => {
    expect(contentText(view(0.1 + 0.2))).toBe('0.30000000000000004');
    expect(contentText(view(0.07, { format: '0%' }))).toBe('7%');
    expect(contentText(view(46_348, { format: 'd. mmm' }))).toBe('2026-11-22');
    expect(contentText(view(46_348.75, { format: 'dd/mm/yyyy hh:mm' }))).toBe('2026-11-22 18:00');
    expect([serialText(0.5), serialText(1), serialText(60), serialText(61)]).toEqual([
      '12:00',
      '1900-01-01',
      '1900-02-29',
      '1900-03-01',
    ]);
  });

  test('which formats are dates', () => {
    expect(
      ['yyyy-mm-dd', '[h]:mm', 'General', '#,##0 "days"', '[Red]0.00', '0.00E+00', 'mmm'].map(isDateFormat),
    ).toEqual([true, true, false, false, false, false, true]);
  });
});

test('a caret between characters', () => {
  const width = (text: string) => text.length * 10;
  expect([
    nearest('hello', -5, width),
    nearest('hello', 14, width),
    nearest('hello', 16, width),
    nearest('hello', 900, width),
  ]).toEqual([0, 1, 2, 5]);
});

test('cells are described with their headings', () => {
  const sheet = sheetOf([
    ['Item', 'Q1'],
    ['Pumps', 5],
  ]);
  expect(headings(sheet, 1, 1)).toEqual(['Pumps', 'Q1']);
  expect(describeCell(sheet, 1, 1, sheet.cell(1, 1), ['Aisha'])).toBe('B2, Pumps, Q1, 5, Aisha is here');
});
