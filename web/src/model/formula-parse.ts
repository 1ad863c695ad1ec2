/** Typed formula text → template and references by identity (FORMAT.md §4). */

import { columnIndex, MAX_ROWS } from '../lib/a1';
import { ERRORS } from '../lib/scalar';
import type { Axis } from './axis';
import { MAX_REFS, MAX_TEMPLATE, SLOT, type StoredFormula } from './content';
import {
  type Corner,
  type End,
  type PlainReference,
  printReference,
  type Reference,
  splitOnce,
} from './reference';
import type { Resolve } from './resolve';
import { closing, parseSelected } from './structured';
import type { Table } from './table';

/** The cell that a formula is typed in, by identity. */
export interface FormulaCell {
  readonly row: number;
  readonly col: number;
}

/** An index as typed, with its `$`. */
interface Typed {
  readonly index: number;
  readonly absolute: boolean;
}

type Address =
  | { readonly kind: 'cell'; readonly row: Typed; readonly col: Typed }
  /** Letters or digits alone mean lines only as one end of a range of lines. */
  | { readonly kind: 'col' | 'row'; readonly line: Typed };

/** A reference and how much of the text it takes. */
interface Found {
  readonly reference: PlainReference;
  readonly length: number;
}

/** What continues a name, a function or an address. */
const WORD = /[\p{Alphabetic}\p{N}_.\\?$]+/uy;
const ADDRESS = /^(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})$/;

function parseAddress(word: string): Address | null {
  const match = ADDRESS.exec(word);
  if (match === null) return null;
  const [, dollar = '', letters = '', second = '', digits = ''] = match;
  const row = digits === '' || digits.startsWith('0') ? -1 : Number(digits) - 1;
  if (digits !== '' && (row < 0 || row >= MAX_ROWS)) return null;
  if (letters === '') {
    return row < 0 || second !== '' ? null : { kind: 'row', line: { index: row, absolute: dollar !== '' } };
  }
  const index = columnIndex(letters);
  if (index < 0) return null;
  const col = { index, absolute: dollar !== '' };
  if (digits === '') return second === '' ? { kind: 'col', line: col } : null;
  return { kind: 'cell', row: { index: row, absolute: second !== '' }, col };
}

function ordered(a: Typed, b: Typed): readonly [Typed, Typed] {
  return a.index <= b.index ? [a, b] : [b, a];
}

function endOf(axis: Axis | null, typed: Typed): End | null {
  const line = axis?.idAt(typed.index) ?? -1;
  return line < 0 ? null : { line, absolute: typed.absolute };
}

class Scanner {
  private at = 0;
  private template = '';
  private readonly refs: Reference[] = [];

  constructor(
    private readonly text: string,
    private readonly own: string,
    private readonly context: Resolve,
    private readonly cell: FormulaCell | null,
  ) {}

  run(): { template: string; refs: readonly Reference[] } {
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      if (char === '"') this.copy(this.quotedLength('"'));
      else if (char === '[') this.brackets();
      else if (char === '#') this.copyError();
      else if (char === "'") this.quotedSheet();
      else if (char >= '0' && char <= '9') this.number();
      else {
        const length = this.wordLength(this.at);
        if (length > 0) this.word(length);
        else this.copy(1);
      }
    }
    return { template: this.template, refs: this.refs };
  }

  /** Copies text that holds no reference. */
  private copy(length: number): void {
    this.template += this.text.slice(this.at, this.at + length).replaceAll(SLOT, '\uFFFD');
    this.at += length;
  }

  private wordLength(at: number): number {
    WORD.lastIndex = at;
    return WORD.exec(this.text)?.[0].length ?? 0;
  }

  /** Length of a quoted text from here, its quotes doubled inside; all of the rest when it is unfinished. */
  private quotedLength(quote: string): number {
    for (let i = this.at + 1; i < this.text.length; i++) {
      if (this.text.charAt(i) !== quote) continue;
      if (this.text.charAt(i + 1) !== quote) return i + 1 - this.at;
      i++;
    }
    return this.text.length - this.at;
  }

  /** A part of the table around the formula, `[@Amount]`, or else brackets that are none of ours. */
  private brackets(): void {
    const here = this.cell === null ? null : this.context.tableAt(this.own, this.cell.row, this.cell.col);
    if (here === null || !this.structured(here, 0)) this.copyBrackets();
  }

  /** The brackets behind `before` characters as a part of a table; false when they name none. */
  private structured(table: Table, before: number): boolean {
    const start = this.at + before;
    const length = closing(this.text, start);
    const cols = this.context.cols(table.sheet);
    if (length < 0 || cols === null) return false;
    const selected = parseSelected(this.text.slice(start + 1, start + length - 1), table, cols);
    if (selected === null) return false;
    this.push({ kind: 'table', id: table.id, ...selected }, before + length);
    return true;
  }

  /** Parts of no table and external workbooks, to the bracket that closes and what hangs on it. */
  private copyBrackets(): void {
    const length = closing(this.text, this.at);
    this.copy(length < 0 ? this.text.length - this.at : length);
    const word = this.wordLength(this.at);
    if (word > 0 && this.text.charAt(this.at + word) === '!') this.copyForeign(word + 1);
  }

  /** Text up to and with `!`, and the address behind it, which is none of ours. */
  private copyForeign(prefix: number): void {
    this.copy(prefix);
    if (this.text.charAt(this.at) === '#') return;
    this.copy(this.wordLength(this.at));
    if (this.text.charAt(this.at) !== ':') return;
    const length = this.wordLength(this.at + 1);
    if (parseAddress(this.text.slice(this.at + 1, this.at + 1 + length)) !== null) this.copy(1 + length);
  }

  private copyError(): void {
    const rest = this.text.slice(this.at, this.at + 8).toUpperCase();
    this.copy(ERRORS.find((code) => rest.startsWith(code))?.length ?? 1);
  }

  private quotedSheet(): void {
    const length = this.quotedLength("'");
    if (length < 2 || this.text.charAt(this.at + length) !== '!') {
      this.copy(length);
      return;
    }
    const name = this.text.slice(this.at + 1, this.at + length - 1).replaceAll("''", "'");
    const ends = splitOnce(name, ':');
    if (ends === null) this.sheetPrefix(name, length + 1);
    else this.stack(ends[0], ends[1], length + 1);
  }

  /** Something behind `name!`. */
  private sheetPrefix(name: string, prefix: number): void {
    const sheet = this.context.sheetByName(name);
    if (sheet === null) {
      this.copyForeign(prefix);
      return;
    }
    const start = this.at;
    this.at += prefix;
    const length = this.wordLength(this.at);
    const plain = this.reference(length, sheet);
    if (plain !== null) {
      this.push(plain.reference, plain.length);
      return;
    }
    const word = this.text.slice(this.at, this.at + length);
    const id = word === '' ? null : this.context.nameByText(word, sheet);
    // Only a name whose scope is that sheet may be written so.
    if (id !== null && this.context.nameText(id)?.scope === sheet) {
      this.push({ kind: 'name', id }, length);
      return;
    }
    this.at = start;
    this.copyForeign(prefix);
  }

  /** Something behind `first:last!`. */
  private stack(first: string, last: string, prefix: number): void {
    const from = this.context.sheetByName(first);
    const to = this.context.sheetByName(last);
    if (from === null || to === null) {
      this.copyForeign(prefix);
      return;
    }
    const start = this.at;
    this.at += prefix;
    const found = this.reference(this.wordLength(this.at), from);
    if (found === null) {
      this.at = start;
      this.copyForeign(prefix);
      return;
    }
    this.push(
      { kind: 'stack', first: from, last: to, area: { ...found.reference, sheet: null } },
      found.length,
    );
  }

  private number(): void {
    const length = this.wordLength(this.at);
    const lines = this.lines(length, null);
    if (lines !== null) {
      this.push(lines.reference, lines.length);
      return;
    }
    const word = this.text.slice(this.at, this.at + length);
    // 1.5E+3: the sign belongs to the number.
    const signed = /e$/i.test(word) && /^[+-]/.test(this.text.slice(this.at + length, this.at + length + 1));
    this.copy(length + (signed ? 1 : 0));
  }

  private word(length: number): void {
    const word = this.text.slice(this.at, this.at + length);
    const after = this.text.charAt(this.at + length);
    if (after === '(') this.copy(length);
    else if (after === '!') this.sheetPrefix(word, length + 1);
    else if (after === '[') {
      const table = this.context.tableByText(word);
      if (table !== null && this.structured(table, length)) return;
      this.copy(length);
      this.copyBrackets();
    } else {
      const through = after === ':' ? this.wordLength(this.at + length + 1) : 0;
      const second = this.at + length + 1;
      if (through > 0 && this.text.charAt(second + through) === '!') {
        // Sheet1:Sheet3!A1, a reference through several sheets.
        this.stack(word, this.text.slice(second, second + through), length + through + 2);
        return;
      }
      const plain = this.reference(length, null);
      if (plain !== null) {
        this.push(plain.reference, plain.length);
        return;
      }
      const id = this.context.nameByText(word, this.own);
      const table = id === null ? this.context.tableByText(word) : null;
      if (id !== null) this.push({ kind: 'name', id }, length);
      else if (table !== null) this.push({ kind: 'table', id: table.id, part: 'd', columns: null }, length);
      else this.copy(length);
    }
  }

  private push(reference: Reference, length: number): void {
    this.template += SLOT;
    this.refs.push(reference);
    this.at += length;
  }

  /** A cell, range, rows or columns from here; null when the word is no address. */
  private reference(length: number, sheet: string | null): Found | null {
    const first = parseAddress(this.text.slice(this.at, this.at + length));
    if (first === null) return null;
    if (first.kind !== 'cell') return this.lines(length, sheet);
    const at = this.corner(first.row, first.col, sheet);
    if (at === null) return null;
    const end = this.rangeEnd(length);
    if (end?.address.kind === 'cell') {
      const [top, bottom] = ordered(first.row, end.address.row);
      const [left, right] = ordered(first.col, end.address.col);
      const from = this.corner(top, left, sheet);
      const to = this.corner(bottom, right, sheet);
      if (from !== null && to !== null) {
        return { reference: { kind: 'range', sheet, from, to }, length: end.length };
      }
    }
    return { reference: { kind: 'cell', sheet, at }, length };
  }

  /** `A:C` or `1:3`. */
  private lines(length: number, sheet: string | null): Found | null {
    const first = parseAddress(this.text.slice(this.at, this.at + length));
    const end = this.rangeEnd(length);
    if (first === null || end === null || first.kind === 'cell' || end.address.kind === 'cell') return null;
    if (first.kind !== end.address.kind) return null;
    const own = sheet ?? this.own;
    const axis = first.kind === 'col' ? this.context.cols(own) : this.context.rows(own);
    const [a, b] = ordered(first.line, end.address.line);
    const from = endOf(axis, a);
    const to = endOf(axis, b);
    if (from === null || to === null) return null;
    const kind = first.kind === 'col' ? 'cols' : 'rows';
    return { reference: { kind, sheet, from, to }, length: end.length };
  }

  /** The address behind `:` after a word of `length`, and the length of all. */
  private rangeEnd(length: number): { readonly address: Address; readonly length: number } | null {
    const start = this.at + length;
    if (this.text.charAt(start) !== ':') return null;
    const more = this.wordLength(start + 1);
    const after = this.text.charAt(start + 1 + more);
    if (after === '(' || after === '!' || after === '[') return null;
    const address = parseAddress(this.text.slice(start + 1, start + 1 + more));
    return address === null ? null : { address, length: length + 1 + more };
  }

  private corner(row: Typed, col: Typed, sheet: string | null): Corner | null {
    const own = sheet ?? this.own;
    const r = endOf(this.context.rows(own), row);
    const c = endOf(this.context.cols(own), col);
    return r === null || c === null ? null : { row: r, col: c };
  }
}

/**
 * Reads formula text, without its `=`, as typed on sheet `own`, in `cell` of it: the table around that is meant by
 * references that name none. What names nothing that is there stays in the template as text. Null when the formula is too
 * long to be stored.
 */
export function parseFormula(
  text: string,
  own: string,
  context: Resolve,
  cell: FormulaCell | null = null,
): StoredFormula | null {
  const { template, refs } = new Scanner(text, own, context, cell).run();
  if (refs.length > MAX_REFS || Array.from(template).length > MAX_TEMPLATE) return null;
  return ['=', template, ...refs.map(printReference)];
}
