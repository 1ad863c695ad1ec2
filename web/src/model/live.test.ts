import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { encodeStateAsUpdate, applyUpdate, Doc } from 'yjs';
import type { Keeper, KeptEdit } from '../net/kept';
import type { Ending } from '../net/provider';
import { ONE_SHEET, sheetOf, testSource, texts } from '../testing/books';
import { TestRoom } from '../testing/room';
import { WorkbookDocument } from './document';
import { LiveLink } from './live';
import { Workbook } from './workbook';

/** A device, which outlives its pages. */
class Device {
  readonly edits = new Map<string, KeptEdit>();

  readonly keeper = (user: string): Keeper => {
    const key = (edit: KeptEdit): string => `${edit.epoch} ${edit.client} ${edit.clock}`;
    const mine = (): KeptEdit[] => [...this.edits.values()].filter((edit) => edit.user === user);
    return {
      put: (edits) => {
        for (const edit of edits) this.edits.set(key(edit), edit);
        return Promise.resolve();
      },
      list: () => Promise.resolve(mine()),
      confirm: (epoch, client, clock) => {
        const done = mine().filter((edit) => edit.epoch === epoch && edit.client === client);
        for (const edit of done) if (edit.clock <= clock) this.edits.delete(key(edit));
        return Promise.resolve();
      },
      drop: (edits) => {
        for (const edit of edits) this.edits.delete(key(edit));
        return Promise.resolve();
      },
    };
  };
}

let room: TestRoom;
let device: Device;
const open: LiveLink[] = [];

beforeEach(async () => {
  device = new Device();
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
  /** Every state that was told. */
  readonly said: readonly string[];
}

async function join(
  diagnose: () => Promise<Ending | null> = () => Promise.resolve(null),
  firstPause = 10,
): Promise<Joined> {
  const book = new Workbook('w', testSource({}));
  const said: string[] = [];
  book.subscribe('save', () => said.push(book.save.kind));
  const link = new LiveLink(book, {
    address: room.address,
    open: room.connect,
    diagnose,
    keeper: device.keeper,
    firstPause,
    longestPause: 400,
  });
  open.push(link);
  await vi.waitFor(() => expect(book.ready).toBe(true));
  return { book, link, said };
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
  expect(book.save).toMatchObject({ kind: 'saving', waiting: 2 });
  await vi.waitFor(() => expect(room.seq).toBe(2));
  expect(book.save).toEqual({ kind: 'saving', waiting: 2, kept: 2 });
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
  await vi.waitFor(() => expect(book.save).toMatchObject({ kind: 'offline', waiting: 1, kept: 1 }));
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

/** Edits a workbook without a connection and closes its page. */
async function leaveOffline(inputs: readonly string[]): Promise<void> {
  const { book, link } = await join(undefined, 60_000);
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  room.endAll(1012);
  await vi.waitFor(() => expect(kind(book)).toBe('offline'));
  inputs.forEach((input, row) => book.commands.type('1', row, 0, [[input]]));
  await vi.waitFor(() => expect(book.save).toMatchObject({ waiting: inputs.length, kept: inputs.length }));
  link.close();
}

test('what was kept on the device is sent by the next page, and kept no longer', async () => {
  await leaveOffline(['one', 'two']);
  expect([...device.edits.values()].map((edit) => edit.text)).toEqual(['Plan!A1\tone', 'Plan!A2\ttwo']);
  const { book, said } = await join();
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect([...new Set(said)]).toEqual(['saving', 'syncing', 'saved']);
  expect(room.doc.getMap('cells').toJSON()).toEqual({ '1/0:0': 'one', '1/1:0': 'two' });
  expect(texts(sheetOf(book), 2, 1)).toEqual([['one'], ['two']]);
  expect(device.edits.size).toBe(0);
});

test('what the server has stored already is not sent again', async () => {
  await leaveOffline(['one']);
  const [kept] = [...device.edits.values()];
  applyUpdate(room.doc, kept!.update);
  const { book } = await join();
  await vi.waitFor(() => expect(device.edits.size).toBe(0));
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect(room.seq).toBe(0);
});

test('what was kept for an earlier epoch is written anew', async () => {
  await leaveOffline(['one']);
  const fresh = new WorkbookDocument();
  fresh.write(ONE_SHEET);
  room.doc = fresh.doc;
  room.epoch = 2;
  const { book } = await join();
  await vi.waitFor(() => expect(room.doc.getMap('cells').get('1/0:0')).toBe('one'));
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect(device.edits.size).toBe(0);
});

test('an edit that builds on what the server has not is written anew', async () => {
  await leaveOffline(['one', 'two']);
  const [first] = [...device.edits.keys()];
  device.edits.delete(first!);
  const { book } = await join();
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect(room.doc.getMap('cells').toJSON()).toEqual({ '1/1:0': 'two' });
});

test('what another person keeps here stays untouched', async () => {
  await leaveOffline(['one']);
  for (const [key, edit] of device.edits) device.edits.set(key, { ...edit, user: 'u2' });
  const { book } = await join();
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect(room.doc.getMap('cells').size).toBe(0);
  expect(device.edits.size).toBe(1);
});

test('a refused edit is not sent by the next page either, but offered; made again, it may be taken', async () => {
  const { book, link } = await join();
  room.refusal = 4422;
  book.commands.type('1', 0, 0, [['=1+1']]);
  await vi.waitFor(() => expect(kind(book)).toBe('refused'));
  expect(book.held).toMatchObject([{ text: 'Plan!A1\t=1+1', held: 'key-form' }]);
  link.close();
  const next = await join();
  await vi.waitFor(() => expect(next.book.held).toHaveLength(1));
  await vi.waitFor(() => expect(kind(next.book)).toBe('saved'));
  room.refusal = null;
  next.link.tryAgain();
  await vi.waitFor(() => expect(room.doc.getMap('cells').size).toBe(1));
  await vi.waitFor(() => expect(kind(next.book)).toBe('saved'));
  expect(next.book.held).toEqual([]);
  expect(device.edits.size).toBe(0);
});

test('whoever may only view since sees the workbook as it is, and is offered what was not applied', async () => {
  const { book } = await join(undefined, 400);
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  room.endAll(1012);
  await vi.waitFor(() => expect(kind(book)).toBe('offline'));
  room.role = 'viewer';
  book.commands.type('1', 0, 0, [['mine']]);
  await vi.waitFor(() => expect(kind(book)).toBe('saved'));
  expect(book.readOnly).toBe(true);
  expect(texts(sheetOf(book), 1, 1)).toEqual([['']]);
  expect(book.held).toMatchObject([{ text: 'Plan!A1\tmine', held: 'read-only' }]);
  expect(device.edits.size).toBe(1);
});

test('access that has ended takes what was kept off the device, and leaves it to be copied', async () => {
  const gone: Ending = { kind: 'refused', code: 'workbook-unknown', detail: 'gone' };
  const { book } = await join(() => Promise.resolve(gone));
  room.acknowledging = false;
  book.commands.type('1', 0, 0, [['mine']]);
  await vi.waitFor(() => expect(room.seq).toBe(1));
  room.endAll(4403, 'revoked');
  await vi.waitFor(() => expect(book.save).toMatchObject({ kind: 'refused', code: 'workbook-unknown' }));
  expect(book.held).toMatchObject([{ text: 'Plan!A1\tmine' }]);
  expect(device.edits.size).toBe(0);
});
