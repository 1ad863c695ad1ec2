/**
 * A search through a workbook. The server looks through everything, page by page; matches are known as they come,
 * and looked for again when somebody changes a cell.
 */
import { parseCell, rangeName } from '../../../lib/a1';
import { type FindQuery, findCells, type FindPage } from '../../../net/bulk';
import { Problem } from '../../../net/problem';
import type { Area, WorkbookView } from '../../../model/view';

export type FindScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'sheet'; readonly sheet: string }
  | { readonly kind: 'area'; readonly sheet: string; readonly area: Area };

export interface FindOptions {
  readonly text: string;
  readonly case: boolean;
  readonly whole: boolean;
  readonly regex: boolean;
  readonly formulas: boolean;
  readonly scope: FindScope;
}

/** A place by visible index; `sheet` is an id. */
export interface FindPlace {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

export interface FindMatch extends FindPlace {
  readonly text: string;
  readonly formula: string | null;
}

export interface FindState {
  readonly matches: readonly FindMatch[];
  /** Which one is being looked at, -1 for none. */
  readonly at: number;
  /** Everything was looked at. */
  readonly complete: boolean;
  readonly busy: boolean;
  /** Why it cannot be done, in words. */
  readonly problem: { readonly code: string; readonly text: string } | null;
}

export type AskPage = (
  query: FindQuery,
  page: { readonly from: string | null; readonly most: number },
  signal: AbortSignal,
) => Promise<FindPage>;

const NOTHING: FindState = { matches: [], at: -1, complete: true, busy: false, problem: null };
/** Matches in one answer. */
const PAGE = 1000;
/** Matches held; more are asked for when somebody walks on to the last one. */
const HELD = 20_000;
/** Typing is awaited for so long, changes of cells for longer, milliseconds. */
const TYPING = 150;
const CHANGING = 400;

/** Resolves when all own edits are stored; rejects when the server cannot be reached. */
async function stored(view: WorkbookView, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { kind } = view.save;
    if (kind === 'saved') return;
    if (kind === 'refused') throw new Problem(0, { detail: 'The connection to this workbook has ended.' });
    if (kind === 'offline') throw Problem.offline('offline');
    await new Promise<void>((resolve) => {
      const end = view.subscribe('save', () => {
        end();
        resolve();
      });
      signal.addEventListener('abort', () => {
        end();
        resolve();
      });
    });
  }
}

/** The question as the server takes it; null while there is nothing to look for. */
export function queryOf(options: FindOptions, view: WorkbookView): FindQuery | null {
  const { text, scope } = options;
  if (text === '') return null;
  const sheet = scope.kind === 'all' ? null : view.sheet(scope.sheet);
  if (sheet === undefined) return null;
  return {
    text,
    ...(sheet === null ? {} : { sheet: sheet.name }),
    ...(scope.kind === 'area' ? { range: rangeName(scope.area) } : {}),
    ...(options.case ? { case: true } : {}),
    ...(options.whole ? { whole: true } : {}),
    ...(options.regex ? { regex: true } : {}),
    ...(options.formulas ? { formulas: true } : {}),
  };
}

export class Finder {
  state: FindState = NOTHING;
  private options: FindOptions | null = null;
  private running: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private edits: number;
  /** The first match of what was asked last has not been gone to yet. */
  private fresh = false;
  private limit = HELD;
  private readonly ends: (() => void)[];

  constructor(
    private readonly view: WorkbookView,
    private readonly host: {
      /** Something about it is different. */
      readonly changed: () => void;
      /** The first match after the place where one stands was found. */
      readonly reached: (match: FindMatch) => void;
      /** Where one stands. */
      readonly here: () => FindPlace;
    },
    private readonly askPage: AskPage = (query, page, signal) => findCells(view.id, query, page, signal),
  ) {
    this.edits = view.edits;
    this.ends = [
      view.subscribe('cells', () => this.lookAgain()),
      view.subscribe('sheets', () => this.lookAgain()),
      view.subscribe('save', () => this.retry()),
    ];
  }

  /** Looks for something else, a moment after the last key. */
  look(options: FindOptions): void {
    this.options = options;
    this.limit = HELD;
    this.fresh = true;
    this.stop();
    const query = queryOf(options, this.view);
    if (query === null) {
      this.set(NOTHING);
      return;
    }
    // What was found before stays until something new is there, so that nothing flickers.
    this.set({ ...this.state, busy: true, complete: false, problem: null });
    this.timer = setTimeout(() => void this.run(query), TYPING);
  }

  /** The match after (or before) the place where one stands; goes round at the end. */
  step(by: 1 | -1): FindMatch | null {
    const { matches, complete, busy } = this.state;
    if (matches.length === 0) return null;
    const here = this.host.here();
    const last = matches.length - 1;
    const after = this.firstFrom(here);
    const exact = matches[after];
    const standing = exact !== undefined && this.compare(exact, here) === 0;
    let at = by === 1 ? (standing ? after + 1 : after) : after - 1;
    if (at > last && !complete && !busy) this.more();
    if (at > last) at = 0;
    if (at < 0) at = last;
    this.set({ ...this.state, at });
    return matches[at] ?? null;
  }

  /** Takes a match out of the list that has just been replaced, and goes to the one after it. */
  without(match: FindMatch): FindMatch | null {
    const matches = this.state.matches.filter((each) => this.compare(each, match) !== 0);
    this.set({ ...this.state, matches, at: -1 });
    const next = matches[this.firstFrom(match)] ?? matches[0] ?? null;
    this.set({ ...this.state, at: next === null ? -1 : matches.indexOf(next) });
    return next;
  }

  close(): void {
    this.stop();
    for (const end of this.ends) end();
  }

  private stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.running?.abort();
    this.running = null;
  }

  private set(state: FindState): void {
    this.state = state;
    this.host.changed();
  }

  /** A cell was changed: the same question again, without letting go of the list meanwhile. */
  private lookAgain(): void {
    if (this.edits === this.view.edits) return;
    this.edits = this.view.edits;
    this.again();
  }

  private again(): void {
    const { options } = this;
    if (options === null || options.text === '') return;
    this.stop();
    this.timer = setTimeout(() => {
      const query = queryOf(options, this.view);
      if (query !== null) void this.run(query);
    }, CHANGING);
  }

  /** Connected again. */
  private retry(): void {
    if (this.state.problem?.code === 'offline' && this.view.save.kind === 'saved') this.again();
  }

  private more(): void {
    this.limit += HELD;
    this.again();
  }

  /** Asks page by page, and goes to the first match of another question than before. */
  private async run(query: FindQuery): Promise<void> {
    this.stop();
    const stop = (this.running = new AbortController());
    const found: FindMatch[] = [];
    const { fresh } = this;
    let from: string | null = null;
    try {
      await stored(this.view, stop.signal);
      this.edits = this.view.edits;
      do {
        const page: FindPage = await this.askPage(query, { from, most: PAGE }, stop.signal);
        if (stop.signal.aborted) return;
        from = page.next;
        found.push(...page.matches.flatMap((match) => this.matchOf(match)));
        const done = from === null || found.length >= this.limit;
        if (!fresh && !done && found.length < this.state.matches.length) continue;
        this.take([...found], from === null, !done);
        if (this.fresh) this.fresh = !this.reach(done);
      } while (from !== null && found.length < this.limit);
    } catch (error) {
      if (stop.signal.aborted) return;
      const problem = error instanceof Problem ? error : Problem.offline(error);
      const text =
        problem.code === 'offline'
          ? 'The server cannot be reached. It goes on once it can be.'
          : problem.detail;
      this.set({ ...NOTHING, problem: { code: problem.code, text } });
    }
  }

  private matchOf({ sheet, cell, text, formula }: FindPage['matches'][number]): FindMatch[] {
    const on = this.view.sheetByName(sheet);
    const at = parseCell(cell);
    return on === undefined || at === null ? [] : [{ sheet: on.id, ...at, text, formula: formula ?? null }];
  }

  /** Keeps the list in order and one's place in it. */
  private take(matches: readonly FindMatch[], complete: boolean, busy: boolean): void {
    const before = this.state.matches[this.state.at];
    const at = before === undefined ? -1 : matches.findIndex((each) => this.compare(each, before) === 0);
    this.set({ matches, at, complete, busy, problem: null });
  }

  /** Goes to the first match from where one stands, or to the very first when there is none. */
  private reach(done: boolean): boolean {
    const { matches } = this.state;
    const from = this.firstFrom(this.host.here());
    const at = from < matches.length ? from : done && matches.length > 0 ? 0 : -1;
    if (at < 0) {
      this.set({ ...this.state, at: -1 });
      return false;
    }
    this.set({ ...this.state, at });
    const match = matches[at];
    if (match !== undefined) this.host.reached(match);
    return true;
  }

  /** Index of the first match at or after a place, the number of matches when there is none. */
  private firstFrom(place: FindPlace): number {
    const { matches } = this.state;
    let low = 0;
    let high = matches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const match = matches[middle];
      if (match !== undefined && this.compare(match, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compare(a: FindPlace, b: FindPlace): number {
    if (a.sheet !== b.sheet) return this.tab(a.sheet) - this.tab(b.sheet);
    return a.row - b.row || a.col - b.col;
  }

  private tab(sheet: string): number {
    return this.view.sheets.findIndex((each) => each.id === sheet);
  }
}
