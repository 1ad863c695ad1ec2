/** The whole desk on a workbook in memory, for the scripts beside it; they answer for the server. */
import '../../../styles/tokens.css';
import '../../../styles/base.css';
import '../../../styles/controls.css';
import '../../../styles/overlays.css';
import '../../../styles/pages.css';
import '../../../styles/bars.css';
import '../../../styles/workbook.css';
import { createRoot } from 'react-dom/client';
import { FakeSheet } from '../../../grid/testing/fakeSheet';
import { FakeWorkbook } from '../../../grid/testing/fakeWorkbook';
import type { Scalar } from '../../../model/view';
import { Tips } from '../../../ui/Tips';
import { Toasts } from '../../../ui/Toasts';
import { Desk } from '../Desk';
import type { Card } from '../useCard';

declare global {
  interface Window {
    book: FakeWorkbook;
  }
}

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme !== null) document.documentElement.dataset.theme = theme;

type Row = readonly (Scalar | readonly [formula: string, value: Scalar])[];

function sheetOf(id: string, name: string, rows: readonly Row[]): FakeSheet {
  const sheet = new FakeSheet(id, name, 1000, 26);
  rows.forEach((row, r) =>
    row.forEach((cell, c) => {
      if (cell === null) return;
      if (Array.isArray(cell)) {
        const [formula, value] = cell as readonly [string, Scalar];
        sheet.put(r, c, { value, formula, format: {} });
      } else sheet.put(r, c, { value: cell as Scalar, format: {} });
    }),
  );
  return sheet;
}

const ERROR = { error: '#REF!' };
const LOOP = { error: '#CIRC!' };
const BLOCKED = { error: '#SPILL!' };
const book = new FakeWorkbook();
book.role = query.get('role') === 'viewer' ? 'viewer' : 'editor';
book.readOnly = book.role === 'viewer';
const plan = book.add(
  sheetOf('plan', 'Plan', [
    ['Item', 'Q1', 'Q2', 'Sum', null, 'Days'],
    ['Salaries', 1240, 1265, ['=B2+C2', 2505], null, ['=SEQUENCE(4)', 1]],
    ['Overtime', 86, 64, ['=B3+C3', 150]],
    ['Agency', 45, 60, ['=B4+C4', 105]],
    ['Training', ['=Data!#REF!', ERROR], 12, ['=B5+C5', ERROR]],
    ['Total', ['=SUM(B2:B5)', ERROR], ['=SUM(C2:C5)', 1401], ['=SUM(D2:D5)', ERROR]],
    [null],
    ['Rate', ['=C8', LOOP], ['=D8', LOOP], ['=B8', LOOP]],
    [null],
    ['Months', ['=SEQUENCE(3)', BLOCKED], null, ['=SUM(Data!A1:A9)+D6', ERROR]],
    [null, null],
    [null, 'note'],
  ]),
);
for (const [row, value] of [
  [2, 2],
  [3, 3],
  [4, 4],
] as const)
  plan.put(row, 5, { value, format: {}, spilled: true });
plan.put(6, 3, { value: 42, formula: '=SLOW()', format: {}, stale: true });
plan.rows.used = 12;
book.add(sheetOf('data', 'Data', [[1], [2], [3], [4], [5], [['=Plan!D6', ERROR]]]));
window.book = book;

const card: Card = {
  card: {
    id: book.id,
    name: 'Operations budget 2027',
    owner: { id: 'me', name: 'Mara Lindqvist' },
    origin: null,
    created_at: '2026-11-01T00:00:00Z',
    role: book.role === 'viewer' ? 'viewer' : 'editor',
    trashed_at: null,
    last_change: null,
    activity: [],
    present: [],
  },
  problem: null,
  reload: () => undefined,
  rename: () => undefined,
};

const host = document.getElementById('root');
if (host === null) throw new Error('index.html has no #root');
createRoot(host).render(
  <>
    <Desk
      opened={{
        view: book,
        reconnect: () => undefined,
        tryAgain: () => undefined,
        forget: () => undefined,
        close: () => undefined,
      }}
      ready
      card={card}
      place={null}
    />
    <Toasts />
    <Tips />
  </>,
);
