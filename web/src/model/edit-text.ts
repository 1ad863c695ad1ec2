/** An edit in words that can be pasted elsewhere: one line a cell, its address and what it holds. */

import { cellName } from '../lib/a1';
import { type Edit, parsePair, splitKey } from './entries';
import { quoteSheet } from './resolve';
import type { Workbook } from './workbook';

const UNSAFE = /[\t\n\r"]/;

function field(text: string): string {
  return UNSAFE.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Just after the edit was written. Empty when no cell's content is part of it. */
export function editText(book: Workbook, edits: readonly Edit[]): string {
  const lines: string[] = [];
  for (const { root, key } of edits) {
    const [id = '', rest = ''] = (root === 'cells' ? splitKey(key) : null) ?? [];
    const sheet = book.sheetById(id);
    const pair = parsePair(rest);
    if (sheet === undefined || pair === null) continue;
    const row = sheet.rows.indexOf(pair[0]);
    const col = sheet.cols.indexOf(pair[1]);
    if (row < 0 || col < 0) continue;
    const { formula, text } = sheet.cell(row, col);
    lines.push(`${quoteSheet(sheet.name)}!${cellName(row, col)}\t${field(formula ?? text)}`);
  }
  return lines.join('\n');
}
