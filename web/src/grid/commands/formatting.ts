/** Looks: fonts, colours, alignment, number formats, borders, merging. */
import { MAX_COLS, MAX_ROWS } from '../../lib/a1';
import type { Area, CellFormat, FormatPatch } from '../../model/view';
import { currentArea, footprint, sameArea } from '../selection';
import { defineCommands, type CommandArgument, type CommandContext, type GridCommand } from './definition';

function activeFormat(context: CommandContext): CellFormat {
  const { row, col } = context.selection.active;
  return context.sheet.cell(row, col).format;
}

type Switch = 'bold' | 'italic' | 'underline' | 'strike' | 'wrap';

function toggle(property: Switch, label: string, keys: readonly string[]): GridCommand {
  const on = (context: CommandContext): boolean => activeFormat(context)[property] === true;
  return {
    label,
    group: 'format',
    keys,
    writes: true,
    on,
    run: (context) => context.format({ [property]: on(context) ? null : true }),
  };
}

type Choice = 'font' | 'size' | 'color' | 'fill' | 'format';

/** Takes its value as argument; null goes back to the default. */
function choice(property: Choice, label: string): GridCommand {
  return {
    label,
    group: 'format',
    writes: true,
    value: (context) => activeFormat(context)[property] ?? null,
    run: (context, argument) => context.format({ [property]: argument }),
  };
}

function aligned<K extends 'align' | 'valign'>(
  property: K,
  to: NonNullable<CellFormat[K]>,
  label: string,
  keys: readonly string[] = [],
): GridCommand {
  const on = (context: CommandContext): boolean => activeFormat(context)[property] === to;
  return {
    label,
    group: 'format',
    keys,
    writes: true,
    on,
    run: (context) => context.format({ [property]: on(context) ? null : to }),
  };
}

function numbers(label: string, format: string | null, keys: readonly string[] = []): GridCommand {
  return {
    label,
    group: 'format',
    keys,
    writes: true,
    on: (context) => (activeFormat(context).format ?? null) === format,
    run: (context) => context.format({ format }),
  };
}

/** One decimal place more or less in a number format's code; quoted text and `[…]` are left alone. */
export function withDecimals(code: string | undefined, by: 1 | -1): string {
  const base = code === undefined || code === 'General' ? '0' : code;
  let quoted = false;
  let bracketed = false;
  let out = '';
  for (let i = 0; i < base.length; i++) {
    const c = base.charAt(i);
    if (c === '"' && !bracketed) quoted = !quoted;
    else if (c === '[' && !quoted) bracketed = true;
    else if (c === ']' && !quoted) bracketed = false;
    out += c;
    if (c === '\\' && !quoted) {
      i++;
      out += base.charAt(i);
      continue;
    }
    if (quoted || bracketed || !/[0#?]/.test(c) || /[0#?,]/.test(base.charAt(i + 1))) continue;
    const places = /^\.([0#?]*)/.exec(base.slice(i + 1))?.[1];
    if (places === undefined) {
      if (by > 0) out += '.0';
      continue;
    }
    const count = Math.max(0, places.length + by);
    if (count > 0) out += `.${places.slice(0, count).padEnd(count, '0')}`;
    i += 1 + places.length;
  }
  return out;
}

/** The code to count decimals from: of a number without a format, what it shows. */
function shownFormat(context: CommandContext): string | undefined {
  const { row, col } = context.selection.active;
  const { format, text } = context.sheet.cell(row, col);
  if (format.format !== undefined && format.format !== 'General') return format.format;
  const decimals = /^[-−]?\d+\.(\d+)$/.exec(text)?.[1] ?? '';
  return decimals === '' ? '0' : `0.${'0'.repeat(decimals.length)}`;
}

function indent(by: 1 | -1, label: string): GridCommand {
  return {
    label,
    group: 'format',
    writes: true,
    run: (context) => {
      const next = Math.max(0, Math.min(15, (activeFormat(context).indent ?? 0) + by));
      context.format({ indent: next === 0 ? null : next });
    },
  };
}

const EDGES = ['borderTop', 'borderRight', 'borderBottom', 'borderLeft'] as const;
type Edge = (typeof EDGES)[number];

type Parts = readonly { readonly area: Area; readonly patch: FormatPatch }[];

/** Which patch goes to which part of an area, so that a kind of border comes out. */
export function borderParts(area: Area, kind: string, style: string): Parts {
  const line = (...edges: Edge[]): FormatPatch => Object.fromEntries(edges.map((edge) => [edge, style]));
  const top = { area: { ...area, bottom: area.top }, patch: line('borderTop') };
  const bottom = { area: { ...area, top: area.bottom }, patch: line('borderBottom') };
  const left = { area: { ...area, right: area.left }, patch: line('borderLeft') };
  const right = { area: { ...area, left: area.right }, patch: line('borderRight') };
  const around = facing(area);
  switch (kind) {
    case 'all':
      return [{ area, patch: line(...EDGES) }, ...around.all];
    case 'outer':
      return [top, bottom, left, right, ...around.all];
    case 'top':
      return [top, ...around.above];
    case 'bottom':
      return [bottom, ...around.below];
    case 'left':
      return [left, ...around.before];
    case 'right':
      return [right, ...around.behind];
    case 'vertical':
      return betweenCols(area, style);
    case 'horizontal':
      return betweenRows(area, style);
    case 'inner':
      return [...betweenCols(area, style), ...betweenRows(area, style)];
    default:
      return [{ area, patch: Object.fromEntries(EDGES.map((edge) => [edge, null])) }, ...around.all];
  }
}

/** Lines between the columns of an area, which both neighbours could have. */
function betweenCols(area: Area, style: string): Parts {
  if (area.right === area.left) return [];
  return [
    { area: { ...area, right: area.right - 1 }, patch: { borderRight: style } },
    { area: { ...area, left: area.left + 1 }, patch: { borderLeft: null } },
  ];
}

function betweenRows(area: Area, style: string): Parts {
  if (area.bottom === area.top) return [];
  return [
    { area: { ...area, bottom: area.bottom - 1 }, patch: { borderBottom: style } },
    { area: { ...area, top: area.top + 1 }, patch: { borderTop: null } },
  ];
}

/** Edges of the cells around an area, which would be seen in place of its own. */
function facing({
  top,
  left,
  bottom,
  right,
}: Area): Record<'above' | 'before' | 'below' | 'behind' | 'all', Parts> {
  const above: Parts =
    top > 0 ? [{ area: { top: top - 1, left, bottom: top - 1, right }, patch: { borderBottom: null } }] : [];
  const before: Parts =
    left > 0
      ? [{ area: { top, left: left - 1, bottom, right: left - 1 }, patch: { borderRight: null } }]
      : [];
  const below: Parts =
    bottom < MAX_ROWS - 1
      ? [{ area: { top: bottom + 1, left, bottom: bottom + 1, right }, patch: { borderTop: null } }]
      : [];
  const behind: Parts =
    right < MAX_COLS - 1
      ? [{ area: { top, left: right + 1, bottom, right: right + 1 }, patch: { borderLeft: null } }]
      : [];
  return { above, before, below, behind, all: [...above, ...before, ...below, ...behind] };
}

/** Argument: `all|outer|inner|horizontal|vertical|top|bottom|left|right|none`, then optionally a style as formats write it: `outer medium #182033`. */
function borders(context: CommandContext, argument: CommandArgument): void {
  const [kind = 'none', ...style] = String(argument ?? 'none').split(' ');
  const { commands } = context.view;
  commands.together(() => {
    for (const area of context.selection.areas) {
      for (const part of borderParts(area, kind, style.length > 0 ? style.join(' ') : 'thin #182033')) {
        commands.format(context.sheet.id, [part.area], part.patch);
      }
    }
  });
}

/** Nothing of its own. */
export const PLAIN_FORMAT: FormatPatch = {
  font: null,
  size: null,
  bold: null,
  italic: null,
  underline: null,
  strike: null,
  color: null,
  fill: null,
  align: null,
  valign: null,
  wrap: null,
  indent: null,
  format: null,
  borderTop: null,
  borderRight: null,
  borderBottom: null,
  borderLeft: null,
};

function isMerged(context: CommandContext): boolean {
  return context.sheet.mergesIn(currentArea(context.selection)).length > 0;
}

function filledIn({ sheet }: CommandContext, { top, left, bottom, right }: Area): number {
  let count = 0;
  for (let row = top; row <= Math.min(bottom, sheet.rows.used - 1); row++) {
    for (let col = left; col <= Math.min(right, sheet.cols.used - 1); col++) {
      if (sheet.filled(row, col)) count++;
    }
  }
  return count;
}

export const FORMATTING = defineCommands({
  'format.bold': toggle('bold', 'Bold', ['Mod+B', 'Mod+2']),
  'format.italic': toggle('italic', 'Italic', ['Mod+I', 'Mod+3']),
  'format.underline': toggle('underline', 'Underline', ['Mod+U', 'Mod+4']),
  'format.strike': toggle('strike', 'Strike through', ['Mod+5', 'Alt+Shift+5']),
  'format.wrap': toggle('wrap', 'Wrap text', []),
  'format.font': choice('font', 'Font'),
  'format.size': choice('size', 'Font size'),
  'format.color': choice('color', 'Text colour'),
  'format.fill': choice('fill', 'Fill colour'),
  'format.number': choice('format', 'Number format'),
  'format.alignLeft': aligned('align', 'left', 'Align left'),
  'format.alignCenter': aligned('align', 'center', 'Centre', ['Mod+Shift+E']),
  'format.alignRight': aligned('align', 'right', 'Align right', ['Mod+Shift+R']),
  'format.alignTop': aligned('valign', 'top', 'Align at the top'),
  'format.alignMiddle': aligned('valign', 'middle', 'Align in the middle'),
  'format.alignBottom': aligned('valign', 'bottom', 'Align at the bottom'),
  'format.indentMore': indent(1, 'Indent more'),
  'format.indentLess': indent(-1, 'Indent less'),
  'format.general': numbers('Automatic', null, ['Mod+Shift+`']),
  'format.thousands': numbers('1,234.56', '#,##0.00', ['Mod+Shift+1']),
  'format.time': numbers('Time', 'hh:mm', ['Mod+Shift+2']),
  'format.date': numbers('Date', 'yyyy-mm-dd', ['Mod+Shift+3']),
  'format.currency': numbers('Currency', '#,##0.00 [$€-1]', ['Mod+Shift+4']),
  'format.percent': numbers('Percent', '0%', ['Mod+Shift+5']),
  'format.scientific': numbers('Scientific', '0.00E+00', ['Mod+Shift+6']),
  'format.text': numbers('Text', '@'),
  'format.moreDecimals': {
    label: 'More decimals',
    group: 'format',
    writes: true,
    run: (c) => c.format({ format: withDecimals(shownFormat(c), 1) }),
  },
  'format.fewerDecimals': {
    label: 'Fewer decimals',
    group: 'format',
    writes: true,
    run: (c) => c.format({ format: withDecimals(shownFormat(c), -1) }),
  },
  'format.borders': { label: 'Borders', group: 'format', writes: true, run: borders },
  'format.outline': {
    label: 'Border around',
    group: 'format',
    keys: ['Mod+Shift+7'],
    writes: true,
    run: (c) => borders(c, 'outer'),
  },
  'format.painter': {
    label: 'Copy the format',
    group: 'format',
    keys: ['Mod+Alt+C'],
    writes: true,
    on: (c) => c.painter.on,
    run: (c, argument) => c.painter.pick(argument === 'stay'),
  },
  'format.clear': {
    label: 'Clear formats',
    group: 'format',
    keys: ['Mod+\\'],
    writes: true,
    run: (c) => c.format(PLAIN_FORMAT),
  },
  'format.merge': {
    label: 'Merge cells',
    group: 'format',
    writes: true,
    on: isMerged,
    when: (c) => {
      const area = currentArea(c.selection);
      const single = area.top === area.bottom && area.left === area.right;
      return single && sameArea(area, footprint(c.sheet, c.selection.active))
        ? 'Select more than one cell to merge.'
        : null;
    },
    run: (c) => {
      const area = currentArea(c.selection);
      if (isMerged(c)) {
        c.view.commands.unmerge(c.sheet.id, area);
        return;
      }
      const lost = filledIn(c, area) - 1;
      c.view.commands.merge(c.sheet.id, area);
      if (lost > 0) {
        const cells = lost === 1 ? '1 other cell was' : `${String(lost)} other cells were`;
        c.say(`Merged cells keep the first content. ${cells} emptied.`, 'undo');
      }
    },
  },
});
