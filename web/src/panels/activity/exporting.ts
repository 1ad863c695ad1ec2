/** The record to take away, as entries of a menu. */
import { exportAddress } from '../../net/activity';
import type { ActivityFilter, ExportForm } from '../../net/activity';
import type { MenuEntry } from '../../ui/menuEntries';

const FORMS: readonly { readonly form: ExportForm; readonly text: string; readonly tip: string }[] = [
  { form: 'csv', text: 'CSV', tip: 'For spreadsheets' },
  { form: 'jsonl', text: 'JSON Lines', tip: 'For programs: one line for each cell' },
  { form: 'parquet', text: 'Parquet', tip: 'For data tools, compressed' },
];

/** The browser fetches it as it comes, however long it is. */
function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

/** The forms that the changes which fit can be had in; `caption` says what is in them. */
export function exportEntries(filter: Omit<ActivityFilter, 'kind'>, caption: string): readonly MenuEntry[] {
  return [
    { id: 'export-what', caption },
    ...FORMS.map(({ form, text, tip }) => ({
      id: `export-${form}`,
      text,
      tip,
      run: () => download(exportAddress(filter, form)),
    })),
  ];
}
