import { describe, expect, test } from 'vitest';
import { iconsOf } from '../../lib/iconSets';
import { ICON_SETS } from '../../model/rule';
import type { CellLook } from '../../model/looks';
import { formatHtml } from '../clipboard/html';
import { copyCells } from '../clipboard/copy';
import { DARK, sceneOf, sheetOf } from '../testing/scene';
import { barItem, layOver } from './looks';
import { planPane } from './plan';

const BAR = { from: 0, to: 0.5, zero: 0, color: '#638ec6', solid: false };

function plan(look: CellLook, value: string | number = 7, format = {}, theme?: typeof DARK) {
  const sheet = sheetOf([[null, 'beside']]);
  sheet.put(0, 0, { value, format, look });
  const scene = sceneOf(sheet, {}, theme);
  const pane = planPane(scene, 'scrolled', 'scrolled');
  if (pane === null) throw new Error('There is no pane.');
  return { ...pane, scene, sheet };
}

describe('a conditional format', () => {
  test('lies over the format of its cell, property by property', () => {
    const { fills, texts } = plan({ format: { fill: '#ffc7ce', strike: true } }, 7, {
      bold: true,
      fill: '#00ff00',
    });
    expect(fills[0]).toBe('#ffc7ce');
    expect(texts[0]).toMatchObject({ strike: true, lines: ['7'] });
    expect(texts[0]?.font.css).toMatch(/^600 /);
    expect(fills[1]).toBeNull();
  });

  test('is turned to the dark theme as fills are, with letters that can be read on it', () => {
    const { fills, scene } = plan({ format: { fill: '#ffc7ce', color: '#9c0006' } }, 7, {}, DARK);
    expect(fills[0]).toBe(scene.colors.fill('#ffc7ce'));
    expect(fills[0]).not.toBe('#ffc7ce');
  });

  test('gives one object for the same two formats, so that fonts are found again', () => {
    const [under, over] = [{ bold: true }, { italic: true }];
    expect(layOver(under, over)).toBe(layOver(under, over));
    expect(layOver(under, over)).toEqual({ bold: true, italic: true });
  });

  test('goes into other programs as it shows, and stays out of the cell’s own format', () => {
    const { sheet } = plan({ format: { fill: '#ffc7ce' } });
    const copied = copyCells(
      sheet,
      { rows: [0], cols: [0], area: { top: 0, left: 0, bottom: 0, right: 0 } },
      'w',
      null,
    );
    expect(copied.html).toContain('background-color:#ffc7ce');
    expect(copied.clip.cells[0]?.[0]?.format).toEqual({});
    expect(formatHtml(copied.clip, [['7']])).not.toContain('background-color');
  });
});

describe('bars', () => {
  const cell = { x: 100, y: 50, width: 105, height: 25 };

  test('are parts of the cell without its edges', () => {
    expect(barItem(BAR, cell, 1, 1)).toMatchObject({
      x: 102,
      y: 52,
      width: 50,
      height: 20,
      below: false,
      axis: null,
    });
  });

  test('of negative numbers go from zero to the left, and zero has a line', () => {
    const bar = barItem({ ...BAR, from: 0.1, to: 0.4, zero: 0.4 }, cell, 1, 1);
    expect(bar).toMatchObject({ x: 112, width: 30, below: true, axis: 142 });
    const positive = barItem({ ...BAR, from: 0.4, to: 1, zero: 0.4 }, cell, 1, 1);
    expect(positive).toMatchObject({ x: 142, width: 60, below: false, axis: 142 });
  });

  test('stay in their cell whatever is said', () => {
    expect(barItem({ ...BAR, from: -1, to: 3 }, cell, 1, 1)).toMatchObject({ x: 102, width: 100 });
  });

  test('stand behind the number, or alone', () => {
    expect(plan({ bar: BAR })).toMatchObject({ bars: [{ solid: false }], texts: [{ lines: ['7'] }, {}] });
    const bare = plan({ bar: { ...BAR, solid: true }, bare: true });
    expect(bare.bars).toHaveLength(1);
    expect(bare.texts.map((text) => text.lines[0])).toEqual(['beside']);
  });
});

describe('icons', () => {
  const icon = { set: '3arrows', index: 2 };

  test('stand at the left and take room from the number', () => {
    const { icons, texts } = plan({ icon });
    expect(icons).toMatchObject([{ icon, x: 50, size: 14 }]);
    expect(texts[0]?.align).toBe('right');
    // Ten digits fit into a cell of this width, but not beside an icon.
    expect(plan({}, 1_234_567_890).texts[0]?.lines[0]).toBe('1234567890');
    expect(plan({ icon }, 1_234_567_890).texts[0]?.lines[0]).not.toBe('1234567890');
  });

  test('push text that begins at the left', () => {
    const [beside, alone] = [plan({ icon }, 7, { align: 'left' }), plan({}, 7, { align: 'left' })];
    expect((beside.texts[0]?.x ?? 0) - (alone.texts[0]?.x ?? 0)).toBe(18);
  });

  test('alone stand where the number would', () => {
    const { icons, texts } = plan({ icon, bare: true }, 7, { align: 'center' });
    expect(texts).toHaveLength(1);
    expect(icons[0]?.x).toBe(44 + 42 - 7);
  });

  test('of every set are there, all different, and differ not by colour alone', () => {
    for (const [set, count] of Object.entries(ICON_SETS)) {
      const shapes = iconsOf(set).map((parts) =>
        parts.map(({ path, tone }) => path + (tone === 'faint' ? ' faint' : '')).join(' '),
      );
      expect(new Set(shapes).size).toBe(count);
    }
  });
});
