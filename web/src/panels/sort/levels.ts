/** The levels of a sort as the dialog edits them. */
import type { ColumnKind } from '../../model/column-kind';

export interface SortColumn {
  readonly col: number;
  /** `Column B` */
  readonly name: string;
  /** What its first row says, or its name. */
  readonly heading: string;
  readonly kind: ColumnKind;
}

export interface Level {
  readonly col: number;
  readonly descending: boolean;
}

/** A level by the first column that is not sorted by yet; the same levels when there is none. */
export function withLevel(levels: readonly Level[], columns: readonly SortColumn[]): readonly Level[] {
  const free = columns.find(({ col }) => levels.every((level) => level.col !== col));
  return free === undefined ? levels : [...levels, { col: free.col, descending: false }];
}

/** Changes one level; a column that another level has goes there in exchange. */
export function changed(levels: readonly Level[], at: number, patch: Partial<Level>): readonly Level[] {
  const before = levels[at];
  if (before === undefined) return levels;
  return levels.map((level, n) => {
    if (n === at) return { ...level, ...patch };
    return patch.col !== undefined && level.col === patch.col ? { ...level, col: before.col } : level;
  });
}

/** One level earlier. */
export function raised(levels: readonly Level[], at: number): readonly Level[] {
  const [level, above] = [levels[at], levels[at - 1]];
  if (level === undefined || above === undefined) return levels;
  return levels.map((each, n) => (n === at ? above : n === at - 1 ? level : each));
}
