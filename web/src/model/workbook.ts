/** A workbook as the page sees it: its sheets, who is there, what is saved, and the commands. */

import type { KeptEdit } from '../net/kept';
import type { Values } from '../net/protocol';
import type { Manifest } from './base';
import { BlockStore } from './block-store';
import type { CheckSource } from './check-commands';
import type { CommandHost, ServerActs } from './command-host';
import type { WorkbookCommands } from './commands';
import { type DocumentChange, WorkbookDocument } from './document';
import type { Reader } from './edit-move';
import { contentAreas, Doubt, type DoubtHost } from './doubt';
import { earlyCommands } from './early-commands';
import type { FilterActs } from './filter-commands';
import { FilterLists } from './filter-lists';
import { OwnFilters } from './filter-own';
import { followText } from './follow-text';
import { editing } from './later';
import { nameViews } from './names';
import { parseReference } from './reference';
import type { Resolve } from './resolve';
import { Settling, type SettlingHost } from './settling';
import { Sheet, type SheetHost } from './sheet';
import { StyleTable } from './style-table';
import { placeOfText, viewsBySheet } from './table-view';
import type { Task } from './task';
import { type Topic, Topics } from './topics';
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
import { type ValuesHost, WatchedValues } from './watched-values';
import type { WorkbookLink, WorkbookSource } from './workbook-source';

/** Rows that a first screen may show. */
const FIRST_ROWS = 60;
/** What the server has changed is here at once, or it comes with the next connection, milliseconds. */
const ARRIVAL = 2000;

export class Workbook implements WorkbookView, SheetHost, CommandHost, ValuesHost, SettlingHost {
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
  private readonly topics = new Topics();
  private tabs: { readonly visible: readonly Sheet[]; readonly hidden: readonly Sheet[] } | null = null;
  private named: readonly NameView[] | null = null;
  private tableViews: ReturnType<typeof viewsBySheet> | null = null;
  private readonly watched = new WatchedValues(this);
  private readonly settling = new Settling(this, this.watched);
  private readonly styleTable = new StyleTable({
    styles: (hash) => this.source.styles(hash),
    arrived: () => this.arrived(),
    failed: () => this.notice('not-loaded', 'The formats of this workbook could not be fetched.'),
  });
  private readonly doubt = new Doubt(this.doubtHost());
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

  get styles(): readonly CellFormat[] | null {
    return this.styleTable.entries;
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

  follow(place: CellPlace, text: string): () => string | null {
    return followText(() => this.document, place, text);
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
    return this.topics.subscribe(what, listener);
  }

  tell(...topics: readonly Topic[]): void {
    this.topics.tell(topics);
  }

  news(what: Topic): number {
    return this.topics.news(what);
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
    this.watched.forget();
    this.unfollow = document.onChange((change) => this.changed(change));
    this.styleTable.follow(this.document.styles);
    this.tell('sheets', 'cells');
  }

  private changed(change: DocumentChange): void {
    this.edits++;
    this.pulse++;
    if (change.book) this.styleTable.follow(this.document.styles);
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
    if (!change.local) this.settling.later();
    this.settling.markLater();
    if (renamed) this.link?.moved();
    if (listed) {
      this.tabs = null;
      this.tell('sheets');
    }
    this.tell('cells');
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
    this.watched.watch(sheet, area);
  }

  values(sheet: Sheet, area: Area): Promise<void> {
    return this.watched.values(sheet, area);
  }

  /** The computed values of an area as they are at this moment. */
  moment(sheet: Sheet, area: Area): Promise<number | null> {
    return this.watched.moment(sheet, area);
  }

  watches(sheet: Sheet, area: Area): boolean {
    return this.watched.watches(sheet, area);
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

  valueAt(reference: string, own: string): Scalar {
    const parsed = parseReference(reference);
    if (parsed?.kind !== 'cell') return null;
    const sheet = this.sheetById(parsed.sheet ?? own);
    const row = sheet?.rows.indexOf(parsed.at.row.line) ?? -1;
    const col = sheet?.cols.indexOf(parsed.at.col.line) ?? -1;
    return sheet === undefined || row < 0 || col < 0 ? null : sheet.value(row, col);
  }

  // From the connection

  takeValues(values: Values): void {
    this.pulse++;
    this.reached(values.seq);
    const watched = this.watched.areaOn(values.sheet);
    this.opened.get(values.sheet)?.takeValues(values, watched);
    // Without a connection they are fetched when they are wanted.
    if (values.looks !== undefined && values.looks.cells.length > 0)
      this.commands.rules.load().catch(() => undefined);
    if (watched !== null) this.doubt.reached(values.seq);
    this.settling.settle(values.seq);
    if (!values.all) this.watched.refreshAside();
    this.tell('cells');
  }

  /** Own changes up to now are durable with change `seq`. */
  durable(seq: number): void {
    this.pulse++;
    this.reached(seq);
    for (const sheet of this.opened.values()) sheet.computed.durable(seq);
    this.doubt.durable(seq);
    this.settling.later();
  }

  reached(seq: number): void {
    this.seq = Math.max(this.seq, seq);
  }

  // What its parts need of it

  show(sheet: string, area: Area): void {
    this.link?.show(sheet, area);
  }

  valuesOf(sheet: string, area: Area): ReturnType<WorkbookSource['values']> {
    return this.source.values(sheet, area);
  }

  get lookedAt(): Iterable<Sheet> {
    return this.opened.values();
  }

  private doubtHost(): DoubtHost {
    const resolve = (): Resolve => this.document;
    return {
      get resolve() {
        return resolve();
      },
      onScreen: () => {
        const { sheet } = this.watched;
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
        return sheet === undefined || (await this.watched.moment(sheet, area)) !== null;
      },
    };
  }

  present(
    state: { readonly memo: SelectionMemo; readonly row: number; readonly col: number } | null,
    typing: string | null,
  ): void {
    this.link?.present(state, typing);
  }

  close(): void {
    this.watched.close();
    this.settling.close();
    this.doubt.close();
    this.unfollow();
    this.blocks.close();
    this.topics.close();
  }
}
