import '../../styles/number-format.css';
import { useRef, useState } from 'react';
import type { GridHandle } from '../../grid/handle';
import { display, isDateCode, isFormatCode } from '../../lib/display';
import type { Scalar } from '../../lib/scalar';
import type { WorkbookView } from '../../model/view';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/TextField';

/** Codes to begin with, each shown with a value that it is for. */
const BEGINNINGS: readonly (readonly [code: string, value: number])[] = [
  ['#,##0.00;[Red]-#,##0.00', -1234.5],
  ['+0.0%;-0.0%;0.0%', 0.123],
  ['#,##0.0,"k"', 12_345],
  ['#,##0.0,,"m"', 12_345_678],
  ['0000', 42],
  ['0 "days"', 30],
  ['0.00" kg"', 7.5],
  ['ddd d mmm', 46_349],
  ['dd.mm.yyyy', 46_349],
  ['mmmm yyyy', 46_349],
  ['h:mm AM/PM', 0.585],
  ['[h]:mm', 1.25],
];

const PLAIN = 'General';
const LONGEST = 255;

interface NumberFormatDialogProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly onClose: () => void;
}

/** A number format by its code, with what it makes of the active cell and of some figures. */
export function NumberFormatDialog({ view, grid, onClose }: NumberFormatDialogProps) {
  const [value] = useState((): Scalar => {
    const { row, col } = grid.activeCell;
    return view.sheet(grid.sheet)?.cell(row, col).value ?? null;
  });
  const [code, setCode] = useState(() => String(grid.commandState('format.number').value ?? PLAIN));
  const field = useRef<HTMLInputElement>(null);
  const given = code.trim();
  const dates = isFormatCode(given) && isDateCode(given);
  const good = given.length <= LONGEST && isFormatCode(given);
  const use = (): void => {
    onClose();
    grid.run('format.number', given.toLowerCase() === PLAIN.toLowerCase() ? null : given);
    grid.focus();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Number format"
      narrow
      first={field}
      testId="number-format"
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="number-format" look="sun" disabled={!good} data-testid="use-format">
            Use the format
          </Button>
        </>
      }
    >
      <form
        id="number-format"
        className="content pad number-format"
        onSubmit={(event) => {
          event.preventDefault();
          if (good) use();
        }}
      >
        <TextField
          label="Code"
          ref={field}
          value={code}
          spellCheck={false}
          problem={good ? null : problemOf(given)}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setCode(event.target.value)}
          data-testid="format-code"
        />
        <dl className="format-samples" aria-label="What it shows" data-testid="format-samples">
          {samplesOf(value, dates).map((each) => (
            <div key={String(each)}>
              <dt>{display(each, dates ? 'yyyy-mm-dd hh:mm' : null, view.date1904).text}</dt>
              <dd style={{ color: good ? display(each, given, view.date1904).color : undefined }}>
                {good ? display(each, given, view.date1904).text : ''}
              </dd>
            </div>
          ))}
        </dl>
        <div>
          <span className="label">Begin with</span>
          <div className="format-beginnings">
            {BEGINNINGS.map(([each, sample]) => (
              <button key={each} type="button" aria-pressed={each === given} onClick={() => setCode(each)}>
                <span>{display(sample, each).text}</span>
                <code>{each}</code>
              </button>
            ))}
          </div>
        </div>
      </form>
    </Dialog>
  );
}

/** The active cell's own value, and figures that show each section of a code. */
function samplesOf(value: Scalar, dates: boolean): readonly (number | string)[] {
  const own = typeof value === 'number' || typeof value === 'string' ? [value] : [];
  const others = dates ? [46_349.585] : [1234.5, -1234.5, 0];
  return [...own, ...others.filter((each) => each !== value)];
}

function problemOf(code: string): string {
  if (code === '') return `Type a code such as #,##0.00, or ${PLAIN} for none.`;
  if (code.length > LONGEST) return `A code has ${LONGEST} characters at most.`;
  return 'This code cannot be read. Words stand in quotes: 0 "days".';
}
