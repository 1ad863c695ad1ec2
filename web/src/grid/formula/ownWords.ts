/** What may be meant in a formula besides functions: defined names, tables, and what stands between their brackets. */
import { escapedColumn, isPlainColumn } from '../../model/structured';
import type { NameView, TableView } from '../../model/view';
import type { Completion, OwnSuggestion } from './completion';

export function tableNames(tables: readonly TableView[]): readonly OwnSuggestion[] {
  return tables.map((table) => ({
    name: table.name,
    about: `${table.columns.slice(0, 6).join(', ')}${table.columns.length > 6 ? ', …' : ''}`,
    category: 'Table',
    insert: table.name,
  }));
}

/** The names that formulas on a sheet know; one of the sheet's own hides that of the workbook. */
export function definedNames(names: readonly NameView[], sheet: string): readonly OwnSuggestion[] {
  const own = new Set(names.flatMap(({ scope, name }) => (scope === sheet ? [name.toLowerCase()] : [])));
  return names
    .filter(({ scope, name }) => scope === sheet || (scope === null && !own.has(name.toLowerCase())))
    .map(({ name, refersTo }) => ({
      name,
      about: refersTo.slice(1).replaceAll('$', ''),
      category: 'Name',
      insert: name,
    }));
}

interface Inside {
  /** The word before the first bracket, empty for none. */
  readonly table: string;
  /** Where what is typed begins, behind brackets, `@`, commas. */
  readonly start: number;
  readonly depth: number;
  readonly atRow: boolean;
}

const WORD = /[\p{Alphabetic}\p{N}_.\\?]+$/u;

/** The brackets that are open at the caret; null when none are. */
function insideAt(text: string, caret: number): Inside | null {
  const opened: number[] = [];
  let quoted = false;
  for (let i = 1; i < caret; i++) {
    const char = text.charAt(i);
    if (opened.length === 0 && char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === "'" && opened.length > 0) i++;
    else if (char === '[') opened.push(i);
    else if (char === ']') opened.pop();
  }
  const [first] = opened;
  const last = opened.at(-1);
  if (first === undefined || last === undefined || opened.length > 2) return null;
  const typed = text.slice(last + 1, caret);
  const atRow = typed.startsWith('@') || (opened.length === 2 && text.charAt(last - 1) === '@');
  const start = last + 1 + (typed.startsWith('@') ? 1 : 0);
  return { table: WORD.exec(text.slice(0, first))?.[0] ?? '', start, depth: opened.length, atRow };
}

const ROWS: readonly (readonly [item: string, about: string])[] = [
  ['#All', 'Headings, data and totals'],
  ['#Data', 'The rows of data'],
  ['#Headers', 'The row of headings'],
  ['#Totals', 'The row of totals'],
];

/**
 * Columns and rows of the table whose brackets are open at the caret, as far as they begin with what is typed; null where
 * there is no such table. `here` is the one that the formula stands in.
 */
export function partsAt(
  text: string,
  caret: number,
  tables: readonly TableView[],
  here: TableView | null,
): Completion | null {
  const inside = text.startsWith('=') ? insideAt(text, caret) : null;
  if (inside === null) return null;
  const wanted = inside.table.toLowerCase();
  const table = wanted === '' ? here : tables.find((each) => each.name.toLowerCase() === wanted);
  if (table === null || table === undefined) return null;
  const typed = text.slice(inside.start, caret).toUpperCase();
  const own = inside.depth === 1 && !inside.atRow;
  const columns = table.columns.map((name): OwnSuggestion => {
    const escaped = escapedColumn(name);
    const bare = inside.depth === 2 || !inside.atRow || isPlainColumn(escaped);
    return {
      name,
      about: inside.atRow ? 'Its value in this row' : 'A column',
      category: table.name,
      insert: bare ? `${escaped}]` : `[${escaped}]]`,
    };
  });
  const rows = inside.atRow
    ? []
    : ROWS.map(([name, about]): OwnSuggestion => ({
        name,
        about,
        category: table.name,
        insert: `${name}]`,
      }));
  const inRow = here?.id === table.id && own;
  const at = inRow ? [{ name: '@', about: 'This row', category: table.name, insert: '@' }] : [];
  const matches = [...columns, ...at, ...rows].filter(({ name }) => name.toUpperCase().startsWith(typed));
  return matches.length === 0 ? null : { start: inside.start, end: caret, typed, matches };
}
