/** The grid on a real workbook without a server, with a table. */
import type { Workbook } from '../../model/workbook';
import { testBook } from '../../testing/books';
import { createGrid } from '../create';

declare global {
  interface Window {
    tabled: Workbook;
  }
}

const theme = new URLSearchParams(location.search).get('theme');
if (theme !== null) document.documentElement.dataset.theme = theme;
const host = document.querySelector<HTMLElement>('#grid');
if (host === null) throw new Error('The page is not whole.');
const book = testBook();
book.commands.type('1', 1, 1, [
  ['Region', 'Net', 'Gross value'],
  ['North', '10', '12'],
  ['South', '20', '24'],
  ['West', '30', '36'],
]);
book.commands.table.make('1', { top: 1, left: 1, bottom: 4, right: 3 }, { header: true, name: 'Sales' });
const grid = createGrid(host, { view: book, sheet: '1' });
grid.focus();
window.grid = grid;
window.tabled = book;
