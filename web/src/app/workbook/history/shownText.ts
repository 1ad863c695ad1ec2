import { display } from '../../../lib/display';
import type { CellScalar } from '../../../net/api';
import { valueText } from '../../../ui/words';

/** A value as a cell of that format shows it; null for nothing. */
export function shownText(value: CellScalar, format: string | undefined, date1904: boolean): string | null {
  if (typeof value !== 'number' || format === undefined) return valueText(value);
  return display(value, format, date1904).text;
}
