/** A workbook as the page sees it: its sheets, who is there, what is saved, and the commands. */

import { parseFormula } from './formula-parse';
import { showFormula } from './formula-show';
import { areaCells, areaHas } from '../lib/geometry';
import type { KeptEdit } from '../net/kept';
import type { Values } from '../net/protocol';
import type { Manifest } from './base';
import type { BlockJson } from './block';
import { BlockStore } from './block-store';
import type { CheckSource } from './check-commands';
import type { CommandHost, ServerActs, WorkbookCommands } from './commands';
import { type DocumentChange, WorkbookDocument } from './document';
import type { Reader } from './edit-move';
import { contentAreas, Doubt, type DoubtHost } from './doubt';
import { earlyCommands } from './early-commands';
import type { Edit } from './entries';
import type { FilterActs } from './filter-commands';
import { FilterLists } from './filter-lists';
import { OwnFilters } from './filter-own';
import { editing } from './later';
import { nameViews } from './names';
import { parseReference } from './reference';
import type { Resolve } from './resolve';
import { Sheet, type SheetHost } from './sheet';
import { placeOfText, viewsBySheet } from './table-view';
import type { Task } from './task';
import type { EntryStore } from './undo';
import type {
  Area,
  CellFormat,
  CellPlace,
  Commands,
  NameView,
  PartPlace,
  Person,
  Presence,
  SaveState,
  Scalar,
  SelectionMemo,
  SheetView,
  TableView,
  WorkbookView,
} from './view';

/** The server's side of a workbook: where assets and values come from, and what it does in one's name. */
export interface WorkbookSource extends ServerActs, CheckSource {
  manifest(hash: string): Promise<Manifest>;
  styles(hash: string): Promise<readonly unknown[]>;
  block(hash: string, signal: AbortSignal): Promise<BlockJson>;
  /** Computed values of the formula cells of an area, by visible index. */
  values(sheet: string, area: Area): Promise<{ readonly seq: number; readonly cells: readonly ValueAt[] }>;
  /** The formulas that refer to cells of an area, or to ranges within it. */
  readers(sheet: string, area: Area): Promise<readonly Reader[]>;
  readonly filters: FilterActs;
}

export interface ValueAt {
  readonly row: number;
  readonly col: number;
  readonly value: Scalar;
}

/** What a connection does for the workbook; a moment of the past has none. */
export interface WorkbookLink {
  /** Entries were written into the document. */
  wrote(edits: readonly Edit[]): void;
  show(sheet: string, area: Area): void;
  /** Lines have moved: people may be at other indices now. */
  moved(): void;
  present: CommandHost['present'];
  /** Runs what the server does in one's name: after one's own edits are stored, and as one of them. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

type Topic = Parameters<WorkbookView['subscribe']>[0];

/** Rows and columns beyond the screen for which values are asked for as well. */
const MARGIN_ROWS = 60;
const MARGIN_COLS = 12;
const MOST_ROWS = 2000;
const MOST_COLS = 500;
/** Rows that a first screen may show. */
const FIRST_ROWS = 60;
/** Cells in one request for values outside of the screen. */
const VALUES_AT_ONCE = 50_000;
/** Values of frozen rows far away are asked for at most this often, milliseconds. */
const ASIDE = 300;
/** When no newer value has come for so long after a change, the old one stands, milliseconds. */
const SETTLE = 2500;
/** What the server has changed is here at once, or it comes with the next connection, milliseconds. */
const ARRIVAL = 2000;

function readFormat(entry: unknown): CellFormat {
  if (typeof entry !== 'object' || entry === null) return {};
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
}

function covers(outer: Area, area: Area): boolean {
  return areaHas(outer, area.top, area.left) && areaHas(outer, area.bottom, area.right);
}

/** What is on screen with a margin, so that a little scrolling asks for nothing. */
function surroundings({ rows, cols }: Sheet, area: Area): Area {
  const bottom = Math.min(area.bottom + MARGIN_ROWS, rows.count - 1);
  const right = Math.min(area.right + MARGIN_COLS, cols.count - 1);
  // Frozen lines are on screen too; as long as they fit they are part of what is watched.
  const top = rows.frozen > 0 && bottom < MOST_ROWS ? 0 : Math.max(0, area.top - MARGIN_ROWS);
  const left = cols.frozen > 0 && right < MOST_COLS ? 0 : Math.max(0, area.left - MARGIN_COLS);
  return {
    top,
    left,
    bottom: Math.min(bottom, top + MOST_ROWS - 1),
    right: Math.min(right, left + MOST_COLS - 1),
  };
}

/** What shows outside of what is watched: frozen rows, and rows that lie far apart because those between them are hidden. */
function aside(sheet: Sheet, area: Area, screen: Area): readonly Area[] {
  const { rows } = sheet;
  const parts: Area[] = [];
  if (rows.frozen > 0 && area.top >= rows.frozen) parts.push({ ...area, top: 0, bottom: rows.frozen - 1 });
  const frozen = parts.length;
  const near = VALUES_AT_ONCE / areaCells({ ...area, top: 0, bottom: 0 });
  for (const [top, bottom] of rows.shown(area.bottom + 1, Math.min(screen.bottom, rows.used - 1))) {
    const before = parts.length > frozen ? parts.at(-1) : undefined;
    if (before !== undefined && bottom - before.top < near) parts[parts.length - 1] = { ...before, bottom };
    else parts.push({ ...area, top, bottom });
  }
  return parts;
}

export class Workbook implements WorkbookView, SheetHost, CommandHost {
  role: WorkbookView['role'] = 'viewer';
  me: Person | null = null;
  ready = false;
  seq = 0;
  edits = 0;
  pulse = 0;
  save: SaveState = { kind: 'saving', waiting: 0, kept: 0 };
  held: readonly KeptEdit[] = [];
  people: readonly Presence[] = [];
  lastNotice: { readonly code: string; readonly detail: string } | null = null;
  task: Task | null = null;
  styles: readonly CellFormat[] | null = null;
  readonly blocks: BlockStore;
  readonly filterLists: FilterLists;
  readonly ownFilters = new OwnFilters();
  readonly store: EntryStore;
  document: WorkbookDocument;
  link: WorkbookLink | null = null;
  /** The connection has ended for good, or this is the past. */
  locked = false;
  private readonly early = earlyCommands(this);
  private made: WorkbookCommands | null = null;
  private readonly opened = new Map<string, Sheet>();
  private readonly told = new Map<Topic, number>();
  private readonly listeners = new Map<Topic, Set<() => void>>();
  private tabs: { readonly visible: readonly Sheet[]; readonly hidden: readonly Sheet[] } | null = null;
  private named: readonly NameView[] | null = null;
  private tableViews: ReturnType<typeof viewsBySheet> | null = null;
  private stylesHash: string | null = null;
  /** `screen` is what was shown when the area around it was asked for. */
  private watched: { readonly sheet: string; readonly area: Area; readonly screen: Area } | null = null;
  private settling: ReturnType<typeof setTimeout> | null = null;
  private readonly doubt = new Doubt(this.doubtHost());
  private marking: ReturnType<typeof setTimeout> | null = null;
  private asking: ReturnType<typeof setTimeout> | null = null;
  private operating = 0;
  private unfollow: () => void = () => undefined;

  constructor(
    readonly id: string,
    private readonly source: WorkbookSource,
    document = new WorkbookDocument(),
  ) {
    this.document = document;
    this.blocks = new BlockStore({
      fetch: (hash, signal) => source.block(hash, signal),
      onLoaded: () => this.arrived(),
    });
    this.filterLists = new FilterLists(
      (hash) => source.filters.list(hash),
      () => this.filtered(),
    );
    this.store = {
      get: (root, key) => this.document.get(root, key),
      write: (edits) => {
        this.document.write(edits);
        this.link?.wrote(edits);
      },
    };
    this.attach(document);
  }

  get commands(): Commands {
    if (editing.now !== null) this.made ??= new editing.now.WorkbookCommands(this);
    return this.made ?? this.early;
  }

  get readOnly(): boolean {
    return this.locked || !this.ready || this.role === 'viewer' || this.role === 'commenter';
  }

  get resolve(): Resolve {
    return this.document;
  }

  get checkSource(): CheckSource {
    return this.source;
  }

  get date1904(): boolean {
    return this.document.date1904;
  }

  // Sheets

  get sheets(): readonly SheetView[] {
    return this.listed.visible;
  }

  get hiddenSheets(): readonly SheetView[] {
    return this.listed.hidden;
  }

  sheet(id: string): Sheet | undefined {
    return this.sheetById(id);
  }

  sheetById(id: string): Sheet | undefined {
    const record = this.document.sheets.get(id);
    if (record?.exists !== true) return undefined;
    let sheet = this.opened.get(id);
    if (sheet === undefined) this.opened.set(id, (sheet = new Sheet(record, this)));
    return sheet;
  }

  get names(): readonly NameView[] {
    this.named ??= nameViews(this.document);
    return this.named;
  }

  hasName(word: string, sheet: string): boolean {
    return this.document.nameByText(word, sheet) !== null || this.document.tableByText(word) !== null;
  }

  tables(): readonly TableView[] {
    return this.listed.visible.concat(this.listed.hidden).flatMap((sheet) => this.tablesOn(sheet.id));
  }

  tablesOn(sheet: string): readonly TableView[] {
    this.tableViews ??= viewsBySheet(this.document);
    return this.tableViews.get(sheet) ?? [];
  }

  partOfTable(text: string, from: CellPlace): PartPlace | null {
    return placeOfText(text, from, this.document);
  }

  follow({ sheet, row, col }: CellPlace, text: string): () => string | null {
    const axes = this.document.axes(sheet);
    const cell = axes === null ? null : { row: axes.rows.idAt(row), col: axes.cols.idAt(col) };
    const formula = text.startsWith('=') ? parseFormula(text.slice(1), sheet, this.document, cell) : null;
    if (formula === null) return () => null;
    const before = showFormula(formula, sheet, this.document);
    return () => {
      const now = showFormula(formula, sheet, this.document);
      return now === before ? null : `=${now}`;
    };
  }

  sheetByName(name: string): Sheet | undefined {
    return this.sheetById(this.document.sheetByName(name) ?? '');
  }

  private get listed(): { readonly visible: readonly Sheet[]; readonly hidden: readonly Sheet[] } {
    if (this.tabs === null) {
      const all = this.document.tabs
        .map((record) => this.sheetById(record.id))
        .filter((sheet) => sheet !== undefined);
      this.tabs = {
        visible: all.filter((sheet) => sheet.state === 'visible'),
        hidden: all.filter((sheet) => sheet.state !== 'visible'),
      };
    }
    return this.tabs;
  }

  subscribe(what: Topic, listener: () => void): () => void {
    const set = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, set.add(listener));
    return () => set.delete(listener);
  }

  tell(...topics: readonly Topic[]): void {
    for (const topic of topics) this.told.set(topic, this.news(topic) + 1);
    for (const topic of topics) for (const listener of [...(this.listeners.get(topic) ?? [])]) listener();
  }

  news(what: Topic): number {
    return this.told.get(what) ?? 0;
  }

  notice(code: string, detail: string): void {
    this.lastNotice = { code, detail };
    this.tell('notice');
  }

  taskChanged(): void {
    this.tell('task');
  }

  // The document

  /** Shows another document, such as that of a new epoch. */
  attach(document: WorkbookDocument): void {
    this.unfollow();
    this.edits++;
    this.pulse++;
    this.doubt.close();
    this.document = document;
    this.opened.clear();
    this.tabs = null;
    this.named = null;
    this.tableViews = null;
    this.watched = null;
    this.unfollow = document.onChange((change) => this.changed(change));
    this.loadStyles();
    this.tell('sheets', 'cells');
  }

  private changed(change: DocumentChange): void {
    this.edits++;
    this.pulse++;
    if (change.book) this.loadStyles();
    // What is our own counts once it is durable; what others did is durable already.
    const seq = change.local ? Infinity : this.seq + 1;
    let listed = false;
    let renamed = change.names || change.tables;
    for (const part of change.sheets.values()) {
      listed ||= part.listed;
      renamed ||= part.listed || part.structure;
      this.opened.get(part.id)?.changed(part, seq);
      if (this.ready) this.doubt.note(part, seq);
    }
    if (renamed) {
      this.named = null;
      this.tableViews = null;
    }
    if (renamed) for (const sheet of this.opened.values()) sheet.renamed();
    if (!change.local) this.settleLater();
    this.markLater();
    if (renamed) this.link?.moved();
    if (listed) {
      this.tabs = null;
      this.tell('sheets');
    }
    this.tell('cells');
  }

  private loadStyles(): void {
    const hash = this.document.styles;
    if (hash === this.stylesHash && (hash === null || this.styles !== null)) return;
    this.stylesHash = hash;
    if (hash === null) {
      this.styles = [];
      return;
    }
    this.source.styles(hash).then(
      (table) => {
        if (this.stylesHash !== hash) return;
        this.styles = table.map(readFormat);
        this.arrived();
      },
      () => {
        if (this.stylesHash === hash)
          this.notice('not-loaded', 'The formats of this workbook could not be fetched.');
      },
    );
  }

  private arrived(): void {
    this.pulse++;
    for (const sheet of this.opened.values()) sheet.arrived();
    this.drawn();
  }

  get filterActs(): FilterActs {
    return this.source.filters;
  }

  ownChanged(): void {
    this.filtered();
  }

  /** Other rows are hidden now. */
  private filtered(): void {
    this.pulse++;
    for (const sheet of this.opened.values()) sheet.filtered();
    this.tell('cells');
  }

  /** Begins to fetch the top of the first sheet, which the page is about to show. */
  async fetchFirst(): Promise<void> {
    const first = this.listed.visible[0];
    await first?.filtering.arriving();
    // Whoever shows the sheet asks again, and hears of a failure.
    await first?.loadCells({ top: 0, bottom: FIRST_ROWS - 1, left: 0, right: 0 }).catch(() => undefined);
  }

  // SheetHost

  manifest(hash: string): Promise<Manifest> {
    return this.source.manifest(hash);
  }

  drawn(): void {
    this.tell('cells');
  }

  watch(sheet: Sheet, area: Area): void {
    if (this.watched?.sheet === sheet.id && covers(this.watched.area, area)) return;
    const around = surroundings(sheet, area);
    const before = this.watched;
    this.watched = { sheet: sheet.id, area: around, screen: area };
    const same = before?.sheet === sheet.id && covers(before.area, around) && covers(around, before.area);
    if (!same) this.link?.show(sheet.id, around);
    this.refreshAside();
  }

  /** Rows on screen too far away to be watched along with the rest are asked for by themselves. */
  private refreshAside(): void {
    const sheet = this.watched === null ? undefined : this.sheetById(this.watched.sheet);
    if (sheet === undefined || this.watched === null || this.asking !== null) return;
    const parts = aside(sheet, this.watched.area, this.watched.screen);
    if (parts.length === 0) return;
    this.asking = setTimeout(() => {
      this.asking = null;
      // What cannot be fetched now keeps its cached values until the next change.
      for (const part of parts) this.moment(sheet, part).catch(() => undefined);
    }, ASIDE);
  }

  async operate<T extends { readonly seq: number | null }>(
    work: (acts: ServerActs) => Promise<T>,
  ): Promise<T> {
    const run = async (): Promise<T> => {
      const { serverClock } = this.document;
      const answer = await work(this.source);
      if (answer.seq !== null && this.link !== null) await this.document.serverWrote(serverClock, ARRIVAL);
      return answer;
    };
    this.operating++;
    try {
      return await (this.link === null ? run() : this.link.during(run));
    } finally {
      this.operating--;
    }
  }

  get working(): boolean {
    return this.operating > 0;
  }

  readers(sheet: Sheet, area: Area): Promise<readonly Reader[]> {
    return this.source.readers(sheet.name, area);
  }

  async values(sheet: Sheet, area: Area): Promise<void> {
    if (!this.watches(sheet, area)) await this.moment(sheet, area);
  }

  watches(sheet: Sheet, area: Area): boolean {
    return this.watched?.sheet === sheet.id && covers(this.watched.area, area);
  }

  valueAt(reference: string, own: string): Scalar {
    const parsed = parseReference(reference);
    if (parsed?.kind !== 'cell') return null;
    const sheet = this.sheetById(parsed.sheet ?? own);
    const row = sheet?.rows.indexOf(parsed.at.row.line) ?? -1;
    const col = sheet?.cols.indexOf(parsed.at.col.line) ?? -1;
    return sheet === undefined || row < 0 || col < 0 ? null : sheet.value(row, col);
  }

  /**
   * Fetches the computed values of an area as they are at this moment. Answers with the change that they are of, null when
   * lines moved meanwhile.
   */
  async moment(sheet: Sheet, area: Area): Promise<number | null> {
    await sheet.data.arriving;
    let reached = this.seq;
    if (!sheet.hasFormulas(area)) {
      sheet.valuesComplete();
      return reached;
    }
    const bottom = Math.min(area.bottom, sheet.rows.used - 1);
    const right = Math.min(area.right, sheet.cols.used - 1);
    if (bottom < area.top || right < area.left) return reached;
    reached = Infinity;
    const width = areaCells({ top: 0, bottom: 0, left: area.left, right });
    const height = Math.max(1, Math.floor(VALUES_AT_ONCE / width));
    for (let top = area.top; top <= bottom; top += height) {
      const part: Area = { top, left: area.left, bottom: Math.min(top + height - 1, bottom), right };
      const { axis: rows } = sheet.record.rows;
      const { axis: cols } = sheet.record.cols;
      const { seq, cells } = await this.source.values(sheet.name, part);
      // Lines that moved meanwhile would put values into the wrong cells.
      if (sheet.record.rows.axis !== rows || sheet.record.cols.axis !== cols) return null;
      reached = Math.min(reached, seq);
      sheet.takeValues(
        {
          seq,
          sheet: sheet.id,
          all: false,
          cells: cells.map(({ row, col, value }) => [rows.idAt(row), cols.idAt(col), value] as const),
        },
        null,
      );
    }
    sheet.valuesComplete();
    this.drawn();
    return reached;
  }

  // From the connection

  takeValues(values: Values): void {
    this.pulse++;
    this.reached(values.seq);
    const watched = this.watched?.sheet === values.sheet ? this.watched.area : null;
    this.opened.get(values.sheet)?.takeValues(values, watched);
    // Without a connection they are fetched when they are wanted.
    if (values.looks !== undefined && values.looks.cells.length > 0)
      this.commands.rules.load().catch(() => undefined);
    if (watched !== null) this.doubt.reached(values.seq);
    this.settle(values.seq);
    if (!values.all) this.refreshAside();
    this.tell('cells');
  }

  /** Own changes up to now are durable with change `seq`. */
  durable(seq: number): void {
    this.pulse++;
    this.reached(seq);
    for (const sheet of this.opened.values()) sheet.computed.durable(seq);
    this.doubt.durable(seq);
    this.settleLater();
  }

  reached(seq: number): void {
    this.seq = Math.max(this.seq, seq);
  }

  private settle(seq: number): boolean {
    let any = false;
    for (const sheet of this.opened.values()) any = sheet.settle(seq) || any;
    return any;
  }

  private doubtHost(): DoubtHost {
    const resolve = (): Resolve => this.document;
    return {
      get resolve() {
        return resolve();
      },
      onScreen: () => {
        const sheet = this.watched === null ? undefined : this.sheetById(this.watched.sheet);
        return sheet === undefined ? null : { sheet: sheet.id, formulas: sheet.formulasOnScreen() };
      },
      areasOf: (change) => {
        const sheet = this.sheetById(change.id);
        return sheet === undefined ? [] : contentAreas(sheet, change);
      },
      mark: (id, cells) => {
        if (this.sheetById(id)?.doubt(cells) === true) this.tell('cells');
      },
      clear: () => {
        let any = false;
        for (const sheet of this.opened.values()) any = sheet.trust() || any;
        if (any) this.tell('cells');
      },
      ask: async (id, area) => {
        const sheet = this.sheetById(id);
        return sheet === undefined || (await this.moment(sheet, area)) !== null;
      },
    };
  }

  /** The server says nothing about values that came out the same: it is asked up to which change it has computed. */
  private settleLater(): void {
    if (this.settling !== null) clearTimeout(this.settling);
    this.settling = null;
    if (!this.awaiting()) return;
    this.settling = setTimeout(() => {
      this.settling = null;
      void this.settleByAsking();
    }, SETTLE);
  }

  /** Values that take their time are marked when they are due to be, and not before. */
  private markLater(): void {
    if (this.marking !== null) return;
    const due = Math.min(...[...this.opened.values()].map((sheet) => sheet.computed.nextDue));
    if (due === Infinity) return;
    this.marking = setTimeout(
      () => {
        this.marking = null;
        const now = performance.now();
        let any = false;
        for (const sheet of this.opened.values()) any = sheet.markLate(now) || any;
        if (any) this.tell('cells');
        this.markLater();
      },
      Math.max(1, due - performance.now()),
    );
  }

  private awaiting(): boolean {
    return [...this.opened.values()].some((sheet) => sheet.computed.waiting);
  }

  private async settleByAsking(): Promise<void> {
    if (!this.awaiting()) return;
    const { watched, seq } = this;
    const sheet = watched === null ? undefined : this.sheetById(watched.sheet);
    try {
      const answer = sheet === undefined || watched === null ? seq : await this.moment(sheet, watched.area);
      // The server answers when it has computed all that it knew when it was asked.
      if (answer !== null && this.settle(Math.max(answer, seq + 1))) this.tell('cells');
    } catch {
      // Marks stay as long as nobody knows.
    }
    this.settleLater();
  }

  present(
    state: { readonly memo: SelectionMemo; readonly row: number; readonly col: number } | null,
    typing: string | null,
  ): void {
    this.link?.present(state, typing);
  }

  close(): void {
    if (this.settling !== null) clearTimeout(this.settling);
    if (this.asking !== null) clearTimeout(this.asking);
    if (this.marking !== null) clearTimeout(this.marking);
    this.doubt.close();
    this.unfollow();
    this.blocks.close();
    this.listeners.clear();
  }
}
