/** Conditions that a column can be filtered by: how they are called, what they ask for, and how they are stored. */
import { readTyped } from '../../lib/input';
import { display } from '../../lib/display';
import type { ColumnKind } from '../../model/column-kind';
import type { Compared, Criterion } from '../../net/filters';

export type ConditionId =
  | 'empty'
  | 'filled'
  | 'contains'
  | 'lacks'
  | 'begins'
  | 'ends'
  | '='
  | '<>'
  | '>'
  | '>='
  | '<'
  | '<='
  | 'between'
  | 'outside'
  | 'top'
  | 'bottom'
  | 'top%'
  | 'bottom%'
  | 'above'
  | 'below'
  /** Two comparisons that this list has no name for: they stay as they are. */
  | 'kept';

export interface Condition {
  readonly id: ConditionId;
  readonly inputs: readonly string[];
}

/** What has to be typed for a condition. */
export type Wanted = 'nothing' | 'text' | 'value' | 'two' | 'count';

const TEXTS: readonly ConditionId[] = ['contains', 'lacks', 'begins', 'ends'];
const VALUES: readonly ConditionId[] = ['=', '<>', '>', '>=', '<', '<=', 'between', 'outside'];
const RANKS: readonly ConditionId[] = ['top', 'bottom', 'top%', 'bottom%', 'above', 'below'];
const FILLED: readonly ConditionId[] = ['filled', 'empty'];

const WORDS: Readonly<Record<ConditionId, string>> = {
  empty: 'Is empty',
  filled: 'Is not empty',
  contains: 'Text contains',
  lacks: 'Text does not contain',
  begins: 'Text begins with',
  ends: 'Text ends with',
  '=': 'Equals',
  '<>': 'Does not equal',
  '>': 'Greater than',
  '>=': 'Greater than or equal to',
  '<': 'Less than',
  '<=': 'Less than or equal to',
  between: 'Between',
  outside: 'Not between',
  top: 'Largest values',
  bottom: 'Smallest values',
  'top%': 'Largest values, percent',
  'bottom%': 'Smallest values, percent',
  above: 'Above average',
  below: 'Below average',
  kept: 'Two conditions, as they are',
};

const DATE_WORDS: Readonly<Partial<Record<ConditionId, string>>> = {
  '=': 'Date is',
  '<>': 'Date is not',
  '>': 'Date is after',
  '>=': 'Date is on or after',
  '<': 'Date is before',
  '<=': 'Date is on or before',
  between: 'Date is between',
  outside: 'Date is not between',
  top: 'Latest dates',
  bottom: 'Earliest dates',
};

export function conditionText(id: ConditionId, kind: ColumnKind): string {
  return (kind === 'date' ? DATE_WORDS[id] : undefined) ?? WORDS[id];
}

/** The conditions in the order in which they are likely for what the column holds. */
export function conditionsFor(kind: ColumnKind): readonly ConditionId[] {
  return kind === 'text'
    ? [...TEXTS, ...VALUES, ...FILLED, ...RANKS]
    : [...VALUES, ...RANKS, ...FILLED, ...TEXTS];
}

export function wantedFor(id: ConditionId): Wanted {
  switch (id) {
    case 'empty':
    case 'filled':
    case 'above':
    case 'below':
    case 'kept':
      return 'nothing';
    case 'contains':
    case 'lacks':
    case 'begins':
    case 'ends':
      return 'text';
    case 'between':
    case 'outside':
      return 'two';
    case 'top':
    case 'bottom':
    case 'top%':
    case 'bottom%':
      return 'count';
    case '=':
    case '<>':
    case '>':
    case '>=':
    case '<':
    case '<=':
      return 'value';
  }
}

function shown(value: Compared, kind: ColumnKind): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return value;
  const code = Number.isInteger(value) ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm';
  return kind === 'date' ? display(value, code, false).text : String(value);
}

/** The condition that a criterion stands for; null where it is none. */
export function conditionOf(criterion: Criterion | null, kind: ColumnKind): Condition | null {
  if (criterion === null) return null;
  switch (criterion[0]) {
    case 'if': {
      const [, op, x, join, op2, x2] = criterion;
      if (join === undefined) return { id: op, inputs: x === null ? [] : [shown(x, kind)] };
      const inputs = [shown(x, kind), shown(x2 ?? null, kind)];
      if (join === 'and' && op === '>=' && op2 === '<=') return { id: 'between', inputs };
      if (join === 'or' && op === '<' && op2 === '>') return { id: 'outside', inputs };
      return { id: 'kept', inputs: [] };
    }
    case 'top':
    case 'bottom':
    case 'top%':
    case 'bottom%':
      return { id: criterion[0], inputs: [String(criterion[1])] };
    case 'above':
    case 'below':
      return { id: criterion[0], inputs: [] };
    case 'in':
    case 'out':
    case 'fill':
    case 'color':
      return null;
  }
}

/** A typed text as it is compared: as a cell would take it in. */
function read(text: string): Compared {
  const typed = readTyped(text);
  if (typed.kind === 'formula' || (typeof typed.value === 'object' && typed.value !== null)) return text;
  return typed.value;
}

function between(id: 'between' | 'outside', first: string, second: string): Criterion | string {
  if (first === '' || second === '') return 'Type both ends.';
  let [low, high] = [read(first), read(second)];
  if (typeof low === 'number' && typeof high === 'number' && low > high) [low, high] = [high, low];
  return id === 'between' ? ['if', '>=', low, 'and', '<=', high] : ['if', '<', low, 'or', '>', high];
}

/** The criterion of a condition, or a sentence that says what is missing. */
export function criterionOf({ id, inputs }: Condition, kept: Criterion | null): Criterion | string {
  const [first = '', second = ''] = inputs.map((input) => input.trim());
  switch (id) {
    case 'kept':
      return kept ?? 'Choose a condition.';
    case 'above':
    case 'below':
      return [id];
    case 'empty':
    case 'filled':
      return ['if', id, null];
    case 'contains':
    case 'lacks':
    case 'begins':
    case 'ends':
      return first === '' ? 'Type the text.' : ['if', id, first];
    case 'between':
    case 'outside':
      return between(id, first, second);
    case 'top':
    case 'bottom':
    case 'top%':
    case 'bottom%': {
      const count = Number(first);
      const percent = id === 'top%' || id === 'bottom%';
      if (Number.isInteger(count) && count >= 1 && count <= (percent ? 100 : 1_000_000)) return [id, count];
      return percent ? 'Type a whole number from 1 to 100.' : 'Type how many, as a whole number.';
    }
    case '=':
    case '<>':
    case '>':
    case '>=':
    case '<':
    case '<=':
      return first === '' ? 'Type what to compare with.' : ['if', id, read(first)];
  }
}
