import { describe, expect, test } from 'vitest';
import type { Commands, PastedCell } from '../../model/view';
import { selectArea, selectAreas } from '../selection';
import { sheetOf } from '../testing/scene';
import { copyAreas, copyCells } from './copy';
import { declarations, formatFrom, readColor } from './css';
import { formatHtml, styleOf } from './html';
import { decodeClip, encodeClip, readFormat, type Clip } from './own';
import { emptied, pasteOwn, pasteTarget } from './paste';
import { PASTE_ALL, PASTE_VALUES, readSpecial, writeSpecial } from './special';
import { formatTsv, parseTsv } from './tsv';

describe('tab-separated text', () => {
  test.each([
    [
      'a\tb\r\nc\td',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\tb\n', [['a', 'b']]],
    ['', [['']]],
    ['\t', [['', '']]],
    ['"x\ny"\tz', [['x\ny', 'z']]],
    ['"say ""hi"""', [['say "hi"']]],
    ['5" pipe\t"half', [['5" pipe', '"half']]],
    ['"a"b\tc', [['"a"b', 'c']]],
    ['a\n\nb', [['a'], [''], ['b']]],
    ['a\rb', [['a'], ['b']]],
  ])('%j', (text, rows) => {
    expect(parseTsv(text)).toEqual(rows);
  });

  test('what is written is read back', () => {
    const rows = [
      ['plain', 'with\ttab', 'two\nlines'],
      ['"quoted"', '', 'ü €'],
    ];
    expect(parseTsv(formatTsv(rows))).toEqual(rows);
  });

  test('a megabyte of open quotes does not take long', () => {
    const started = performance.now();
    parseTsv('"a\t'.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('our own type', () => {
  const clip: Clip = {
    workbook: 'w',
    sheet: 's',
    area: { top: 1, left: 2, bottom: 2, right: 3 },
    cut: null,
    cells: [
      [
        { value: 1.5, format: { bold: true, format: '0.00' } },
        { value: 'text', format: {} },
      ],
      [
        { value: { error: '#N/A' }, formula: '=NA()', format: { bold: true, format: '0.00' } },
        { value: null, format: {} },
      ],
    ],
    merges: [{ top: 0, left: 0, bottom: 0, right: 1 }],
  };

  test('goes there and back', () => {
    expect(decodeClip(encodeClip(clip))).toEqual(clip);
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"v":2}',
    '{"v":1,"area":{"top":5,"left":0,"bottom":1,"right":0},"cells":[[1]]}',
    '{"v":1,"area":{"top":0,"left":0,"bottom":0,"right":0},"cells":[]}',
  ])('refuses %j', (json) => {
    expect(decodeClip(json)).toBeNull();
  });

  test('takes only what formats may hold', () => {
    expect(
      readFormat({
        bold: 1,
        fill: 'url(x)',
        color: '#12345Z',
        size: 5000,
        align: 'sideways',
        evil: true,
        wrap: true,
        borderTop: 'thin #000000',
      }),
    ).toEqual({ wrap: true, borderTop: 'thin #000000' });
  });

  test('values that are none become empty', () => {
    const json = JSON.stringify({
      v: 1,
      area: { top: 0, left: 0, bottom: 0, right: 1 },
      cells: [
        [
          [{ x: 1 }, 5, 0],
          [[1], null, 99],
        ],
      ],
      formats: [7],
    });
    expect(decodeClip(json)?.cells).toEqual([
      [
        { value: null, format: {} },
        { value: null, format: {} },
      ],
    ]);
  });
});

describe('HTML', () => {
  test('writes cells with their looks and merged areas', () => {
    const html = formatHtml(
      {
        cells: [
          [
            { value: 1, format: { bold: true, fill: '#ffc000' } },
            { value: null, format: {} },
          ],
        ],
        merges: [{ top: 0, left: 0, bottom: 0, right: 1 }],
      },
      [['<1>', '']],
    );
    expect(html).toContain('colspan="2" x:num="1" style="font-weight:bold;background-color:#ffc000"');
    expect(html).toContain('&lt;1&gt;');
    expect(html.match(/<td/g)).toHaveLength(1);
  });

  test('formats survive the way through CSS', () => {
    const format = {
      bold: true,
      italic: true,
      underline: true,
      color: '#ff0000',
      fill: '#ffc000',
      align: 'right',
      size: 12,
      font: 'Arial',
      borderTop: 'medium #112233',
    } as const;
    expect(formatFrom(declarations(styleOf(format)))).toEqual(format);
  });

  test('reads what Excel writes', () => {
    const css = declarations(
      'color:#9C0006; background:#FFC7CE; font-size:11.0pt; font-family:Calibri, sans-serif; mso-number-format:"\\#\\,\\#\\#0\\.00_\\)\\;\\[Red\\]"; border-top:.5pt solid windowtext; text-align:center; white-space:normal;',
    );
    expect(formatFrom(css)).toMatchObject({
      color: '#9c0006',
      fill: '#ffc7ce',
      size: 11,
      font: 'Calibri',
      format: '#,##0.00_);[Red]',
      align: 'center',
      wrap: true,
      borderTop: 'thin #000000',
    });
  });

  test('colours', () => {
    expect(['#abc', 'rgb(1, 2,3)', 'rgba(0,0,0,0)', 'red', 'windowtext', undefined].map(readColor)).toEqual([
      '#aabbcc',
      '#010203',
      null,
      '#ff0000',
      null,
      null,
    ]);
  });
});

describe('copy', () => {
  const sheet = sheetOf([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]);

  test('whole columns end with the contents; hidden lines stay behind', () => {
    sheet.rows.hiddenIds.add(1);
    const data = copyAreas(sheet, selectArea(sheet, { top: 0, left: 1, bottom: 199, right: 1 }));
    expect(data).toMatchObject({ rows: [0, 2], cols: [1] });
    sheet.rows.hiddenIds.clear();
  });

  test('areas that share rows go together, others do not', () => {
    const together = selectAreas(sheet, [
      { top: 0, left: 0, bottom: 1, right: 0 },
      { top: 0, left: 2, bottom: 1, right: 2 },
    ]);
    const data = copyAreas(sheet, together);
    if (data === null) throw new Error('Nothing was copied.');
    expect(copyCells(sheet, data, 'w', null).text).toBe('1\t3\r\n4\t6');
    expect(
      copyAreas(
        sheet,
        selectAreas(sheet, [
          { top: 0, left: 0, bottom: 1, right: 0 },
          { top: 1, left: 2, bottom: 2, right: 2 },
        ]),
      ),
    ).toBeNull();
  });
});

describe('paste', () => {
  const sheet = sheetOf([[1]]);

  test('a selection that is a multiple of the source is filled', () => {
    expect(
      pasteTarget(sheet, selectArea(sheet, { top: 0, left: 0, bottom: 5, right: 3 }), 2, 2),
    ).toMatchObject({ down: 3, across: 2, area: { bottom: 5, right: 3 } });
    expect(
      pasteTarget(sheet, selectArea(sheet, { top: 0, left: 0, bottom: 4, right: 3 }), 2, 3),
    ).toMatchObject({ down: 1, across: 1, area: { bottom: 1, right: 2 } });
  });

  test('what does not fit onto the sheet is left', () => {
    expect(
      pasteTarget(sheet, selectArea(sheet, { top: 199, left: 25, bottom: 199, right: 25 }), 3, 3).area,
    ).toEqual({ top: 199, left: 25, bottom: 199, right: 25 });
  });

  test('copies carry where formulas come from, cuts leave them as they are', () => {
    const written: PastedCell[][] = [];
    const commands = {
      paste: (_s: string, _r: number, _c: number, cells: PastedCell[][]) => written.push(...cells),
      merge: () => undefined,
    } as unknown as Commands;
    const clip: Clip = {
      workbook: 'w',
      sheet: 'x',
      area: { top: 3, left: 4, bottom: 3, right: 4 },
      cut: null,
      cells: [[{ value: 2, formula: '=A1', format: {} }]],
      merges: [],
    };
    const target = pasteTarget(sheet, selectArea(sheet, { top: 0, left: 0, bottom: 0, right: 0 }), 1, 1);
    pasteOwn(commands, target, clip, PASTE_ALL);
    pasteOwn(commands, target, { ...clip, cut: 'token' }, PASTE_ALL);
    pasteOwn(commands, target, clip, PASTE_VALUES);
    expect(written).toEqual([
      [
        {
          input: 2,
          formula: '=A1',
          from: { sheet: 'x', row: 3, col: 4 },
          format: {},
          note: null,
          link: null,
          check: null,
        },
      ],
      [{ input: 2, formula: '=A1', format: {}, note: null, link: null, check: null }],
      [{ input: 2 }],
    ]);
  });

  test.each([
    ['formulas', [{ input: 2, formula: '=A1', from: { sheet: 'x', row: 3, col: 4 } }, { input: null }]],
    [
      'numbers',
      [
        { input: 2, patch: { format: '0%' } },
        { input: null, patch: { format: null } },
      ],
    ],
    ['formats', [{ format: { format: '0%' } }, { format: {} }]],
    ['values skipBlanks', [{ input: 2 }, null]],
  ])('%s alone', (argument, expected) => {
    const written: PastedCell[][] = [];
    const commands = {
      paste: (_s: string, _r: number, _c: number, cells: PastedCell[][]) => written.push(...cells),
    } as unknown as Commands;
    const clip: Clip = {
      workbook: 'w',
      sheet: 'x',
      area: { top: 3, left: 4, bottom: 3, right: 5 },
      cut: null,
      cells: [
        [
          { value: 2, formula: '=A1', format: { format: '0%' } },
          { value: null, format: {} },
        ],
      ],
      merges: [],
    };
    const cell = selectArea(sheet, { top: 0, left: 0, bottom: 0, right: 0 });
    pasteOwn(commands, pasteTarget(sheet, cell, 1, 2), clip, readSpecial(argument));
    expect(written).toEqual([expected]);
    expect(writeSpecial(readSpecial(argument))).toBe(argument);
  });

  test('transposed cells know where they came from, also past hidden rows', () => {
    const written: PastedCell[][] = [];
    const commands = {
      paste: (_s: string, _r: number, _c: number, cells: PastedCell[][]) => written.push(...cells),
    } as unknown as Commands;
    const cellOf = (value: number) => ({ value, formula: `=A${value}`, format: {} });
    const clip: Clip = {
      workbook: 'w',
      sheet: 'x',
      area: { top: 3, left: 4, bottom: 5, right: 4 },
      cut: null,
      cells: [[cellOf(1)], [cellOf(2)]],
      merges: [],
      rows: [3, 5],
      cols: [4],
    };
    const cell = selectArea(sheet, { top: 0, left: 0, bottom: 0, right: 0 });
    pasteOwn(commands, pasteTarget(sheet, cell, 1, 2), clip, readSpecial('formulas transpose'));
    expect(written[0]?.map((each) => each.from)).toEqual([
      { sheet: 'x', row: 3, col: 4, turned: true },
      { sheet: 'x', row: 5, col: 4, turned: true },
    ]);
  });

  test('a cut empties what its target does not cover', () => {
    const source = { top: 0, left: 0, bottom: 3, right: 3 };
    expect(emptied(source, { top: 2, left: 2, bottom: 5, right: 5 }, true)).toEqual([
      { top: 0, left: 0, bottom: 1, right: 3 },
      { top: 2, left: 0, bottom: 3, right: 1 },
    ]);
    expect(emptied(source, source, true)).toEqual([]);
    expect(emptied(source, source, false)).toEqual([source]);
  });
});
