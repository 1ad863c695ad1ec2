/** The import report as the server writes it, read with care: an older or newer server may say less or more. */
import type { ImportReport } from '../../net/api';

export interface Finding {
  /** Sheet and address, or the name of a part. */
  readonly where: string;
  readonly text: string;
  readonly count: number;
}

export interface ReadReport {
  readonly cells: number;
  readonly formulas: number;
  readonly names: number;
  readonly styles: number;
  readonly merges: number;
  readonly sheets: readonly { readonly name: string; readonly cells: number }[];
  readonly worksDifferently: readonly Finding[];
  readonly notCarriedOver: readonly Finding[];
  /** A sentence. */
  readonly kept: string;
}

const asNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

interface RawNote {
  readonly group?: unknown;
  readonly count?: unknown;
  readonly at?: unknown;
  readonly text?: unknown;
}

function notesOf(value: unknown): readonly RawNote[] {
  return Array.isArray(value)
    ? value.filter((note): note is RawNote => typeof note === 'object' && note !== null)
    : [];
}

function placeOf(sheet: string, at: string): string {
  if (sheet === '') return at === '' ? 'Workbook' : at;
  return at === '' || at === sheet ? sheet : `${sheet}!${at}`;
}

export function readReport(report: ImportReport): ReadReport {
  const different: Finding[] = [];
  const lost: Finding[] = [];
  const sort = (sheet: string, notes: unknown): void => {
    for (const note of notesOf(notes)) {
      const finding = {
        where: placeOf(sheet, asText(note.at)),
        text: asText(note.text),
        count: asNumber(note.count),
      };
      if (finding.text === '') continue;
      (note.group === 'works-differently' ? different : lost).push(finding);
    }
  };
  sort('', report.notes);
  for (const sheet of report.sheets) sort(sheet.name, sheet.notes);
  return {
    cells: asNumber(report.cells),
    formulas: asNumber(report.formulas),
    names: asNumber(report.names),
    styles: asNumber(report.styles),
    merges: report.sheets.reduce((sum, sheet) => sum + asNumber(sheet.merges), 0),
    sheets: report.sheets.map((sheet) => ({ name: sheet.name, cells: asNumber(sheet.cells) })),
    worksDifferently: different,
    notCarriedOver: lost,
    kept: asText(report.kept),
  };
}

/** How many findings somebody should look at. */
export function findingCount(report: ReadReport): number {
  return report.worksDifferently.length + report.notCarriedOver.length;
}

/** The report as plain text, for a mail to whoever made the file. */
export function reportText(file: string, report: ReadReport): string {
  const part = (title: string, findings: readonly Finding[]): string[] =>
    findings.length === 0
      ? []
      : ['', title, ...findings.map((finding) => `- ${finding.where}: ${finding.text}`)];
  return [
    file,
    `${report.cells} cells, ${report.formulas} formulas, ${report.sheets.length} sheets`,
    ...part('Works differently', report.worksDifferently),
    ...part('Not carried over', report.notCarriedOver),
    ...(report.kept === '' ? [] : ['', 'Kept as it was', report.kept]),
  ].join('\n');
}
