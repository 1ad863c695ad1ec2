import { describe, expect, test } from 'vitest';
import type { FakeSheet } from '../testing/fakeSheet';
import { DARK, LIGHT, sceneOf, sheetOf } from '../testing/scene';
import { contrast, Colors } from '../text/color';
import { shortenNumber } from '../text/place';
import { wrapText } from '../text/wrap';
import { parseBorder, strongerBorder } from './border';
import { NO_RIGHT, planPane, spread } from './plan';

const LONG = 'a text of thirty characters ok';

function plan(sheet: FakeSheet, options: Parameters<typeof sceneOf>[1] = {}) {
  const result = planPane(sceneOf(sheet, options), 'scrolled', 'scrolled');
  if (result === null) throw new Error('There is no pane.');
  const text = (start: string) => result.texts.find((item) => item.lines[0]?.startsWith(start) === true);
  return { ...result, text };
}

describe('text over its neighbours', () => {
  test('flows over empty cells and opens the lines between', () => {
    const { text, open } = plan(sheetOf([[LONG]]));
    expect(text('a text')?.clip).toBeNull();
    expect([open[0], open[1], open[2]]).toEqual([NO_RIGHT, NO_RIGHT, 0]);
  });

  test('is cut by the first full cell', () => {
    const { text, open } = plan(sheetOf([[LONG, null, 'x']]));
    expect(text('a text')?.clip).toMatchObject({ x: 44, width: 167 });
    expect(open[1]).toBe(0);
  });

  test('right-aligned text flows to the left, centred text to both sides', () => {
    const right = sheetOf([[null, null, LONG]]);
    right.put(0, 2, { value: LONG, format: { align: 'right' } });
    expect([...plan(right).open.slice(0, 3)]).toEqual([NO_RIGHT, NO_RIGHT, 0]);
    const centre = sheetOf([[null, null, LONG]]);
    centre.put(0, 2, { value: LONG, format: { align: 'center' } });
    expect([...plan(centre).open.slice(0, 4)]).toEqual([0, NO_RIGHT, NO_RIGHT, 0]);
  });

  test('text from a column scrolled out of sight still flows in', () => {
    const { text } = plan(sheetOf([[LONG]]), { scrollX: 84 });
    expect(text('a text')?.x).toBe(44 - 84 + 6);
  });

  test('text of a frozen column flows into the pane beside while nothing is scrolled', () => {
    const sheet = sheetOf([[LONG]]);
    sheet.cols.frozen = 1;
    expect(plan(sheet).text('a text')?.x).toBe(50);
    expect(plan(sheet, { scrollX: 84 }).text('a text')).toBeUndefined();
  });

  test('merged and unloaded neighbours stop it', () => {
    const sheet = sheetOf([[LONG]]);
    sheet.merges.push({ top: 0, left: 1, bottom: 0, right: 2 });
    expect(plan(sheet).text('a text')?.clip).not.toBeNull();
  });

  test('how far each alignment reaches', () => {
    expect(spread({ align: 'left', width: 100 }, 84, 6, 0)).toEqual({ left: 0, right: 25 });
    expect(spread({ align: 'right', width: 100 }, 84, 6, 0)).toEqual({ left: 25, right: 0 });
    expect(spread({ align: 'center', width: 100 }, 84, 6, 0)).toEqual({ left: 11, right: 11 });
  });
});

describe('numbers', () => {
  test('never flow: formatted ones become ####, automatic ones get shorter', () => {
    const sheet = sheetOf([[null]]);
    sheet.put(0, 0, { value: 1_234_567_890.5, format: { format: '#,##0.00' } });
    sheet.put(1, 0, { value: 0.123456789123, format: {} });
    const { texts } = plan(sheet);
    expect(texts[0]?.lines[0]).toMatch(/^#+$/);
    expect(texts[1]?.lines[0]).toBe('0.123456789');
  });

  test('shortening keeps the value as near as it can', () => {
    const fits = (most: number) => (text: string) => text.length <= most;
    expect(shortenNumber(1234.5678, '1234.5678', fits(7))).toBe('1234.57');
    expect(shortenNumber(123_456_789_012, '123456789012', fits(9))).toBe('1.235E+11');
    expect(shortenNumber(0.000012345, '0.000012345', fits(7))).toBe('0.00001');
    expect(shortenNumber(0.000012345, '0.000012345', fits(6))).toBe('1E-05');
    expect(shortenNumber(123_456, '123456', fits(2))).toBeNull();
  });
});

describe('cells', () => {
  test('alignment by kind of value', () => {
    const { texts } = plan(sheetOf([['t', 1, true]]));
    expect(texts.map((item) => item.align)).toEqual(['left', 'right', 'center']);
  });

  test('a merged area has one text and no lines inside', () => {
    const sheet = sheetOf([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    sheet.merges.push({ top: 0, left: 0, bottom: 1, right: 1 });
    const { texts, open, cols } = plan(sheet);
    expect(texts.map((item) => item.lines[0])).toEqual(['a']);
    expect(open[0]).toBe(3);
    expect(open[cols.length + 1]).toBe(0);
  });

  test('stale values are hatched and slanted, missing ones are shaded, the edited one is left out', () => {
    const sheet = sheetOf([['a']]);
    sheet.put(0, 1, { value: 2, format: {}, stale: true });
    const shown = plan(sheet);
    expect(shown.hatched).toHaveLength(1);
    expect(shown.texts[1]?.font.css).toContain('italic');
    sheet.loadedBlocks = new Set();
    sheet.version++;
    expect(plan(sheet).waiting).toHaveLength(2);
    sheet.loadedBlocks = null;
    sheet.version++;
    expect(
      planPane({ ...sceneOf(sheet), edited: { row: 0, col: 0 } }, 'scrolled', 'scrolled')?.texts,
    ).toHaveLength(1);
  });

  test('the value before a change stands before it', () => {
    const scene = {
      ...sceneOf(sheetOf([[5]])),
      marks: [{ kind: 'changed' as const, area: { top: 0, left: 0, bottom: 0, right: 0 }, old: '4' }],
    };
    expect(planPane(scene, 'scrolled', 'scrolled')?.texts[0]?.old).toBe('4');
  });

  test('the value that a change would bring stands after the present one, which is struck', () => {
    const area = { top: 0, left: 0, bottom: 0, right: 0 };
    const next = { text: '7', value: 7 };
    const planned = (held: number | null) =>
      planPane(
        { ...sceneOf(sheetOf([[held]])), marks: [{ kind: 'changed' as const, area, next }] },
        'scrolled',
        'scrolled',
      )?.texts[0];
    expect(planned(5)).toMatchObject({ old: '5', lines: ['7'], align: 'right' });
    expect(planned(null)).toMatchObject({ old: null, lines: ['7'] });
  });

  test('a number is never cut to make room for the one before it', () => {
    const mark = { kind: 'changed' as const, area: { top: 0, left: 0, bottom: 0, right: 0 } };
    const scene = { ...sceneOf(sheetOf([[123456]])), marks: [{ ...mark, old: '9'.repeat(40) }] };
    expect(planPane(scene, 'scrolled', 'scrolled')?.texts[0]).toMatchObject({ old: null, lines: ['123456'] });
  });
});

describe('wrapping', () => {
  const measure = (text: string) => text.length * 7;
  test.each([
    ['one two three', 56, ['one two', 'three']],
    ['supercalifragilistic', 70, ['supercalif', 'ragilistic']],
    ['a\nb', 70, ['a', 'b']],
    ['well-known fact', 42, ['well-', 'known', 'fact']],
    ['', 70, ['']],
    ['a\n\nb', 70, ['a', '', 'b']],
  ])('%j in %i', (text, width, lines) => {
    expect(wrapText(text, width, '', measure)).toEqual(lines);
  });

  test('no character is lost or torn', () => {
    const text = 'αβγ 👍👍👍👍👍👍👍👍👍👍 end';
    expect(wrapText(text, 50, '', measure).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });
});

test('at a shared edge the stronger border wins', () => {
  const thin = parseBorder('thin #000000');
  const thick = parseBorder('thick #ff0000');
  expect(strongerBorder(thin, thick)).toBe(thick);
  expect(strongerBorder(thick, thin)).toBe(thick);
  expect(strongerBorder(null, thin)).toBe(thin);
  expect(parseBorder('wavy #000000')).toBeNull();
});

describe('colours of files', () => {
  test('stay as they are on light paper', () => {
    expect(new Colors(LIGHT).fill('#ffff00')).toBe('#ffff00');
    expect(new Colors(LIGHT).ink('#000000', '#ffffff')).toBe('#000000');
  });

  test('turn round on dark: white becomes the surface, text stays readable', () => {
    const colors = new Colors(DARK);
    expect(colors.fill('#ffffff')).toBe(DARK.surface);
    for (const [text, fill] of [
      ['#000000', '#ffff00'],
      ['#ff0000', '#ffffff'],
      ['#0000ff', '#ffffff'],
      ['#ffffff', '#1f4e79'],
      ['#5f6878', '#f5f5f1'],
    ] as const) {
      const on = colors.fill(fill);
      expect(contrast(colors.ink(text, on), on), `${text} on ${fill}`).toBeGreaterThan(4.4);
    }
  });
});
