import '../../styles/history.css';
import { useId, useRef, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { alterVersion, nameVersion } from '../../net/history';
import type { Version } from '../../net/history';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/TextField';
import { inSentence } from '../../ui/time';
import { say } from '../../ui/toast';
import type { Point } from './compare';

interface NameDialogProps {
  readonly workbook: string;
  /** Null: now. */
  readonly point: Point | null;
  /** It has a name already. */
  readonly version: Version | null;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** A name and a note for a moment, so that it is found again. */
export function NameDialog({ workbook, point, version, onDone, onClose }: NameDialogProps) {
  const [name, setName] = useState(version?.name ?? '');
  const [note, setNote] = useState(version?.note ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const noteId = useId();

  const save = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const words = { name: name.trim(), note: note.trim() };
    if (words.name === '') {
      setProblem('A name has at least one letter.');
      return;
    }
    setBusy(true);
    try {
      if (version !== null) await alterVersion(workbook, version.id, words);
      else await nameVersion(workbook, point === null ? words : { ...words, seq: point.seq });
      say(`This version is called “${words.name}”.`, { kind: 'done' });
      onDone();
      onClose();
    } catch (cause) {
      setBusy(false);
      setProblem(cause instanceof Problem ? cause.detail : 'The server does not answer. Nothing was saved.');
    }
  };

  const when =
    point === null
      ? 'The workbook as it is now.'
      : `The workbook as it was ${inSentence(new Date(point.at), new Date())}.`;
  return (
    <Dialog
      open
      onClose={onClose}
      narrow
      first={field}
      testId="name-version-dialog"
      title={version === null ? 'Name this version' : 'Name and note'}
      lead={<p className="sm m">{when}</p>}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="name-version" look="sun" busy={busy} data-testid="save-version">
            {busy ? 'Saving' : version === null ? 'Name it' : 'Save'}
          </Button>
        </>
      }
    >
      <form id="name-version" className="content pad" onSubmit={(event) => void save(event)}>
        <TextField
          ref={field}
          label="Name"
          value={name}
          maxLength={200}
          problem={problem}
          placeholder="Sent to the council"
          data-testid="version-name"
          onChange={(event) => {
            setName(event.target.value);
            setProblem(null);
          }}
        />
        <label className="label" htmlFor={noteId} style={{ marginTop: 12 }}>
          Note
        </label>
        <textarea
          id={noteId}
          className="note-field"
          rows={3}
          maxLength={2000}
          value={note}
          data-testid="version-note"
          onChange={(event) => setNote(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
