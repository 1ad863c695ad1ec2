import { useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/TextField';

interface LinkDialogProps {
  readonly cell: string;
  readonly text: string;
  /** What the cell shows is computed or a number, and is not the dialog's to change. */
  readonly fixed: boolean;
  readonly link: string | null;
  /** A sentence when the address is none. */
  readonly onSave: (text: string | null, address: string) => string | null;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** Where a cell leads: a page, a mail address, a telephone number, or a place in this workbook. */
export function LinkDialog({ cell, text, fixed, link, onSave, onRemove, onClose }: LinkDialogProps) {
  const [words, setWords] = useState(text);
  const [address, setAddress] = useState(link?.replace(/^#/, '') ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const save = (): void => {
    const to = address.trim();
    if (to === '') {
      setProblem('Write where the cell is to lead.');
      return;
    }
    const said = words.trim() === '' ? to : words;
    setProblem(onSave(fixed || said === text ? null : said, to));
  };
  return (
    <Dialog
      open
      narrow
      onClose={onClose}
      title={`Link of ${cell}`}
      testId="link-dialog"
      first={first}
      footer={
        <>
          {link !== null && (
            <Button look="quiet" onClick={onRemove}>
              Remove the link
            </Button>
          )}
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button look="sun" onClick={save} data-testid="save-link">
            Save the link
          </Button>
        </>
      }
    >
      <form
        className="link-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label="Address"
          ref={first}
          value={address}
          placeholder="https://example.org, Plan!B2 or a name"
          spellCheck={false}
          problem={problem}
          data-testid="link-address"
          onChange={(event) => {
            setAddress(event.target.value);
            setProblem(null);
          }}
        />
        <TextField
          label="Text"
          value={words}
          disabled={fixed}
          hint={fixed ? 'What this cell shows is a number or computed.' : undefined}
          data-testid="link-text"
          onChange={(event) => setWords(event.target.value)}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
