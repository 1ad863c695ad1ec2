/** Changes that the server makes in one's name are steps of one's own history. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import type { RevertAnswer, RevertConflict } from '../net/api';
import { Problem } from '../net/problem';
import { ONE_SHEET, sheetOf, testBook, testSource, texts } from '../testing/books';
import { TestRoom } from '../testing/room';
import type { ServerActs } from './command-host';
import { WorkbookDocument } from './document';
import { keptWords } from './conflict-words';
import { LiveLink } from './live';
import type { SelectionMemo } from './view';
import { Workbook } from './workbook';

const RANGE = { top: 0, left: 0, bottom: 9, right: 1 };
const DONE: RevertAnswer = { seq: null, reverted: 1, conflicts: [] };

function conflict(cell: string): RevertConflict {
  return { sheet: 'Plan', cell, now: 1, was: 2, seq: 9, at: null, author: null };
}

/** A server that counts its changes and remembers what was asked of it. */
function server(answers: Partial<ServerActs> = {}) {
  const asked: string[] = [];
  let seq = 10;
  const acts: ServerActs = {
    sort: (request) => {
      asked.push(`sort ${request.sheet}!${request.range}`);
      return Promise.resolve({ seq: ++seq, rows: 9 });
    },
    replace: () => Promise.resolve({ seq: ++seq, cells: 3 }),
    revert: (of) => {
      asked.push(`revert ${of}`);
      return Promise.resolve({ ...DONE, seq: ++seq });
    },
    paste: () => Promise.resolve({ seq: ++seq, cells: 6000 }),
    ...answers,
  };
  return { asked, acts };
}

function bookWith(acts: ServerActs): Workbook {
  return testBook(ONE_SHEET, { acts });
}

const sort = (book: Workbook) => book.commands.sort('1', RANGE, true, [{ col: 1, descending: true }]);

/** Undone or redone, by whomever. */
async function undo(book: Workbook): Promise<SelectionMemo | null> {
  return book.commands.undo() ?? (await book.commands.travelling);
}
async function redo(book: Workbook): Promise<SelectionMemo | null> {
  return book.commands.redo() ?? (await book.commands.travelling);
}

describe('a change of the server’s', () => {
  test('is undone and redone by it, in order with other steps', async () => {
    const { asked, acts } = server();
    const book = bookWith(acts);
    book.commands.type('1', 0, 0, [['first']]);
    await sort(book);
    book.commands.type('1', 1, 0, [['second']]);
    await undo(book);
    expect(texts(sheetOf(book), 2, 1)).toEqual([['first'], ['']]);
    await undo(book);
    expect(asked).toEqual(['sort Plan!A1:B10', 'revert 11']);
    await undo(book);
    expect(texts(sheetOf(book), 1, 1)).toEqual([['']]);
    await redo(book);
    await redo(book);
    expect(asked.at(-1)).toBe('revert 12');
    await redo(book);
    expect(texts(sheetOf(book), 2, 1)).toEqual([['first'], ['second']]);
    await undo(book);
    await undo(book);
    expect(asked.at(-1)).toBe('revert 13');
  });

  test('brings back what was selected when it was asked for', async () => {
    const book = bookWith(server().acts);
    book.commands.select('1', 2, 1, RANGE);
    const sorting = sort(book);
    book.commands.select('1', 5, 5, { top: 5, left: 5, bottom: 5, right: 5 });
    await sorting;
    expect(await undo(book)).toEqual({ sheet: '1', area: RANGE });
    expect(await redo(book)).toEqual({ sheet: '1', area: RANGE });
  });

  test('without any effect is no step', async () => {
    const book = bookWith(server({ sort: () => Promise.resolve({ seq: null, rows: 9 }) }).acts);
    await sort(book);
    expect(book.commands.canUndo).toBe(false);
  });

  test('keys that come while it is taken back wait for it', async () => {
    let answer: (answer: RevertAnswer) => void = () => undefined;
    const revert = () => new Promise<RevertAnswer>((resolve) => (answer = resolve));
    const book = bookWith(server({ revert }).acts);
    book.commands.type('1', 0, 0, [['first']]);
    await sort(book);
    book.commands.undo();
    const both = undo(book);
    await vi.waitFor(() => expect(book.working).toBe(true));
    expect(texts(sheetOf(book), 1, 1)).toEqual([['first']]);
    answer({ ...DONE, seq: 12 });
    await both;
    expect(texts(sheetOf(book), 1, 1)).toEqual([['']]);
    expect(book.working).toBe(false);
  });

  test('says which cells stay, since others changed them', async () => {
    const conflicts = [conflict('B7'), conflict('B9')];
    const book = bookWith(server({ revert: () => Promise.resolve({ ...DONE, seq: 12, conflicts }) }).acts);
    await sort(book);
    await undo(book);
    expect(book.lastNotice).toEqual({
      code: 'changed-since',
      detail: '2 cells were changed again and stay as they are: Plan!B7 and Plan!B9.',
    });
  });

  test('of which nothing is left is passed over, unless that has to be said', async () => {
    const answers: RevertAnswer[] = [DONE, { ...DONE, conflicts: [conflict('A1')] }];
    const revert = () => Promise.resolve(answers.shift() ?? DONE);
    const book = bookWith(server({ revert }).acts);
    book.commands.type('1', 0, 0, [['first']]);
    await sort(book);
    await undo(book);
    expect(texts(sheetOf(book), 1, 1)).toEqual([['']]);
    book.commands.type('1', 0, 0, [['again']]);
    await sort(book);
    await undo(book);
    expect(texts(sheetOf(book), 1, 1)).toEqual([['again']]);
    expect(book.lastNotice?.code).toBe('changed-since');
  });

  test('stays a step while the server cannot be asked; what it refuses does not', async () => {
    const refusals = [Problem.offline('gone'), new Problem(404, { code: 'change-unknown', detail: 'Gone.' })];
    const revert = () => Promise.reject(refusals.shift() ?? new Error('asked too often'));
    const book = bookWith(server({ revert }).acts);
    await sort(book);
    await undo(book);
    expect(book.lastNotice?.detail).toBe('This was not undone. The server cannot be reached.');
    expect(book.commands.canUndo).toBe(true);
    await undo(book);
    expect(book.commands.canUndo).toBe(false);
  });

  test('is not redone after a newer step', async () => {
    let answer: (answer: RevertAnswer) => void = () => undefined;
    const revert = () => new Promise<RevertAnswer>((resolve) => (answer = resolve));
    const book = bookWith(server({ revert }).acts);
    await sort(book);
    const undoing = undo(book);
    book.commands.type('1', 0, 0, [['newer']]);
    answer({ ...DONE, seq: 12 });
    await undoing;
    expect(book.commands.canRedo).toBe(false);
    expect(book.commands.canUndo).toBe(true);
  });

  test('is refused to viewers', async () => {
    const { acts, asked } = server();
    const book = bookWith(acts);
    book.role = 'viewer';
    await expect(sort(book)).rejects.toMatchObject({ code: 'read-only' });
    expect(asked).toEqual([]);
  });
});

test('cells that stay are named, many are counted', () => {
  expect(keptWords([conflict('B7')])).toBe('1 cell was changed again and stays as it is: Plan!B7.');
  const many = Array.from({ length: 8 }, (_, n) => conflict(`A${n + 1}`));
  expect(keptWords(many)).toContain('Plan!A5 and 3 more.');
  expect(keptWords([{ ...conflict('A1'), sheet: 'My plan' }])).toContain("'My plan'!A1");
  expect(keptWords([{ ...conflict(''), cell: null }])).toBe('1 cell was changed again and stays as it is.');
});

describe('connected', () => {
  let room: TestRoom | null = null;
  const links: LiveLink[] = [];

  afterEach(async () => {
    for (const link of links.splice(0)) link.close();
    await room?.close();
  });

  async function joined(acts: ServerActs): Promise<Workbook> {
    room = await TestRoom.open();
    const start = new WorkbookDocument();
    start.write(ONE_SHEET);
    applyUpdate(room.doc, encodeStateAsUpdate(start.doc));
    const book = new Workbook('w', testSource({ acts }));
    const { address, connect } = room;
    const diagnose = () => Promise.resolve(null);
    links.push(new LiveLink(book, { address, open: connect, diagnose, firstPause: 10 }));
    await vi.waitFor(() => expect(book.save.kind).toBe('saved'));
    return book;
  }

  test('it begins when own edits are stored, counts as unsaved, and ends when it has arrived', async () => {
    const { acts, asked } = server();
    const book = await joined({
      ...acts,
      sort: (request) => acts.sort(request),
    });
    const room1 = room!;
    room1.acknowledging = false;
    book.commands.type('1', 0, 0, [['1']]);
    const sorting = sort(book);
    expect(book.save).toMatchObject({ kind: 'saving', waiting: 2 });
    await vi.waitFor(() => expect(room1.seq).toBe(1));
    expect(asked).toEqual([]);
    room1.release();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(book.save).toMatchObject({ kind: 'saving', waiting: 1 });
    const server1 = new Doc();
    server1.clientID = 1;
    server1.getMap('cells').set('1/1:0', 'sorted');
    room1.broadcast(encodeStateAsUpdate(server1));
    await sorting;
    expect(texts(sheetOf(book), 2, 1)).toEqual([['1'], ['sorted']]);
    await vi.waitFor(() => expect(book.save.kind).toBe('saved'));
  });

  test('without a connection it is refused at once', async () => {
    const { acts, asked } = server();
    const book = await joined(acts);
    await room!.close();
    await vi.waitFor(() => expect(book.save.kind).toBe('offline'));
    await expect(sort(book)).rejects.toMatchObject({ code: 'offline' });
    expect(asked).toEqual([]);
    expect(book.save).toMatchObject({ kind: 'offline', waiting: 0 });
  });
});
