import { Funnel } from 'lucide-react';
import type { FilterView } from '../../../model/filter';
import type { SheetView, WorkbookView } from '../../../model/view';
import { Button } from '../../../ui/Button';
import { useLateCells } from '../useView';
import type { FilterDesk } from './useFilters';

interface OwnBarProps {
  readonly view: WorkbookView;
  readonly sheet: SheetView;
  readonly desk: FilterDesk;
  readonly mayEdit: boolean;
}

/** Says that rows are hidden for oneself alone, and what can become of that. */
export function OwnBar({ view, sheet, desk, mayEdit }: OwnBarProps) {
  useLateCells(view);
  return sheet.filters
    .filter(({ own }) => own)
    .map((filter) => <Bar key={filter.table ?? ''} filter={filter} desk={desk} mayEdit={mayEdit} />);
}

function Bar({
  filter,
  desk,
  mayEdit,
}: Omit<OwnBarProps, 'view' | 'sheet'> & { readonly filter: FilterView }) {
  return (
    <div className="banner own" role="status" data-testid="own-filter">
      <Funnel aria-hidden="true" />
      <div className="grow">
        <b>Your own filter.</b> <span className="wide-only">Others do not see it.</span>
      </div>
      <Button size="small" onClick={() => desk.again(filter)} data-testid="own-again">
        Apply again
      </Button>
      {mayEdit && (
        <Button size="small" onClick={() => desk.share(filter)} data-testid="own-share">
          Save for everyone
        </Button>
      )}
      <Button size="small" onClick={() => desk.closeOwn(filter)} data-testid="own-close">
        Close
      </Button>
    </div>
  );
}
