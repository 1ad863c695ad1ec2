/** What the page says about a file on its way. */
import { findingCount, readReport } from '../../panels/imports/report';
import { count } from '../../ui/words';
import type { ImportItem } from './imports';

/** `88 kB`, `3.4 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return count(bytes, 'byte');
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function progressWords(item: ImportItem): string {
  const size = sizeWords(item.size);
  switch (item.phase) {
    case 'waiting':
      return `${size}, waits for its turn`;
    case 'sending':
      return `Sending, ${size}`;
    case 'reading':
      return item.reading ?? (item.share > 0 ? 'Reading the sheets' : 'Opening the file');
    case 'done':
      return item.report === null ? 'Ready' : doneWords(item.report);
    case 'failed':
      return item.problem?.detail ?? 'The file could not be read.';
    case 'cancelled':
      return 'Stopped. Nothing was created.';
  }
}

function doneWords(report: NonNullable<ImportItem['report']>): string {
  const read = readReport(report);
  const findings = findingCount(read);
  const look = findings === 0 ? 'Nothing was lost.' : `${count(findings, 'thing')} to look at.`;
  return `${count(read.sheets.length, 'sheet')}, ${count(read.cells, 'cell')}. ${look}`;
}

/** What the owner of a file can do about a failure, where the server does not say. */
export function remedyWords(item: ImportItem): string {
  if (item.problem?.remedy) return item.problem.remedy;
  const code = item.problem?.code ?? '';
  switch (code) {
    case 'offline':
      return 'Import it again when the server answers.';
    case 'payload-too-large':
    case 'file-too-large':
      return 'Split it into smaller workbooks, or ask an administrator to raise the limit.';
    default:
      return 'Nothing was created. Choose another file, or ask the sender for this one again.';
  }
}

/** `Nothing was created for these 3. The other two are in the catalogue: `, before their names. */
export function madeWords(failed: number, done: number): string {
  const nothing = `Nothing was created for ${failed === 1 ? 'this file' : `these ${failed}`}.`;
  if (done === 0) return nothing;
  return `${nothing} ${done === 1 ? 'The other one is' : `The other ${done} are`} in the catalogue: `;
}

/** A failure as text, for a mail to whoever sent the file. */
export function failureText(item: ImportItem): string {
  return [item.name, progressWords(item), remedyWords(item)].join('\n');
}

/** One line when a file has become a workbook. */
export function doneText(item: ImportItem): string {
  return `“${item.name}” is imported: ${progressWords(item)}`;
}
