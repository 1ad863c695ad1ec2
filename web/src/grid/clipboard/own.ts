/** Our own type on the clipboard: values, formulas and formats as they are. What comes back may have been written by anybody. */
import { atOnce, type Steps } from '../../lib/steps';
import { type CheckOperand, readRule } from '../../model/check';
import type { CheckCopy } from '../../model/edit-checks';
import type { Area, CellFormat, Scalar } from '../../model/view';

export interface ClipCell {
  readonly value: Scalar;
  readonly formula?: string;
  readonly format: CellFormat;
  readonly note?: string;
  readonly link?: string;
  /** What may be entered. */
  readonly check?: CheckCopy;
}

export interface Clip {
  readonly workbook: string;
  readonly sheet: string;
  /** Where it was copied from. */
  readonly area: Area;
  /** Tells a cut from later ones; null for a copy. */
  readonly cut: string | null;
  readonly cells: readonly (readonly ClipCell[])[];
  /** Merged areas relative to the upper left cell. */
  readonly merges: readonly Area[];
  /** Where each row and column came from, when hidden ones between them were left out. */
  readonly rows?: readonly number[];
  readonly cols?: readonly number[];
  /** Widths of the columns, pixels at 100 %. */
  readonly widths?: readonly number[];
}

const MOST_CELLS = 2_000_000;
/** Rows read between two looks at the clock. */
const STEP = 20;

/** Formats and checks are stored once each; a cell is `value`, or `[value, formula, format, note, link, check]`. */
export function encodeClip(clip: Clip): string {
  const formats: CellFormat[] = [];
  const indices = new Map<string, number>();
  const indexOf = (format: CellFormat): number => {
    const key = JSON.stringify(format);
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, formats.length);
    return formats.push(format) - 1;
  };
  const checks: CheckCopy[] = [];
  const checkOf = (check: CheckCopy): number => {
    const at = checks.indexOf(check);
    return at < 0 ? checks.push(check) - 1 : at;
  };
  const cells = clip.cells.map((row) =>
    row.map(({ value, formula, format, note, link, check }) => [
      value,
      formula ?? null,
      indexOf(format),
      ...(note === undefined && link === undefined && check === undefined
        ? []
        : [note ?? null, link ?? null]),
      ...(check === undefined ? [] : [checkOf(check)]),
    ]),
  );
  return JSON.stringify({ v: 1, ...clip, cells, formats, ...(checks.length === 0 ? {} : { checks }) });
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** A whole number that may be a line or a position; -1 for anything else. */
function index(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2_000_000 ? value : -1;
}

function readArea(value: unknown): Area | null {
  const fields = record(value);
  if (fields === null) return null;
  const area = {
    top: index(fields.top),
    left: index(fields.left),
    bottom: index(fields.bottom),
    right: index(fields.right),
  };
  return area.top >= 0 && area.left >= 0 && area.top <= area.bottom && area.left <= area.right ? area : null;
}

function readScalar(value: unknown): Scalar {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const error = record(value)?.error;
  return typeof error === 'string' && error.length < 32 ? { error } : null;
}

const COLOR = /^#[0-9a-f]{6}$/i;
const BORDER = /^(thin|medium|thick|dashed|dotted|double|hair) #[0-9a-f]{6}$/i;
const text = (most: number) => (value: unknown) => typeof value === 'string' && value.length <= most;
const flag = (value: unknown): boolean => typeof value === 'boolean';
const color = (value: unknown): boolean => typeof value === 'string' && COLOR.test(value);
const border = (value: unknown): boolean => typeof value === 'string' && BORDER.test(value);
const within = (low: number, high: number) => (value: unknown) =>
  typeof value === 'number' && value >= low && value <= high;
const oneOf =
  (...words: string[]) =>
  (value: unknown) =>
    typeof value === 'string' && words.includes(value);

const CHECKS: Readonly<Record<keyof CellFormat, (value: unknown) => boolean>> = {
  font: text(100),
  size: within(1, 409),
  bold: flag,
  italic: flag,
  underline: flag,
  strike: flag,
  color,
  fill: color,
  align: oneOf('left', 'center', 'right', 'justify', 'fill'),
  valign: oneOf('top', 'middle', 'bottom'),
  wrap: flag,
  indent: within(0, 15),
  format: text(255),
  borderTop: border,
  borderRight: border,
  borderBottom: border,
  borderLeft: border,
};

/** Only properties that a format may have, with values that they may have. */
export function readFormat(value: unknown): CellFormat {
  const fields = record(value);
  if (fields === null) return {};
  return Object.fromEntries(
    Object.entries(CHECKS)
      .filter(([name, check]) => check(fields[name]))
      .map(([name]) => [name, fields[name]]),
  );
}

function readOperand(value: unknown): CheckOperand | null {
  const fields = record(value);
  if (fields === null) return null;
  const { formula } = fields;
  if (typeof formula === 'string')
    return formula.startsWith('=') && formula.length <= 8193 ? { formula } : null;
  return { value: readScalar(fields.value) };
}

function readCheck(value: unknown): CheckCopy | null {
  const rule = readRule(value);
  const fields = record(value);
  const first = record(fields?.first);
  if (rule === null || fields === null || first === null) return null;
  const { id, from } = fields;
  if (typeof id !== 'string' || typeof from !== 'string' || index(first.row) < 0 || index(first.col) < 0)
    return null;
  return {
    ...rule,
    id,
    from,
    first: { row: index(first.row), col: index(first.col) },
    a: readOperand(fields.a),
    b: readOperand(fields.b),
  };
}

function readCell(
  value: unknown,
  formats: readonly CellFormat[],
  checks: readonly (CheckCopy | null)[],
): ClipCell {
  if (!Array.isArray(value)) return { value: readScalar(value), format: {} };
  const [scalar, formula, at, note, link, asked] = value as unknown[];
  const check = checks[index(asked)] ?? null;
  return {
    value: readScalar(scalar),
    ...(typeof formula === 'string' && formula.startsWith('=') && formula.length <= 8193 ? { formula } : {}),
    format: formats[index(at)] ?? {},
    ...(typeof note === 'string' ? { note } : {}),
    ...(typeof link === 'string' ? { link } : {}),
    ...(check === null ? {} : { check }),
  };
}

/** A list of that many numbers, none when it is another. */
function readNumbers(value: unknown, length: number): readonly number[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const numbers = list.filter((each) => typeof each === 'number' && each >= 0 && each < 2_000_000);
  return list.length === length && numbers.length === length ? (numbers as number[]) : undefined;
}

/** Null when it is not ours, of another version, or broken. */
export function decodeClip(json: string): Clip | null {
  return atOnce(clipSteps(json));
}

/** As `decodeClip`, in steps. */
export function* clipSteps(json: string): Steps<Clip | null> {
  let parsed: Json;
  try {
    parsed = JSON.parse(json) as Json;
  } catch {
    return null;
  }
  const fields = record(parsed);
  const area = readArea(fields?.area);
  if (fields?.v !== 1 || area === null || !Array.isArray(fields.cells)) return null;
  const rows = fields.cells as unknown[];
  const width = Array.isArray(rows[0]) ? rows[0].length : 0;
  if (rows.length === 0 || width === 0 || rows.length * width > MOST_CELLS) return null;
  const formats = Array.isArray(fields.formats) ? (fields.formats as unknown[]).map(readFormat) : [];
  const checks = Array.isArray(fields.checks) ? (fields.checks as unknown[]).map(readCheck) : [];
  const cells: ClipCell[][] = [];
  for (const row of rows) {
    const line = Array.from({ length: width }, (_, col) =>
      readCell(Array.isArray(row) ? (row as unknown[])[col] : null, formats, checks),
    );
    if (cells.push(line) % STEP === 0) yield cells.length / rows.length;
  }
  const merges = Array.isArray(fields.merges) ? (fields.merges as unknown[]).map(readArea) : [];
  const lines = {
    rows: readNumbers(fields.rows, rows.length),
    cols: readNumbers(fields.cols, width),
    widths: readNumbers(fields.widths, width),
  };
  return {
    workbook: typeof fields.workbook === 'string' ? fields.workbook : '',
    sheet: typeof fields.sheet === 'string' ? fields.sheet : '',
    area,
    cut: typeof fields.cut === 'string' ? fields.cut : null,
    cells,
    merges: merges.filter((merge) => merge !== null),
    ...(lines.rows === undefined ? {} : { rows: lines.rows }),
    ...(lines.cols === undefined ? {} : { cols: lines.cols }),
    ...(lines.widths === undefined ? {} : { widths: lines.widths }),
  };
}
