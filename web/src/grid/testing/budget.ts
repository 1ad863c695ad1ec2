/** The sample data of the mock pages, and a sheet of a million rows. */
import type { CellFormat, Scalar } from '../../model/view';
import { FakeSheet } from './fakeSheet';
import { FakeWorkbook } from './fakeWorkbook';

const THOUSANDS = '#,##0;[Red](#,##0)';
const CHANGE = '+0.0%;−0.0%';
const GROUND = '#f5f5f1';

interface Row {
  readonly name: string;
  readonly centre?: number;
  readonly months?: readonly number[];
  readonly total?: number;
  readonly before?: number;
  readonly change?: number;
  readonly status?: string;
  readonly note?: string;
  readonly kind?: 'section' | 'total' | 'grand';
  readonly tone?: string;
  readonly stale?: boolean;
}

const WARM = ['#fdeadf', '#fad3bd'] as const;
const COOL = ['#e2f0f4', '#c5e1ea'] as const;

const ROWS: readonly Row[] = [
  { name: 'Staff', kind: 'section' },
  {
    name: 'Salaries',
    centre: 4101,
    months: [1240, 1240, 1265, 1265],
    total: 5110,
    before: 4820,
    change: 0.06,
    status: 'Agreed',
    note: 'Pay round 2.1% from July',
  },
  {
    name: 'Overtime',
    centre: 4102,
    months: [86, 64, 64, 98],
    total: 318,
    before: 341,
    change: -0.067,
    status: 'Agreed',
    tone: COOL[1],
  },
  {
    name: 'Agency cover',
    centre: 4110,
    months: [45, 45, 60, 45],
    total: 199,
    before: 172,
    change: 0.156,
    status: 'To review',
    note: 'Two posts vacant until May',
    tone: WARM[0],
  },
  {
    name: 'Training',
    centre: 4130,
    months: [18, 22, 12, 26],
    total: 80,
    before: 64,
    change: 0.243,
    status: 'Agreed',
    tone: WARM[1],
  },
  {
    name: 'Staff total',
    months: [1389, 1371, 1401, 1434],
    total: 5707,
    before: 5397,
    change: 0.057,
    kind: 'total',
  },
  { name: 'Network', kind: 'section' },
  {
    name: 'Pump maintenance',
    centre: 5201,
    months: [310, 342, 328, 290],
    total: 1295,
    before: 1148,
    change: 0.128,
    status: 'Agreed',
    note: 'Stations 3, 7 and 12',
    tone: WARM[0],
  },
  {
    name: 'Pipe renewal',
    centre: 5204,
    months: [480, 615, 640, 420],
    total: 2198,
    before: 1870,
    change: 0.175,
    status: 'To review',
    note: 'Harbour Road moved to Q2',
    tone: WARM[0],
  },
  {
    name: 'Leak detection',
    centre: 5207,
    months: [74, 74, 92, 74],
    total: 320,
    before: 246,
    change: 0.302,
    status: 'Agreed',
    note: 'Second acoustic crew',
    tone: WARM[1],
  },
  {
    name: 'Sensors and telemetry',
    centre: 5212,
    months: [120, 65, 65, 48],
    total: 304,
    before: 204,
    change: 0.49,
    status: 'Draft',
    note: 'Rollout ends in Q1',
    tone: WARM[1],
  },
  {
    name: 'Road reinstatement',
    centre: 5220,
    months: [52, 88, 96, 40],
    total: 282,
    before: 251,
    change: 0.122,
    status: 'Agreed',
    tone: WARM[0],
  },
  {
    name: 'Network total',
    months: [1036, 1184, 1221, 872],
    total: 4399,
    before: 3719,
    change: 0.183,
    kind: 'total',
  },
  { name: 'Energy', kind: 'section' },
  {
    name: 'Electricity, pumping',
    centre: 6110,
    months: [402, 358, 341, 420],
    total: 1551,
    before: 1655,
    change: -0.063,
    status: 'Agreed',
    note: 'Contract to Dec 2028',
    tone: COOL[1],
  },
  {
    name: 'Electricity, treatment',
    centre: 6111,
    months: [188, 180, 176, 192],
    total: 751,
    before: 748,
    change: 0.004,
    status: 'Agreed',
    tone: COOL[0],
  },
  {
    name: 'Diesel reserve',
    centre: 6120,
    months: [14, 6, 6, 14],
    total: 41,
    before: 38,
    change: 0.074,
    status: 'Agreed',
  },
  {
    name: 'Solar feed-in',
    centre: 6190,
    months: [-22, -64, -71, -18],
    total: -179,
    before: -140,
    change: 0.275,
    status: 'Draft',
    note: 'Second roof from Q2',
    tone: WARM[1],
  },
  {
    name: 'Energy total',
    months: [582, 480, 452, 608],
    total: 2164,
    before: 2301,
    change: -0.059,
    kind: 'total',
  },
  {
    name: 'Operations total',
    months: [3007, 3035, 3074, 2914],
    total: 12271,
    before: 11417,
    change: 0.075,
    kind: 'grand',
    stale: true,
  },
  {
    name: 'Contingency, 3%',
    centre: 9900,
    months: [90, 91, 92, 87],
    total: 368,
    before: 343,
    change: 0.075,
    status: 'Agreed',
    stale: true,
  },
  {
    name: 'Total with contingency',
    months: [3097, 3126, 3166, 3001],
    total: 12639,
    before: 11760,
    change: 0.075,
    kind: 'total',
    stale: true,
  },
];

export function budgetSheet(): FakeSheet {
  const sheet = new FakeSheet('plan', 'Plan', 1_048_576, 16_384);
  [212, 80, 84, 84, 84, 84, 96, 88, 76, 104, 230].forEach((width, col) => sheet.cols.sizes.set(col, width));
  sheet.rows.sizes.set(0, 32);
  sheet.rows.frozen = 2;
  sheet.cols.frozen = 1;
  const put = (
    row: number,
    col: number,
    value: Scalar,
    format: CellFormat = {},
    formula?: string,
    stale = false,
  ): void => sheet.put(row, col, { value, format, stale, ...(formula === undefined ? {} : { formula }) });
  put(0, 0, 'Operations budget 2027', { size: 12.75, bold: true, valign: 'middle' });
  put(0, 7, 'Thousand euro. Indexed by 2.0%, see Assumptions.', {
    size: 9.75,
    color: '#5f6878',
    valign: 'middle',
  });
  sheet.merges.push({ top: 0, left: 0, bottom: 0, right: 6 });
  const head: CellFormat = { bold: true, size: 9.75, color: '#434d61', fill: GROUND };
  [
    'Line item',
    'Cost centre',
    'Q1',
    'Q2',
    'Q3',
    'Q4',
    '2027, indexed',
    '2026',
    'Change',
    'Status',
    'Note',
  ].forEach((text, col) => put(1, col, text, { ...head, ...(col > 1 && col < 9 ? { align: 'right' } : {}) }));
  ROWS.forEach((row, n) => budgetRow(put, row, n + 2));
  put(25, 0, 'Cost per metered km');
  put(25, 6, { error: '#DIV/0!' }, {}, '=G24/Assumptions!B4');
  put(26, 0, 'Energy, share of total');
  put(26, 6, 0.176, { format: '0.0%' });
  put(26, 7, 0.202, { format: '0.0%' });
  put(28, 0, 'This sentence is longer than its column and flows over the empty cells beside it');
  put(29, 0, 'This one is cut, since there is something beside it');
  put(29, 1, 'full');
  put(30, 0, 'Wrapped text takes as many lines as its column is narrow', { wrap: true, valign: 'top' });
  sheet.rows.sizes.set(30, 48);
  put(31, 2, 1234567891234.5, { format: '#,##0.00' });
  put(32, 2, 0.123456789123);
  put(33, 2, true);
  put(34, 2, 46348, { format: 'yyyy-mm-dd' });
  sheet.rows.touch();
  sheet.cols.touch();
  return sheet;
}

type Put = (
  row: number,
  col: number,
  value: Scalar,
  format?: CellFormat,
  formula?: string,
  stale?: boolean,
) => void;

function budgetRow(put: Put, row: Row, at: number): void {
  const n = String(at + 1);
  const style: CellFormat =
    row.kind === 'section'
      ? { bold: true, fill: GROUND }
      : row.kind === 'total'
        ? { bold: true, borderTop: 'thin #5f6878' }
        : row.kind === 'grand'
          ? { bold: true, borderTop: 'thin #182033', borderBottom: 'thin #182033' }
          : {};
  for (let col = 0; col < 11; col++) if (row.kind !== undefined) put(at, col, null, style);
  put(at, 0, row.name, row.kind === undefined ? { indent: 1 } : style);
  if (row.centre !== undefined) put(at, 1, row.centre, { align: 'center', color: '#5f6878' });
  row.months?.forEach((value, m) => put(at, 2 + m, value, { ...style, format: THOUSANDS }));
  const { stale = false } = row;
  if (row.total !== undefined)
    put(at, 6, row.total, { ...style, format: THOUSANDS }, `=SUM(C${n}:F${n})*(1+Assumptions!$B$3)`, stale);
  if (row.before !== undefined) put(at, 7, row.before, { ...style, format: THOUSANDS });
  if (row.change !== undefined)
    put(
      at,
      8,
      row.change,
      { ...style, format: CHANGE, ...(row.tone === undefined ? {} : { fill: row.tone }) },
      `=G${n}/H${n}-1`,
    );
  if (row.status !== undefined) put(at, 9, row.status, style);
  if (row.note !== undefined) put(at, 10, row.note, { color: '#434d61' });
}

/** A million rows of 20 columns, in blocks that arrive after a while. */
export function largeSheet(rows = 1_000_000, cols = 20): FakeSheet {
  const sheet = new FakeSheet('large', 'Actuals 2026', 1_048_576, 16_384);
  sheet.rows.used = rows;
  sheet.cols.used = cols;
  sheet.rows.frozen = 1;
  sheet.loadedBlocks = new Set();
  const money: CellFormat = { format: '#,##0.00' };
  const bold: CellFormat = { bold: true, fill: GROUND };
  const plain: CellFormat = {};
  sheet.generate = (row, col) => {
    if (row >= rows || col >= cols) return null;
    if (row === 0) return { value: `Column ${String(col + 1)}`, format: bold };
    const seed = (row * 31 + col * 17) % 9973;
    if (col === 0) return { value: `Entry ${String(row)}`, format: plain };
    if (col % 5 === 4) return { value: seed % 3 === 0 ? 'Agreed' : 'To review', format: plain };
    return { value: seed * 1.25 - 800, format: money };
  };
  return sheet;
}

export function sampleWorkbook(): FakeWorkbook {
  const workbook = new FakeWorkbook();
  workbook.add(budgetSheet());
  const assumptions = workbook.add(new FakeSheet('assumptions', 'Assumptions'));
  assumptions.put(1, 0, { value: 'Inflation', format: {} });
  assumptions.put(2, 1, { value: 0.02, format: { format: '0.0%' } });
  workbook.add(largeSheet());
  return workbook;
}

export function samplePeople(workbook: FakeWorkbook): void {
  const person = (name: string, color: number) => ({ id: name, name, kind: 'member', color });
  workbook.people = [
    {
      client: 11,
      person: person('Tomás Ferreira', 1),
      sheet: 'plan',
      cell: { row: 10, col: 3 },
      selection: null,
      typing: '655',
    },
    {
      client: 12,
      person: person('Aisha Rahman', 2),
      sheet: 'plan',
      cell: { row: 12, col: 9 },
      selection: { top: 12, left: 9, bottom: 13, right: 9 },
      typing: null,
    },
  ];
}
