/** A page to try the grid on, also driven by the scripts beside it. */
import { cellName } from '../../lib/a1';
import { createGrid } from '../create';
import type { GridHandle } from '../handle';
import { samplePeople, sampleWorkbook } from './budget';
import type { FakeWorkbook } from './fakeWorkbook';

declare global {
  interface Window {
    grid: GridHandle;
    workbook: FakeWorkbook;
    people: () => void;
    menus: string[];
    messages: string[];
    offers: number;
    dragged: boolean;
    pointer: [x: number, y: number];
  }
}

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme !== null) document.documentElement.dataset.theme = theme;
const workbook = sampleWorkbook();
const host = document.querySelector<HTMLElement>('#grid');
const bar = document.querySelector<HTMLElement>('#formula');
const status = document.querySelector<HTMLElement>('#status');
if (host === null || bar === null || status === null) throw new Error('The page is not whole.');

window.menus = [];
window.messages = [];
window.offers = 0;
window.dragged = false;
window.pointer = [0, 0];
addEventListener('pointermove', (event) => {
  window.pointer = [event.clientX, event.clientY];
});
const grid = createGrid(host, {
  view: workbook,
  sheet: query.get('sheet') ?? 'plan',
  zoom: Number(query.get('zoom') ?? '1'),
  onContextMenu: (request) =>
    window.menus.push(`${request.on} ${cellName(request.cell.row, request.cell.col)}`),
  onMessage: (message, offer) => {
    window.messages.push(message);
    if (offer === 'undo') window.offers++;
  },
  onSelect: (selection) => {
    window.dragged = selection.dragged;
  },
  functionPage: (name) => `/functions#${name}`,
});
grid.editor.attach(bar);
grid.watchSummary((summary) => {
  status.textContent = `Count ${String(summary.count)} Sum ${String(summary.sum)} ${summary.complete ? '' : '…'}`;
});
grid.focus();
window.grid = grid;
window.workbook = workbook;
window.people = () => {
  samplePeople(workbook);
  workbook.tell('people');
};
