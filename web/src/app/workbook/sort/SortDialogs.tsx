import { rangeName } from '../../../lib/a1';
import { quoteSheet } from '../../../grid/formula/references';
import { SortDialog } from '../../../panels/sort/SortDialog';
import { WiderDialog } from '../../../panels/sort/WiderDialog';
import { columnKind, columnLabel } from './headings';
import type { SortDesk, SortQuestion } from './useSort';

/** What has to be asked before a sort. */
export function SortDialogs({ question, desk }: { question: SortQuestion; desk: SortDesk }) {
  const { target } = question;
  const { sheet, area } = target;
  if (question.kind === 'wider') {
    const { wider, descending } = question;
    return (
      <WiderDialog
        selected={rangeName(area)}
        wider={rangeName(wider.area)}
        onWider={() => desk.choose(wider, descending)}
        onSelected={() => desk.choose(target, descending)}
        onClose={desk.close}
      />
    );
  }
  const cols = Array.from({ length: area.right - area.left + 1 }, (_, n) => area.left + n);
  return (
    <SortDialog
      place={`${quoteSheet(sheet.name)}!${rangeName(area)}`}
      firstRow={area.top + 1}
      headings={target.headings}
      columns={cols.map((col) => ({
        col,
        name: columnLabel(sheet, area, col, false),
        heading: columnLabel(sheet, area, col, true),
        kind: columnKind(sheet, area, col),
      }))}
      first={target.col}
      onSort={(headings, by) => desk.sort({ ...target, headings }, by)}
      onClose={desk.close}
    />
  );
}
