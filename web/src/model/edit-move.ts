/** Cells that move elsewhere, and the references that follow them. Pure: nothing is written here. */

import { isFormula, SLOT, type StoredFormula } from './content';
import type { WorkbookDocument } from './document';
import { checkSize, contentEdit, exactFormatEdit } from './edit-cells';
import { Refusal } from './refusal';
import { moveCheckEdits } from './edit-checks';
import { unmergeEdits } from './edit-lines';
import { moveAttachedEdits } from './edit-links';
import { carryRuleEdits } from './edit-rules';
import { tableIn } from './edit-tables';
import { type Edit, keys } from './entries';
import { parseReference, printReference, type Corner, type End, type Reference } from './reference';
import { areaCells, areaHas, movedArea } from '../lib/geometry';
import { atOnce, type Steps } from '../lib/steps';
import { linesGuard } from './lines-moved';
import type { Sheet } from './sheet';
import { tableEntry } from './table';
import type { Area, TableView } from './view';

/** Cells worked out between two looks at the clock. */
const STEP = 50;

/** A formula that refers to cells that move, and where it stands. */
export interface Reader {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
  readonly content: StoredFormula;
}

export interface Move {
  readonly from: Sheet;
  readonly area: Area;
  readonly to: Sheet;
  readonly row: number;
  readonly col: number;
}

/** Where the lines of a moved area go, by identity. */
class Mapping {
  private readonly rows: ReadonlyMap<number, number>;
  private readonly cols: ReadonlyMap<number, number>;
  /** Tables that move as a whole. */
  readonly tables: readonly TableView[];

  constructor(private readonly move: Move) {
    const { from, to, area } = move;
    this.tables = from.tables.filter(
      (table) =>
        areaHas(area, table.area.top, table.area.left) && areaHas(area, table.area.bottom, table.area.right),
    );
    const pairs = (first: number, last: number, at: number, ids: (sheet: Sheet, index: number) => number) =>
      Array.from({ length: last - first + 1 }, (_, n) => [ids(from, first + n), ids(to, at + n)] as const);
    this.rows = new Map(pairs(area.top, area.bottom, move.row, (sheet, n) => sheet.rows.id(n)));
    this.cols = new Map(pairs(area.left, area.right, move.col, (sheet, n) => sheet.cols.id(n)));
  }

  private corner(corner: Corner): Corner | null {
    const row = this.rows.get(corner.row.line);
    const col = this.cols.get(corner.col.line);
    if (row === undefined || col === undefined) return null;
    const end = (line: number, old: End): End => ({ line, absolute: old.absolute });
    return { row: end(row, corner.row), col: end(col, corner.col) };
  }

  /** Where a column goes; it stays where it does not move. */
  col(line: number): number {
    return this.cols.get(line) ?? line;
  }

  /** Whether a cell is among those that move. */
  holds(sheet: string, row: number, col: number): boolean {
    return sheet === this.move.from.id && this.rows.has(row) && this.cols.has(col);
  }

  /**
   * A reference after the move, in a formula that stood on `own` and stands on `now`. What it points at moves along;
   * everything else stays what it was, and names its sheet when the formula has left it.
   */
  reference(reference: Reference, own: string, now: string): Reference {
    if (reference.kind === 'table') {
      const moves = this.tables.some((table) => table.id === reference.id);
      const [first, last] = (reference.columns ?? []).map((line) => this.col(line));
      return moves && first !== undefined && last !== undefined
        ? { ...reference, columns: [first, last] }
        : reference;
    }
    if (reference.kind !== 'cell' && reference.kind !== 'range') {
      const lines = reference.kind === 'rows' || reference.kind === 'cols';
      return lines && reference.sheet === null && own !== now ? { ...reference, sheet: own } : reference;
    }
    const { from, to } = this.move;
    const target = reference.sheet ?? own;
    if (target === from.id) {
      const sheet = reference.sheet === null && to.id === now ? null : to.id;
      if (reference.kind === 'cell') {
        const at = this.corner(reference.at);
        if (at !== null) return { kind: 'cell', sheet, at };
      } else {
        const first = this.corner(reference.from);
        const last = this.corner(reference.to);
        if (first !== null && last !== null) return { kind: 'range', sheet, from: first, to: last };
      }
    }
    return reference.sheet === null && own !== now ? { ...reference, sheet: own } : reference;
  }

  formula(formula: StoredFormula, own: string, now: string): StoredFormula {
    const [tag, template, ...stored] = formula;
    const refs = stored.slice(0, template.split(SLOT).length - 1).map((text) => {
      const reference = parseReference(text);
      return reference === null ? text : printReference(this.reference(reference, own, now));
    });
    return [tag === '=a' ? '=' : tag, template, ...refs];
  }
}

/** Merged areas that move along; those they land on end. */
function mergeEdits(move: Move): Edit[] {
  const { from, to, area } = move;
  const inside = from
    .mergesIn(area)
    .filter(
      (merge) =>
        merge.top >= area.top &&
        merge.bottom <= area.bottom &&
        merge.left >= area.left &&
        merge.right <= area.right,
    );
  const down = move.row - area.top;
  const across = move.col - area.left;
  const ended = inside.flatMap((merge) => unmergeEdits(from, merge));
  const made = inside.map((merge): Edit => ({
    root: 'layout',
    key: keys.merge(to.id, to.rows.id(merge.top + down), to.cols.id(merge.left + across)),
    value: [to.rows.id(merge.bottom + down), to.cols.id(merge.right + across)],
  }));
  return [...ended, ...unmergeEdits(to, movedArea(move.area, move.row, move.col)), ...made];
}

/** Entries that move few cells: as [`moveSteps`], at once. */
export function moveCellsEdits(move: Move, readers: readonly Reader[], book: WorkbookDocument): Edit[] {
  checkSize(areaCells(move.area) + readers.length);
  return atOnce(moveSteps(move, readers, book));
}

/** Entries that move cells with their formats and merges, and write anew what referred to them. */
export function* moveSteps(move: Move, readers: readonly Reader[], book: WorkbookDocument): Steps<Edit[]> {
  const { from, to, area } = move;
  const mapping = new Mapping(move);
  const checks = [linesGuard(from), linesGuard(to)];
  const over = movedArea(area, move.row, move.col);
  const moved: [row: number, col: number, toRow: number, toCol: number][] = [];
  const arriving: Edit[] = [];
  const leaving: Edit[] = [];
  const count = areaCells(area);
  for (let r = area.top; r <= area.bottom; r++) {
    for (let c = area.left; c <= area.right; c++) {
      if (moved.length % STEP === 0) {
        yield moved.length / count;
        for (const check of checks) check();
      }
      const [own, ownCol] = [from.rows.id(r), from.cols.id(c)];
      const row = to.rows.id(move.row + r - area.top);
      const col = to.cols.id(move.col + c - area.left);
      moved.push([own, ownCol, row, col]);
      const stored = from.data.holding(own, ownCol)?.stored ?? null;
      const format = from.data.formatOf(own, ownCol);
      const content = isFormula(stored) ? mapping.formula(stored, from.id, to.id) : stored;
      arriving.push(...contentEdit(to, row, col, content), ...exactFormatEdit(to, row, col, format));
      if (from === to && areaHas(over, r, c)) continue;
      leaving.push(...contentEdit(from, own, ownCol, null));
      if (Object.keys(format).length > 0) leaving.push(...exactFormatEdit(from, own, ownCol, {}));
    }
  }
  const taken = new Set(moved.map(([, , row, col]) => keys.cell(to.id, row, col)));
  const following: Edit[] = [];
  for (const [n, reader] of readers.entries()) {
    if (n % STEP === 0) yield 1;
    const key = keys.cell(reader.sheet, reader.row, reader.col);
    // What moves itself is written already; what the move covers is gone.
    if (taken.has(key) || mapping.holds(reader.sheet, reader.row, reader.col)) continue;
    const value = mapping.formula(reader.content, reader.sheet, reader.sheet);
    if (JSON.stringify(value) !== JSON.stringify(reader.content))
      following.push({ root: 'cells', key, value });
  }
  const rules = { from, source: area, to, target: over, cut: true };
  return [
    arriving,
    leaving,
    following,
    mergeEdits(move),
    nameEdits(mapping, book),
    tableEdits(mapping, move, book),
    chartEdits(mapping, book),
    moveAttachedEdits(from, to, moved),
    carryRuleEdits(rules, book),
    followingChecks(mapping, book),
    moveCheckEdits(from, area, to, move, { resolve: book, date1904: book.date1904 }),
  ].flat();
}

/** Tables that move as a whole take their names of columns along. */
function tableEdits(mapping: Mapping, move: Move, book: WorkbookDocument): Edit[] {
  const { from, to, area } = move;
  return mapping.tables.flatMap((view): Edit[] => {
    const table = book.tables.get(view.id);
    if (table === null) return [];
    const down = move.row - area.top;
    const across = move.col - area.left;
    const over = {
      top: view.area.top + down,
      bottom: view.area.bottom + down,
      left: view.area.left + across,
      right: view.area.right + across,
    };
    const other = tableIn(to, over, view.id);
    if (other !== undefined && !mapping.tables.includes(other)) {
      throw new Refusal('table-overlap', `The table ${other.name} is there already. Tables cannot overlap.`);
    }
    const lines = view.columns.map((name, i) => [from.cols.id(view.area.left + i), name] as const);
    const named = new Map(lines.map(([line, name]) => [mapping.col(line), name]));
    const gone = lines.filter(([line]) => !named.has(line)).map(([line]) => [line, undefined] as const);
    return [
      {
        root: 'tables',
        key: table.id,
        value: tableEntry({
          ...table,
          sheet: to.id,
          row1: to.rows.id(over.top),
          col1: to.cols.id(over.left),
          row2: to.rows.id(over.bottom),
          col2: to.cols.id(over.right),
          header: view.header,
          totals: view.totals,
        }),
      },
      ...[...gone, ...named].map(([line, value]): Edit => ({
        root: 'tables',
        key: keys.tableColumn(table.id, line),
        value,
      })),
    ];
  });
}

/** Charts whose cells all move show them where they are then. */
function chartEdits(mapping: Mapping, book: WorkbookDocument): Edit[] {
  return [...book.sheets.values()].flatMap(({ id, charts }) =>
    [...charts].flatMap(([chart, entry]): Edit[] => {
      const reference = parseReference(entry.data);
      if (reference === null) return [];
      const data = printReference(mapping.reference(reference, id, id));
      return data === entry.data
        ? []
        : [{ root: 'charts', key: keys.chart(id, chart), value: { ...entry, data } }];
    }),
  );
}

/** Checks that compare with cells that move. */
function followingChecks(mapping: Mapping, book: WorkbookDocument): Edit[] {
  return [...book.sheets.values()].flatMap(({ id, checks }) =>
    checks.all.flatMap((check) =>
      (['a', 'b'] as const).flatMap((slot): Edit[] => {
        const stored = check[slot];
        if (!isFormula(stored)) return [];
        const value = mapping.formula(stored, id, id);
        if (JSON.stringify(value) === JSON.stringify(stored)) return [];
        return [{ root: 'checks', key: keys.checkOperand(id, check.id, slot), value }];
      }),
    ),
  );
}

/** Defined names that point at cells that move. */
function nameEdits(mapping: Mapping, book: WorkbookDocument): Edit[] {
  return [...book.names.values()].flatMap((name) => {
    const own = name.scope ?? '';
    const value = mapping.formula(name.formula, own, own);
    if (JSON.stringify(value) === JSON.stringify(name.formula)) return [];
    return [{ root: 'names', key: name.id, value: [name.text, own, ...value] } satisfies Edit];
  });
}
