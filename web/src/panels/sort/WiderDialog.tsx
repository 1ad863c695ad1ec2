import { useRef } from 'react';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';

interface WiderDialogProps {
  readonly selected: string;
  readonly wider: string;
  readonly onWider: () => void;
  readonly onSelected: () => void;
  readonly onClose: () => void;
}

/** One column of a block is selected: sorted alone, its cells would stand beside other rows than before. */
export function WiderDialog({ selected, wider, onWider, onSelected, onClose }: WiderDialogProps) {
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      narrow
      onClose={onClose}
      first={safe}
      title="There is data beside the selection"
      testId="sort-wider"
      footer={
        <>
          <span className="grow" />
          <Button onClick={onSelected} data-testid="sort-selected">
            Sort only {selected}
          </Button>
          <Button look="sun" ref={safe} onClick={onWider} data-testid="sort-whole">
            Sort {wider}
          </Button>
        </>
      }
    >
      <div className="content pad">
        <p>
          {wider} belongs together. When only {selected} is sorted, its cells no longer stand beside the rows
          they belong to.
        </p>
      </div>
    </Dialog>
  );
}
