/** A sheet once more: entries that make another one of the same lines, cells and looks. */

import { between } from '../lib/fractions';
import { DEFAULT_COL_WIDTH, DEFAULT_ROW_HEIGHT } from './base';
import { checkEntry } from './check';
import { isFormula, type Stored } from './content';
import type { WorkbookDocument } from './document';
import { checkSize } from './edit-cells';
import { type Edit, keys } from './entries';
import { randomId } from './ids';
import { printReference } from './reference';
import { OPERANDS, ruleEntry } from './rule';
import type { Sheet } from './sheet';
import type { CellFormat } from './view';

const LONGEST_NAME = 31;

/** `Copy of Plan`, `Copy of Plan 2`: a name that is free. */
function copyName(book: WorkbookDocument, name: string): string {
  for (let n = 1; ; n++) {
    const end = n === 1 ? '' : ` ${n}`;
    const text = `${Array.from(`Copy of ${name}`)
      .slice(0, LONGEST_NAME - end.length)
      .join('')}${end}`;
    if (book.sheetByName(text) === null) return text;
  }
}

/** References that name the sheet itself mean its copy in the copy. */
function renamed(stored: Stored, from: string, to: string): Stored {
  if (!isFormula(stored)) return stored;
  const [tag, template, ...refs] = stored;
  return [
    tag,
    template,
    ...refs.map((ref) => (ref.startsWith(`${from}!`) ? to + ref.slice(from.length) : ref)),
  ];
}

class Copy {
  readonly id = randomId();
  readonly edits: Edit[] = [];

  constructor(
    private readonly book: WorkbookDocument,
    private readonly sheet: Sheet,
  ) {}

  private put(root: Edit['root'], key: string, value: unknown): void {
    this.edits.push({ root, key, value });
    checkSize(this.edits.length);
  }

  make(): Edit[] {
    this.tab();
    this.lines('rows');
    this.lines('cols');
    this.cells();
    for (const [row, col, row2, col2] of this.sheet.data.merges()) {
      this.put('layout', keys.merge(this.id, row, col), [row2, col2]);
    }
    this.rules();
    this.checks();
    this.filter();
    for (const name of [...this.book.names.values()].filter(({ scope }) => scope === this.sheet.id)) {
      const formula = renamed(name.formula, this.sheet.id, this.id) as readonly string[];
      this.put('names', randomId(), [name.text, this.id, ...formula]);
    }
    return this.edits;
  }

  /** The same lines have the same identities in the copy: rules hold there as they are. */
  private rules(): void {
    const { id: own, record } = this.sheet;
    for (const [id, { on, pos, body }] of record.rules.inOrder()) {
      this.put('rules', keys.rule(this.id, id), ruleEntry(on.map(printReference).join(' '), pos, body));
      record.rules.operandsOf(id).forEach((stored, n) => {
        if (stored === undefined) return;
        this.put('rules', keys.ruleOperand(this.id, id, OPERANDS[n] ?? 'a'), renamed(stored, own, this.id));
      });
    }
  }

  private checks(): void {
    const { id, record } = this.sheet;
    for (const check of record.checks.all) {
      const on = check.on.map(printReference).join(' ');
      this.put('checks', keys.check(this.id, check.id), checkEntry(check.rule, on, check.pos));
      for (const slot of ['a', 'b'] as const) {
        const stored = check[slot];
        if (stored !== null)
          this.put('checks', keys.checkOperand(this.id, check.id, slot), renamed(stored, id, this.id));
      }
    }
  }

  /** What it filters by; which rows that hides is the server's to find. Tables are plain cells in the copy, and have none. */
  private filter(): void {
    for (const { id, corners, criteria } of this.sheet.record.filters.all()) {
      if (corners === null) continue;
      this.put('filters', keys.filter(this.id, id), [...corners]);
      for (const [col, criterion] of criteria) {
        this.put('filters', keys.filterColumn(this.id, id, col), criterion);
      }
    }
  }

  private tab(): void {
    const { id, name, record } = this.sheet;
    const { tabs } = this.book;
    const next = tabs[tabs.findIndex((tab) => tab.id === id) + 1];
    this.put('sheets', keys.sheet(this.id, 'name'), copyName(this.book, name));
    this.put('sheets', keys.sheet(this.id, 'pos'), between(record.pos, next?.pos ?? null));
    if (record.color !== null) this.put('sheets', keys.sheet(this.id, 'color'), record.color);
    if (!record.grid) this.put('sheets', keys.sheet(this.id, 'grid'), false);
    if (record.freeze.some((line) => line >= 0)) {
      this.put('sheets', keys.sheet(this.id, 'freeze'), [...record.freeze]);
    }
  }

  /** Insertions, deletions and moves as they are, so that the same lines have the same identities. */
  private lines(kind: 'rows' | 'cols'): void {
    const lines = this.sheet.record.lines(kind);
    const axis = this.sheet[kind];
    const usual = kind === 'rows' ? DEFAULT_ROW_HEIGHT : DEFAULT_COL_WIDTH;
    for (const [key, value] of lines.entries) this.put(kind, keys.axis(this.id, key), value);
    for (const [line, { at, patch }] of lines.formats) {
      const key = kind === 'rows' ? keys.rowFormat(this.id, line) : keys.colFormat(this.id, line);
      this.put('formats', key, { ...patch, at });
    }
    for (let index = 0; index < axis.used; index++) {
      const size = axis.laidSize(index);
      if (size === 0) this.put('layout', keys.hidden(this.id, kind, axis.id(index)), true);
      else if (size !== usual) this.put('layout', keys.size(this.id, kind, axis.id(index)), size);
    }
    for (const [line, size] of lines.sizes) {
      if (axis.indexOf(line) >= axis.used) this.put('layout', keys.size(this.id, kind, line), size);
    }
  }

  private cells(): void {
    const { sheet } = this;
    const { data, record } = sheet;
    for (let r = 0; r < sheet.rows.used; r++) {
      const row = sheet.rows.id(r);
      for (let c = 0; c < sheet.cols.used; c++) {
        const col = sheet.cols.id(c);
        const stored = data.holding(row, col)?.stored ?? null;
        if (stored !== null)
          this.put('cells', keys.cell(this.id, row, col), renamed(stored, sheet.id, this.id));
        this.look(row, col, data.formatOf(row, col));
      }
    }
    for (const [row, line] of record.formats.rows()) {
      for (const [col, format] of line) {
        const beyond =
          sheet.rows.indexOf(row) >= sheet.rows.used || sheet.cols.indexOf(col) >= sheet.cols.used;
        if (beyond) this.put('formats', keys.cell(this.id, row, col), format);
      }
    }
  }

  /** What a cell looks like beyond what its row and column say. */
  private look(row: number, col: number, format: CellFormat): void {
    const { rows, cols } = this.sheet.record;
    const lines = { ...rows.formats.get(row)?.patch, ...cols.formats.get(col)?.patch };
    const reset = Object.fromEntries(Object.keys(lines).map((property) => [property, null]));
    const entry = { ...reset, ...format };
    if (Object.keys(entry).length > 0) this.put('formats', keys.cell(this.id, row, col), entry);
  }
}

/** Its contents must be loaded. */
export function duplicateEdits(book: WorkbookDocument, sheet: Sheet): { id: string; edits: Edit[] } {
  const copy = new Copy(book, sheet);
  return { id: copy.id, edits: copy.make() };
}
