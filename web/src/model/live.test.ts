import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { encodeStateAsUpdate, applyUpdate, Doc } from 'yjs';
import type { Ending } from '../net/provider';
import { ONE_SHEET, sheetOf, testSource, texts } from '../testing/books';
import { TestRoom } from '../testing/room';
import { WorkbookDocument } from './document';
import { LiveLink } from './live';
import { Workbook } from './workbook';

let room: TestRoom;
const open: LiveLink[] = [];

beforeEach(async () => {
  room = await TestRoom.open();
  const start = new WorkbookDocument();
  start.write(ONE_SHEET);
  applyUpdate(room.doc, encodeStateAsUpdate(start.doc));
});

afterEach(async () => {
  for (const link of open.splice(0)) link.close();
  await room.close();
});

interface Joined {
  readonly book: Workbook;
  readonly link: LiveLink;
}

async function join(
  diagnose: () => Promise<Ending | null> = () => Promise.resolve(null),
  firstPause = 10,
): Promise<Joined> {
  const book = new Workbook('w', testSource({}));
  const link = new LiveLink(book, {
    address: room.address,
    open: room.connect,
    diagnose,
    firstPause,
    longestPause: 400,
  });
  open.push(link);
  await vi.waitFor(() => expect(book.ready).toBe(true));
  return { book, link };
}

const kind = (book: Workbook): string => book.save.kind;

test('F4: the first frame tells who one is', async () => {
  const { book } = await join();
  expect(book).toMatchObject({ role: 'editor', readOnly: false, me: { name: 'Ada', color: 3 } });
  expect(book.sheets.map((sheet) => sheet.name)).toEqual(['Plan']);
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
});

test('D3: an edit is saved when it is acknowledged, not before', async () => {
  const { book } = await join();
  room.acknowledging = false;
  book.commands.type('1', 0, 0, [['1']]);
  book.commands.type('1', 1, 0, [['2']]);
  expect(book.save).toEqual({ kind: 'saving', waiting: 2 });
  await vi.waitFor(() => expect(room.seq).toBe(2));
  expect(book.save).toEqual({ kind: 'saving', waiting: 2 });
  room.release();
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect(book.seq).toBe(2);
});

test('an undo that only removes entries is acknowledged as well', async () => {
  const { book } = await join();
  book.commands.type('1', 0, 0, [['1']]);
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  room.acknowledging = false;
  book.commands.undo();
  expect(kind(book)).toBe('saving');
  await vi.waitFor(() => expect(room.seq).toBe(2));
  room.release();
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect(room.doc.getMap('cells').size).toBe(0);
});

test('two people see each other’s edits and cursors', async () => {
  const { book: one } = await join();
  const { book: two } = await join();
  one.commands.select('1', 2, 1, { top: 2, left: 1, bottom: 3, right: 1 });
  one.commands.type('1', 0, 0, [['hello']]);
  await vi.waitFor(() => expect(texts(sheetOf(two), 1, 1)).toEqual([['hello']]));
  await vi.waitFor(() => expect(two.document.doc.clientID).not.toBe(one.document.doc.clientID));
});

test('P2: people are shown as the server names them, and cells follow inserted rows', async () => {
  const { book } = await join();
  const { book: other } = await join();
  const state = {
    user: { id: 'u2', name: 'Bo', kind: 'guest', color: 5 },
    sheet: '1',
    cell: [4, 2],
    selection: [4, 6, 2, 2],
  };
  const { Awareness, encodeAwarenessUpdate } = await import('y-protocols/awareness');
  const awareness = new Awareness(new Doc());
  awareness.setLocalState({ ...state, typing: 'x' });
  const update = encodeAwarenessUpdate(awareness, [awareness.clientID]);
  awareness.destroy();
  const { frames } = await import('../net/protocol');
  const socket = room.connect(room.address(null));
  await new Promise<void>((resolve) => (socket.onopen = () => resolve()));
  socket.send(frames.awareness(update));
  await vi.waitFor(() => expect(book.people).toHaveLength(1));
  expect(book.people[0]).toMatchObject({
    person: { name: 'Bo', color: 5 },
    cell: { row: 4, col: 2 },
    typing: 'x',
  });
  other.commands.insertRows('1', 5, 1);
  await vi.waitFor(() => expect(book.people[0]?.selection).toEqual({ top: 4, bottom: 7, left: 2, right: 2 }));
  socket.close();
});

test('S2: what is edited while the connection is gone arrives with the next one', async () => {
  const { book } = await join(undefined, 400);
  const { book: other } = await join();
  book.commands.type('1', 0, 0, [['before']]);
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  room.endAll(4503, 'retry');
  await vi.waitFor(() => expect(kind(book)).toBe('offline'));
  book.commands.type('1', 1, 0, [['meanwhile']]);
  expect(book.save).toMatchObject({ kind: 'offline', waiting: 1 });
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  await vi.waitFor(() => expect(texts(sheetOf(other), 2, 1)).toEqual([['before'], ['meanwhile']]));
  expect(room.addresses.at(-1)).toContain('epoch=1');
});

test('C2: after a new epoch the client starts over and writes again what was not saved', async () => {
  const { book } = await join();
  book.commands.type('1', 0, 0, [['saved']]);
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  room.acknowledging = false;
  book.commands.type('1', 1, 0, [['unsaved']]);
  await vi.waitFor(() => expect(room.seq).toBe(2));
  const fresh = new WorkbookDocument();
  fresh.write([...ONE_SHEET, { root: 'cells', key: '1/0:0', value: 'saved' }]);
  room.doc = fresh.doc;
  room.epoch = 2;
  room.acknowledging = true;
  room.endAll(1012);
  await vi.waitFor(() => expect(room.doc.getMap('cells').get('1/1:0')).toBe('unsaved'));
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect(texts(sheetOf(book), 2, 1)).toEqual([['saved'], ['unsaved']]);
  expect(book.readOnly).toBe(false);
  book.commands.undo();
  expect(texts(sheetOf(book), 2, 1)).toEqual([['saved'], ['']]);
});

test.each([
  [4403, 'revoked'],
  [4400, 'malformed'],
  [4413, 'too-large'],
])('close code %i ends editing for good', async (code, name) => {
  const { book } = await join();
  room.endAll(code);
  await vi.waitFor(() => expect(book.save).toMatchObject({ kind: 'refused', code: name }));
  expect(book.readOnly).toBe(true);
  expect(room.addresses).toHaveLength(1);
});

test('G2: a refused edit is not sent again and again, and the reason is shown', async () => {
  const { book } = await join();
  room.refusal = 4422;
  book.commands.type('1', 0, 0, [['1']]);
  await vi.waitFor(() => expect(book.save).toMatchObject({ kind: 'refused', code: 'key-form' }));
  expect(book.lastNotice?.code).toBe('key-form');
});

test('a connection that is refused before it opens is diagnosed', async () => {
  const { book } = await join(() => Promise.resolve({ kind: 'refused', code: 'not-found', detail: 'gone' }));
  await room.close();
  await vi.waitFor(() => expect(book.save).toEqual({ kind: 'refused', code: 'not-found', detail: 'gone' }));
});

test('S3: a role that changes takes effect at once', async () => {
  const { book } = await join();
  room.sendAll(103, { code: 'role', role: 'viewer' });
  await vi.waitFor(() => expect(book.readOnly).toBe(true));
  room.sendAll(103, { code: 'role', role: 'editor' });
  await vi.waitFor(() => expect(book.readOnly).toBe(false));
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
});

test('V1: what is on screen is told once for a screen and its surroundings, and again after reconnecting', async () => {
  const { book } = await join();
  const sheet = sheetOf(book);
  sheet.show({ top: 100, left: 0, bottom: 130, right: 8 });
  sheet.show({ top: 103, left: 0, bottom: 133, right: 8 });
  await vi.waitFor(() => expect(room.views).toEqual([{ sheet: '1', rows: [40, 190], cols: [0, 20] }]));
  room.sendAll(102, { seq: 1, sheet: '1', cells: [[101, 0, 5]], all: true });
  await vi.waitFor(() => expect(sheet.cell(101, 0).value).toBe(5));
  room.endAll(4429, 'resync');
  await vi.waitFor(() => expect(room.views).toHaveLength(2));
  expect(room.views[1]).toEqual(room.views[0]);
});
