/** A workbook in memory for trying and testing the grid: no server, no Yjs, undo by snapshots. */
import { columnName, parseRange, rangeName } from '../../lib/a1';
import type {
  Area,
  ChartPatch,
  ChartPlace,
  ChartSource,
  Commands,
  NameDraft,
  NameView,
  Person,
  Presence,
  SaveState,
  Scalar,
  SelectionMemo,
  SortLevel,
  WorkbookView,
} from '../../model/view';
import type { ChartLook } from '../../model/chart';
import { Task } from '../../model/task';
import type { FindQuery, Replaced, Sorted } from '../../net/bulk';
import { type FakeCell, type FakeChart, FakeSheet } from './fakeSheet';

type Topic = Parameters<WorkbookView['subscribe']>[0];

export function parseTyped(text: string): { value: Scalar; formula?: string; format?: string } {
  if (text.startsWith("'")) return { value: text.slice(1) };
  if (text.startsWith('=')) return { value: 0, formula: text };
  if (/^(true|false)$/i.test(text)) return { value: text.toLowerCase() === 'true' };
  const percent = /^(-?[\d.]+)%$/.exec(text);
  if (percent !== null) return { value: Number(percent[1]) / 100, format: '0%' };
  const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (date !== null) {
    const serial = Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3])) / 86_400_000 + 25_569;
    return { value: serial, format: 'yyyy-mm-dd' };
  }
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text))
    return { value: Number(text.replaceAll(',', '')), format: '#,##0' };
  if (text.trim() !== '' && /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text.trim()))
    return { value: Number(text) };
  return { value: text };
}

export class FakeWorkbook implements WorkbookView, Commands {
  readonly id = 'fake';
  role: WorkbookView['role'] = 'editor';
  readOnly = false;
  me: Person | null = { id: 'me', name: 'Mara Lindqvist', kind: 'member', color: 1 };
  all: FakeSheet[] = [];
  save: SaveState = { kind: 'saved', at: 0 };
  readonly held = [];
  people: Presence[] = [];
  ready = true;
  readonly working = false;
  task: Task | null = null;
  readonly travelling = null;
  seq = 1;
  edits = 0;
  lastNotice = null;
  readonly date1904 = false;
  readonly commands: Commands = this;
  /** There are no tables here; what they do is tried on a real workbook. */
  readonly table: Commands['table'] = {
    make: () => null,
    freeName: () => 'Table1',
    nameProblem: () => null,
    rename: () => null,
    resize: () => null,
    style: () => undefined,
    showTotals: () => undefined,
    total: () => undefined,
    appendRow: () => undefined,
    toCells: () => undefined,
  };
  readonly rules: Commands['rules'] = {
    load: () => Promise.resolve(),
    put: () => null,
    preview: () => undefined,
    duplicate: () => undefined,
    move: () => undefined,
    remove: () => undefined,
    clear: () => undefined,
    carry: () => undefined,
  };
  /** Nor does a cell ask anything here. */
  readonly check: Commands['check'] = {
    set: () => null,
    clear: () => undefined,
    addBoxes: () => undefined,
    toggle: () => undefined,
    judge: (_sheet, _row, _col, text) => ({ kind: 'taken', text }),
    ask: () => Promise.resolve(null),
    choices: () => Promise.resolve({ values: [], more: false }),
  };
  /** Filters are the server's: nothing of them is here. */
  readonly filter: Commands['filter'] = {
    set: () => Promise.resolve({ shown: 0, of: 0 }),
    remove: () => Promise.resolve(),
    setOwn: () => Promise.resolve({ shown: 0, of: 0 }),
    closeOwn: () => undefined,
    count: () => Promise.resolve({ shown: 0, of: 0 }),
    values: () => Promise.resolve({ values: [], more: false, fills: [], colors: [] }),
    kept: [],
    restore: () => Promise.resolve(),
  };
  readonly log: string[] = [];
  typed: string | null = null;
  #told = 0;
  readonly #listeners = new Map<Topic, Set<() => void>>();
  readonly #undo: (() => SelectionMemo)[] = [];
  readonly #redo: (() => SelectionMemo)[] = [];
  #selected: SelectionMemo | null = null;

  add(sheet: FakeSheet): FakeSheet {
    this.all.push(sheet);
    sheet.onLoaded = () => this.tell('cells');
    return sheet;
  }

  get sheets(): FakeSheet[] {
    return this.all.filter((sheet) => sheet.state === 'visible');
  }

  get hiddenSheets(): FakeSheet[] {
    return this.all.filter((sheet) => sheet.state !== 'visible');
  }

  sheet(id: string): FakeSheet | undefined {
    return this.all.find((sheet) => sheet.id === id);
  }

  names: NameView[] = [];

  defineName({ id, name, scope, refersTo, sheet }: NameDraft): string | null {
    if (/^[a-z]{1,3}[0-9]+$/i.test(name)) return `“${name}” is the address of a cell.`;
    const area = parseRange(refersTo.replace(/^=/, '').split('!').at(-1) ?? '');
    const target = area === null ? null : { sheet, area };
    this.names = this.names.filter((other) => other.id !== id);
    this.names.push({ id: id ?? name.toLowerCase(), name, scope, refersTo, target });
    this.tell('cells');
    return null;
  }

  deleteNames(ids: readonly string[]): void {
    this.names = this.names.filter((name) => !ids.includes(name.id));
    this.tell('cells');
  }

  hasName(word: string): boolean {
    return word.toLowerCase() === 'rate';
  }

  tables(): [] {
    return [];
  }

  partOfTable(): null {
    return null;
  }

  follow(): () => string | null {
    return () => null;
  }

  sheetByName(name: string): FakeSheet | undefined {
    return this.all.find((sheet) => sheet.name.toLowerCase() === name.toLowerCase());
  }

  subscribe(what: Topic, listener: () => void): () => void {
    const set = this.#listeners.get(what) ?? new Set();
    this.#listeners.set(what, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  tell(what: Topic): void {
    this.#told++;
    for (const listener of this.#listeners.get(what) ?? []) listener();
  }

  get pulse(): number {
    return this.#told;
  }

  news(): number {
    return this.#told;
  }

  /** One step that can be undone. */
  #step(name: string, id: string, change: (sheet: FakeSheet) => void): void {
    const sheet = this.sheet(id);
    if (sheet === undefined) return;
    this.log.push(name);
    const memo = this.#selected ?? { sheet: id, area: { top: 0, left: 0, bottom: 0, right: 0 } };
    const snapshot = (): (() => void) => {
      const cells = new Map(sheet.cells);
      const merges = [...sheet.merges];
      const laid = [...sheet.laid];
      const rows = sheet.rows.save();
      const cols = sheet.cols.save();
      return () => {
        this.edits++;
        sheet.cells = new Map(cells);
        sheet.merges = [...merges];
        sheet.laid = [...laid];
        rows();
        cols();
        sheet.version++;
        this.tell('cells');
      };
    };
    const before = snapshot();
    change(sheet);
    this.edits++;
    sheet.version++;
    const after = snapshot();
    const undo = (): SelectionMemo => {
      before();
      this.#redo.push(redo);
      return memo;
    };
    const redo = (): SelectionMemo => {
      after();
      this.#undo.push(undo);
      return memo;
    };
    this.#undo.push(undo);
    this.#redo.length = 0;
    this.tell('cells');
  }

  /** As if somebody else had typed. */
  remote(id: string, row: number, col: number, text: string): void {
    const sheet = this.sheet(id);
    if (sheet === undefined) return;
    this.#enter(sheet, row, col, text);
    this.edits++;
    sheet.version++;
    this.tell('cells');
  }

  #enter(sheet: FakeSheet, row: number, col: number, text: string | null): void {
    const before = sheet.raw(row, col);
    const typed = text === null ? { value: null } : parseTyped(text);
    const format =
      'format' in typed && before?.format.format === undefined
        ? { ...before?.format, format: typed.format }
        : (before?.format ?? {});
    const formula = 'formula' in typed ? { formula: typed.formula } : {};
    sheet.put(row, col, { value: typed.value, format, ...formula });
  }

  type(id: string, row: number, col: number, inputs: readonly (readonly (string | null)[])[]): void {
    this.#step('type', id, (sheet) => {
      inputs.forEach((line, r) => line.forEach((text, c) => this.#enter(sheet, row + r, col + c, text)));
    });
  }

  paste(id: string, row: number, col: number, cells: Parameters<Commands['paste']>[3]): void {
    this.#step('paste', id, (sheet) => {
      cells.forEach((line, r) =>
        line.forEach((cell, c) => {
          if (cell === null) return;
          if (cell.typed !== undefined) this.#enter(sheet, row + r, col + c, cell.typed);
          const before = sheet.raw(row + r, col + c) ?? { value: null, format: {} };
          const laid = Object.entries({ ...(cell.format ?? before.format), ...cell.patch });
          const format = Object.fromEntries(laid.filter(([, value]) => value !== null));
          if (cell.formula !== undefined) {
            sheet.put(row + r, col + c, { value: cell.input ?? null, format, formula: cell.formula });
          } else if (cell.input === undefined) sheet.put(row + r, col + c, { ...before, format });
          else sheet.put(row + r, col + c, { value: cell.input, format });
        }),
      );
    });
  }

  begin(label: string): Task {
    this.task = new Task(label, () => this.tell('task'));
    return this.task;
  }

  end(task: Task): void {
    if (this.task === task) this.task = null;
    this.tell('task');
  }

  pasteMany(
    id: string,
    area: Area,
    cells: Parameters<Commands['pasteMany']>[2],
    merges: readonly Area[],
    task: Task,
  ): Promise<boolean> {
    this.#step('paste', id, (sheet) => {
      for (let row = area.top; row <= area.bottom; row++) {
        for (let col = area.left; col <= area.right; col++) {
          const cell = cells(row - area.top, col - area.left);
          if (cell?.typed !== undefined) this.#enter(sheet, row, col, cell.typed);
        }
      }
    });
    for (const merge of merges) this.merge(id, merge);
    this.end(task);
    return Promise.resolve(true);
  }

  #each(sheet: FakeSheet, areas: readonly Area[], use: (row: number, col: number) => void): void {
    for (const area of areas) {
      for (let row = area.top; row <= Math.min(area.bottom, sheet.rows.used + 200); row++) {
        for (let col = area.left; col <= Math.min(area.right, sheet.cols.used + 26); col++) use(row, col);
      }
    }
  }

  moveCells(from: string, area: Area, to: string, row: number, col: number): Promise<void> {
    const source = this.sheet(from);
    if (source === undefined) return Promise.resolve();
    this.together(() => {
      const merges = source.mergesIn(area);
      const cells = Array.from({ length: area.bottom - area.top + 1 }, (_, r) =>
        Array.from({ length: area.right - area.left + 1 }, (__, c) => {
          const { value, formula, format } = source.cell(area.top + r, area.left + c);
          return formula === undefined ? { input: value, format } : { input: value, formula, format };
        }),
      );
      this.clear(from, [area]);
      this.paste(to, row, col, cells);
      for (const merge of merges) {
        this.unmerge(from, merge);
        this.merge(to, {
          top: merge.top + row - area.top,
          left: merge.left + col - area.left,
          bottom: merge.bottom + row - area.top,
          right: merge.right + col - area.left,
        });
      }
    });
    return Promise.resolve();
  }

  clear(id: string, areas: readonly Area[]): void {
    this.#step('clear', id, (sheet) => {
      this.#each(sheet, areas, (row, col) => {
        const raw = sheet.raw(row, col);
        if (raw !== null) sheet.put(row, col, { value: null, format: raw.format });
      });
    });
  }

  format(id: string, areas: readonly Area[], patch: Parameters<Commands['format']>[2]): void {
    this.#step('format', id, (sheet) => {
      this.#each(sheet, areas, (row, col) => {
        const raw = sheet.raw(row, col) ?? { value: null, format: {} };
        const entries = Object.entries({ ...raw.format, ...patch }).filter(([, value]) => value !== null);
        sheet.put(row, col, { ...raw, format: Object.fromEntries(entries) });
      });
    });
  }

  insertRows(id: string, before: number, count: number): void {
    this.#step('insertRows', id, (sheet) => sheet.rows.insert(before, count));
  }
  insertCols(id: string, before: number, count: number): void {
    this.#step('insertCols', id, (sheet) => sheet.cols.insert(before, count));
  }
  deleteRows(id: string, first: number, last: number): void {
    this.#step('deleteRows', id, (sheet) => sheet.rows.remove(first, last));
  }
  deleteCols(id: string, first: number, last: number): void {
    this.#step('deleteCols', id, (sheet) => sheet.cols.remove(first, last));
  }
  moveRows(id: string, first: number, last: number, before: number): void {
    this.#step('moveRows', id, (sheet) => sheet.rows.move(first, last, before));
  }
  moveCols(id: string, first: number, last: number, before: number): void {
    this.#step('moveCols', id, (sheet) => sheet.cols.move(first, last, before));
  }
  resizeRows(id: string, rows: readonly number[], size: number | null): void {
    this.#step('resizeRows', id, (sheet) => {
      for (const row of rows) {
        if (size === null) sheet.rows.sizes.delete(sheet.rows.id(row));
        else sheet.rows.sizes.set(sheet.rows.id(row), size);
      }
      sheet.rows.touch();
    });
  }
  resizeCols(id: string, cols: readonly number[], size: number | null): void {
    this.#step('resizeCols', id, (sheet) => {
      for (const col of cols) {
        if (size === null) sheet.cols.sizes.delete(sheet.cols.id(col));
        else sheet.cols.sizes.set(sheet.cols.id(col), size);
      }
      sheet.cols.touch();
    });
  }
  hideRows(id: string, first: number, last: number, hidden: boolean): void {
    this.#step('hideRows', id, (sheet) => {
      for (let row = first; row <= last; row++) {
        if (hidden) sheet.rows.hiddenIds.add(sheet.rows.id(row));
        else sheet.rows.hiddenIds.delete(sheet.rows.id(row));
      }
      sheet.rows.touch();
    });
  }
  hideCols(id: string, first: number, last: number, hidden: boolean): void {
    this.#step('hideCols', id, (sheet) => {
      for (let col = first; col <= last; col++) {
        if (hidden) sheet.cols.hiddenIds.add(sheet.cols.id(col));
        else sheet.cols.hiddenIds.delete(sheet.cols.id(col));
      }
      sheet.cols.touch();
    });
  }
  merge(id: string, area: Area): void {
    this.#step('merge', id, (sheet) => sheet.merges.push(area));
  }
  unmerge(id: string, area: Area): void {
    this.#step('unmerge', id, (sheet) => {
      const inside = new Set(sheet.mergesIn(area));
      sheet.merges = sheet.merges.filter((merge) => !inside.has(merge));
    });
  }
  freeze(id: string, rows: number, cols: number): void {
    this.#step('freeze', id, (sheet) => {
      sheet.rows.frozen = rows;
      sheet.cols.frozen = cols;
    });
  }
  fill(id: string, source: Area, target: Area): void {
    this.#step('fill', id, (sheet) => {
      const height = source.bottom - source.top + 1;
      const width = source.right - source.left + 1;
      this.#each(sheet, [target], (row, col) => {
        const r = source.top + ((((row - source.top) % height) + height) % height);
        const c = source.left + ((((col - source.left) % width) + width) % width);
        const raw = sheet.raw(r, c);
        sheet.put(row, col, raw === null ? null : { ...raw });
      });
    });
  }
  #corners(sheet: FakeSheet, { area }: ChartSource): FakeChart['corners'] {
    const { rows, cols } = sheet;
    return [rows.id(area.top), cols.id(area.left), rows.id(area.bottom), cols.id(area.right)];
  }

  addChart(id: string, look: ChartLook, source: ChartSource, place: ChartPlace): string {
    const chart = `c${String(this.#told)}`;
    this.#step('addChart', id, (sheet) => {
      const at = [sheet.rows.id(place.row), sheet.cols.id(place.col)] as const;
      sheet.laid = [...sheet.laid, { id: chart, look, place, at, corners: this.#corners(sheet, source) }];
    });
    return chart;
  }
  changeChart(id: string, chart: string, patch: ChartPatch): void {
    this.#step('changeChart', id, (sheet) => {
      sheet.laid = sheet.laid.map((each) => {
        if (each.id !== chart) return each;
        const place = { ...sheet.charts.find((c) => c.id === chart)!.place, ...patch.place };
        const look = Object.fromEntries(
          Object.entries({ ...each.look, ...patch.look }).filter(([, v]) => v !== undefined),
        );
        return {
          ...each,
          look: look as unknown as ChartLook,
          place,
          at: [sheet.rows.id(place.row), sheet.cols.id(place.col)],
          corners: patch.source === undefined ? each.corners : this.#corners(sheet, patch.source),
        };
      });
    });
  }
  deleteChart(id: string, chart: string): void {
    this.#step('deleteChart', id, (sheet) => {
      sheet.laid = sheet.laid.filter((each) => each.id !== chart);
    });
  }
  setNote(id: string, row: number, col: number, text: string | null): void {
    this.#step('setNote', id, (sheet) => {
      const cell: FakeCell = { ...(sheet.raw(row, col) ?? { value: null, format: {} }) };
      if (text === null) delete cell.note;
      else cell.note = text;
      sheet.put(row, col, cell);
    });
  }
  setLink(id: string, row: number, col: number, address: string | null): string | null {
    this.#step('setLink', id, (sheet) => {
      const cell: FakeCell = { ...(sheet.raw(row, col) ?? { value: null, format: {} }) };
      if (address === null) delete cell.link;
      else cell.link = address;
      sheet.put(row, col, cell);
    });
    return null;
  }
  addSheet(name = `Sheet${String(this.all.length + 1)}`): string {
    const sheet = this.add(new FakeSheet(`s${String(this.all.length + 1)}`, name));
    this.tell('sheets');
    return sheet.id;
  }
  duplicateSheet(id: string): Promise<string | null> {
    return Promise.resolve(this.addSheet(`Copy of ${this.sheet(id)?.name ?? ''}`));
  }
  renameSheet(id: string, name: string): string | null {
    const sheet = this.sheet(id);
    if (sheet !== undefined) sheet.name = name;
    this.tell('sheets');
    return null;
  }
  moveSheet(): void {
    this.tell('sheets');
  }
  colorSheet(): void {
    this.tell('sheets');
  }
  hideSheet(): void {
    this.tell('sheets');
  }
  deleteSheet(id: string): void {
    this.all = this.all.filter((sheet) => sheet.id !== id);
    this.tell('sheets');
  }
  together(work: () => void): void {
    const first = this.#undo.length;
    work();
    const steps = this.#undo.splice(first);
    const [step] = steps;
    if (step === undefined) return;
    if (steps.length === 1) this.#undo.push(step);
    else this.#undo.push(this.#all(steps, this.#redo, this.#undo));
  }

  /** Several steps as one; taking it puts the way back onto the other pile. */
  #all(
    steps: readonly (() => SelectionMemo)[],
    other: (() => SelectionMemo)[],
    own: (() => SelectionMemo)[],
  ): () => SelectionMemo {
    return () => {
      const first = other.length;
      const memos = [...steps].reverse().map((step) => step());
      const back = other.splice(first);
      other.push(this.#all(back, own, other));
      return memos.at(-1) ?? { sheet: '', area: { top: 0, left: 0, bottom: 0, right: 0 } };
    };
  }

  /** The server's part is played by whoever tests. */
  sort(id: string, area: Area, header: boolean, by: readonly SortLevel[]): Promise<Sorted> {
    const levels = by
      .map(({ col, descending }) => `${columnName(col)}${descending ? ' down' : ''}`)
      .join(', ');
    this.#step(`sort ${rangeName(area)}${header ? ' below headings' : ''} by ${levels}`, id, () => undefined);
    return Promise.resolve({ seq: ++this.seq, rows: area.bottom - area.top + (header ? 0 : 1) });
  }

  replace(
    query: FindQuery,
    replacement: string,
    cells?: readonly { readonly sheet: string; readonly row: number; readonly col: number }[],
  ): Promise<Replaced> {
    let count = 0;
    this.together(() => {
      for (const sheet of this.sheets) {
        for (let row = 0; row < sheet.rows.used; row++) {
          for (let col = 0; col < sheet.cols.used; col++) {
            const only =
              cells?.some((at) => at.sheet === sheet.id && at.row === row && at.col === col) ?? true;
            const { text, formula } = sheet.cell(row, col);
            if (!only || formula !== undefined || !text.includes(query.text)) continue;
            this.type(sheet.id, row, col, [[text.replaceAll(query.text, replacement)]]);
            count++;
          }
        }
      }
    });
    return Promise.resolve({ seq: count === 0 ? null : ++this.seq, cells: count });
  }

  undo(): SelectionMemo | null {
    return this.#undo.pop()?.() ?? null;
  }
  redo(): SelectionMemo | null {
    return this.#redo.pop()?.() ?? null;
  }
  get newest(): object | null {
    return this.#undo.at(-1) ?? null;
  }
  get canUndo(): boolean {
    return this.#undo.length > 0;
  }
  get canRedo(): boolean {
    return this.#redo.length > 0;
  }
  select(sheet: string, _row: number, _col: number, area: Area): void {
    this.#selected = { sheet, area };
  }
  typing(text: string | null): void {
    this.typed = text;
  }
}
