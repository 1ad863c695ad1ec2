/** A sheet once more: entries that make another one of the same lines, cells and looks. */

import { between } from '../lib/fractions';
import { DEFAULT_COL_WIDTH, DEFAULT_ROW_HEIGHT } from './base';
import { checkEntry } from './check';
import { isFormula, type Stored } from './content';
import type { WorkbookDocument } from './document';
import { checkSize } from './edit-cells';
import { type Edit, keys } from './entries';
import { randomId } from './ids';
import { tableNameProblem } from './edit-tables';
import { parseReference, printReference } from './reference';
import { OPERANDS, ruleEntry } from './rule';
import type { Sheet } from './sheet';
import { tableEntry } from './table';
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

/** `Sales2`: the table's name with the first number that makes it free. */
function tableCopyName(book: WorkbookDocument, name: string, given: ReadonlySet<string>): string {
  const base = name.replace(/[0-9]+$/, '');
  for (let n = 2; ; n++) {
    const text = `${Array.from(base).slice(0, 240).join('')}${n}`;
    if (!given.has(text.toLowerCase()) && tableNameProblem(book, text, null) === null) return text;
  }
}

class Copy {
  readonly id = randomId();
  readonly edits: Edit[] = [];
  /** The tables of the sheet and what they are in the copy. */
  private readonly tableIds = new Map<string, string>();

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
    this.tables();
    this.lines('rows');
    this.lines('cols');
    this.cells();
    for (const [row, col, row2, col2] of this.sheet.data.merges()) {
      this.put('layout', keys.merge(this.id, row, col), [row2, col2]);
    }
    this.rules();
    this.checks();
    this.filters();
    this.charts();
    for (const name of [...this.book.names.values()].filter(({ scope }) => scope === this.sheet.id)) {
      const formula = this.renamed(name.formula) as readonly string[];
      this.put('names', randomId(), [name.text, this.id, ...formula]);
    }
    return this.edits;
  }

  /** The same lines have the same identities in the copy: rules hold there as they are. */
  private rules(): void {
    const { record } = this.sheet;
    for (const [id, { on, pos, body }] of record.rules.inOrder()) {
      this.put('rules', keys.rule(this.id, id), ruleEntry(on.map(printReference).join(' '), pos, body));
      record.rules.operandsOf(id).forEach((stored, n) => {
        if (stored === undefined) return;
        this.put('rules', keys.ruleOperand(this.id, id, OPERANDS[n] ?? 'a'), this.renamed(stored));
      });
    }
  }

  private checks(): void {
    const { record } = this.sheet;
    for (const check of record.checks.all) {
      const on = check.on.map(printReference).join(' ');
      this.put('checks', keys.check(this.id, check.id), checkEntry(check.rule, on, check.pos));
      for (const slot of ['a', 'b'] as const) {
        const stored = check[slot];
        if (stored !== null)
          this.put('checks', keys.checkOperand(this.id, check.id, slot), this.renamed(stored));
      }
    }
  }

  /** Tables once more, under names that are free; the same columns have the same identities. */
  private tables(): void {
    const { book } = this;
    const given = new Set<string>();
    for (const { id } of this.sheet.tables) {
      const table = book.tables.get(id);
      if (table === null) continue;
      const copy = randomId();
      const name = tableCopyName(book, table.name, given);
      given.add(name.toLowerCase());
      this.tableIds.set(id, copy);
      this.put('tables', copy, tableEntry({ ...table, name, sheet: this.id }));
      for (const [line, text] of table.names) this.put('tables', keys.tableColumn(copy, line), text);
    }
  }

  /** References that name the sheet itself, or a table on it, mean the copy in the copy. */
  private renamed(stored: Stored): Stored {
    if (!isFormula(stored)) return stored;
    const [tag, template, ...refs] = stored;
    return [tag, template, ...refs.map((ref) => this.reference(ref))];
  }

  private reference(ref: string): string {
    const own = `${this.sheet.id}!`;
    if (ref.startsWith(own)) return `${this.id}!${ref.slice(own.length)}`;
    const reference = parseReference(ref);
    const copy = reference?.kind === 'table' ? this.tableIds.get(reference.id) : undefined;
    return reference?.kind === 'table' && copy !== undefined
      ? printReference({ ...reference, id: copy })
      : ref;
  }

  /** What it filters by; which rows that hides is the server's to find. */
  private filters(): void {
    for (const { id, corners, criteria } of this.sheet.record.filters.all()) {
      const copy = corners === null ? this.tableIds.get(id) : id;
      if (copy === undefined) continue;
      this.put('filters', keys.filter(this.id, copy), corners === null ? true : [...corners]);
      for (const [col, criterion] of criteria) {
        this.put('filters', keys.filterColumn(this.id, copy, col), criterion);
      }
    }
  }

  /** Charts of the sheet's own cells show those of the copy. */
  private charts(): void {
    for (const chart of this.sheet.record.charts.values()) {
      this.put('charts', keys.chart(this.id, randomId()), { ...chart, data: this.reference(chart.data) });
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
        if (stored !== null) this.put('cells', keys.cell(this.id, row, col), this.renamed(stored));
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
