import { useState } from 'react';
import type { GridHandle } from '../../grid/handle';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/TextField';

const LEAST = 2;
const MOST = 2000;

interface SizeDialogProps {
  readonly grid: GridHandle;
  readonly axis: 'rows' | 'cols';
  readonly onClose: () => void;
}

/** Height of the selected rows, or width of the selected columns. */
export function SizeDialog({ grid, axis, onClose }: SizeDialogProps) {
  const [text, setText] = useState(() => String(grid.commandState(`${axis}.resize`).value ?? ''));
  const size = Number(text);
  const good = text.trim() !== '' && size >= LEAST && size <= MOST;
  const what = axis === 'rows' ? 'Row height' : 'Column width';
  const close = (work: () => void): void => {
    onClose();
    work();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      narrow
      title={what}
      testId="size-dialog"
      footer={
        <>
          <Button onClick={() => close(() => grid.run(`${axis}.fit`))}>Fit to the contents</Button>
          <Button onClick={() => close(() => grid.run(`${axis}.resize`, null))}>As usual</Button>
          <span className="grow" />
          <Button type="submit" form="size" look="sun" disabled={!good} data-testid="set-size">
            Set the size
          </Button>
        </>
      }
    >
      <form
        id="size"
        className="content pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (good) close(() => grid.run(`${axis}.resize`, size));
        }}
      >
        <TextField
          label={`${what} in pixels`}
          value={text}
          inputMode="numeric"
          problem={good || text.trim() === '' ? null : `Between ${LEAST} and ${MOST}.`}
          data-testid="size-field"
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
