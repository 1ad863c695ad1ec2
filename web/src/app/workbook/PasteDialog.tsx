import { useId, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { GridHandle } from '../../grid/handle';
import { PASTE_ALL, writeSpecial } from '../../grid/clipboard/special';
import type { Operation, PastePart, Special } from '../../grid/clipboard/special';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';

const PARTS: readonly (readonly [PastePart, string])[] = [
  ['all', 'Everything'],
  ['values', 'Values'],
  ['formulas', 'Formulas'],
  ['formats', 'Formats'],
  ['numbers', 'Values and number formats'],
  ['widths', 'Column widths'],
  ['checks', 'Data validation'],
];

const OPERATIONS: readonly (readonly [Operation | 'none', string])[] = [
  ['none', 'Replace what is there'],
  ['add', 'Add to it'],
  ['subtract', 'Subtract from it'],
  ['multiply', 'Multiply with it'],
  ['divide', 'Divide it'],
];

interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly options: readonly (readonly [T, string])[];
  readonly value: T;
  readonly off?: boolean;
  /** The first button, which gets the keyboard. */
  readonly first?: RefObject<HTMLInputElement | null>;
  readonly onChange: (value: T) => void;
}

function Choices<T extends string>({ legend, options, value, off, first, onChange }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset className="ticks" disabled={off}>
      <legend className="label">{legend}</legend>
      {options.map(([option, text], index) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            ref={index === 0 ? first : undefined}
            checked={option === value}
            data-testid={`paste-${option}`}
            onChange={() => onChange(option)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

/** What of the clipboard is pasted, and how. */
export function PasteDialog({ grid, onClose }: { grid: GridHandle; onClose: () => void }) {
  const [special, setSpecial] = useState<Special>(PASTE_ALL);
  const first = useRef<HTMLInputElement>(null);
  const change = (part: Partial<Special>): void => setSpecial({ ...special, ...part });
  const contents = special.what !== 'formats' && special.what !== 'widths';
  const paste = (): void => {
    onClose();
    const operation = contents ? special.operation : null;
    grid.run('edit.pasteSpecial', writeSpecial({ ...special, operation }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      narrow
      first={first}
      title="Paste special"
      testId="paste-dialog"
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="paste-special" look="sun" data-testid="paste-now">
            Paste
          </Button>
        </>
      }
    >
      <form
        id="paste-special"
        className="content pad"
        onSubmit={(event) => {
          event.preventDefault();
          paste();
        }}
      >
        <div className="row" style={{ alignItems: 'flex-start', gap: 24 }}>
          <Choices
            legend="Paste"
            options={PARTS}
            value={special.what}
            first={first}
            onChange={(what) => change({ what })}
          />
          <Choices
            legend="Numbers"
            options={OPERATIONS}
            value={special.operation ?? 'none'}
            off={!contents}
            onChange={(picked) => change({ operation: picked === 'none' ? null : picked })}
          />
        </div>
        <fieldset className="ticks" style={{ marginTop: 12 }}>
          <label>
            <input
              type="checkbox"
              checked={special.transpose}
              data-testid="paste-transpose"
              onChange={(event) => change({ transpose: event.target.checked })}
            />
            Rows become columns
          </label>
          <label>
            <input
              type="checkbox"
              checked={special.skipBlanks}
              data-testid="paste-skip"
              onChange={(event) => change({ skipBlanks: event.target.checked })}
            />
            Empty cells leave what is there
          </label>
        </fieldset>
      </form>
    </Dialog>
  );
}
