import '../../styles/attached.css';
import { Copy, ExternalLink, Link2Off, Pencil, TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import { CellPopover } from '../../ui/CellPopover';
import { say } from '../../ui/toast';

interface CellCardProps {
  /** `D10` */
  readonly cell: string;
  readonly note: string | null;
  readonly link: string | null;
  /** Why what it holds does not fit. */
  readonly wrong: string | null;
  /** The note is being written; otherwise the card came by hovering and leaves the keyboard where it is. */
  readonly writing: boolean;
  readonly mayEdit: boolean;
  readonly anchor: () => DOMRect;
  readonly onNote: (text: string) => void;
  readonly onWrite: (what: 'note' | 'link') => void;
  readonly onFollow: (link: string) => void;
  readonly onUnlink: () => void;
  readonly onHold: (held: boolean) => void;
  readonly onClose: () => void;
}

/** What hangs on a cell: why it does not fit, its link and its note. */
export function CellCard(props: CellCardProps) {
  const { cell, note, link, wrong, writing, anchor, onNote, onHold, onClose } = props;
  const [text, setText] = useState(note ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  if (!writing && note === null && link === null && wrong === null) return null;
  return (
    <CellPopover
      anchor={anchor}
      focus={writing ? field : 'none'}
      extra="attached"
      label={writing ? `Note of ${cell}` : `About ${cell}`}
      testId="cell-card"
      onHold={onHold}
      onClose={(how) => {
        // What was written stays, unless Esc takes it back.
        if (writing && how === 'outside') onNote(text);
        else onClose();
      }}
    >
      {writing ? (
        <Note text={text} field={field} onText={setText} {...props} />
      ) : (
        <>
          {wrong !== null && <Wrong words={wrong} />}
          {link !== null && <LinkLine {...props} link={link} />}
          {note !== null && <NoteText {...props} note={note} />}
        </>
      )}
    </CellPopover>
  );
}

interface NoteProps extends CellCardProps {
  readonly text: string;
  readonly field: React.RefObject<HTMLTextAreaElement | null>;
  readonly onText: (text: string) => void;
}

function Note({ cell, note, text, field, onText, onNote, onClose }: NoteProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNote(text);
      }}
    >
      <label className="label" htmlFor="cell-note">
        Note of {cell}
      </label>
      <textarea
        id="cell-note"
        ref={field}
        rows={4}
        maxLength={8192}
        value={text}
        data-testid="note-field"
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onNote(text);
        }}
      />
      <div className="row">
        {note !== null && (
          <Button look="quiet" size="small" onClick={() => onNote('')}>
            Delete
          </Button>
        )}
        <span className="grow" />
        <Button look="quiet" size="small" onClick={onClose}>
          Cancel
        </Button>
        <Button size="small" type="submit" data-testid="save-note">
          Save the note
        </Button>
      </div>
    </form>
  );
}

function Wrong({ words }: { readonly words: string }) {
  return (
    <div className="row wrong">
      <TriangleAlert className="s bad" aria-hidden="true" />
      <p>{words === '' ? 'This may not be entered here.' : words}</p>
    </div>
  );
}

function NoteText({ note, mayEdit, onWrite }: CellCardProps & { readonly note: string }) {
  return (
    <div className="note">
      <p data-testid="note-text">{note}</p>
      {mayEdit && (
        <Button
          look="quiet"
          size="small"
          icon
          aria-label="Edit the note"
          data-tip="Edit the note"
          onClick={() => onWrite('note')}
        >
          <Pencil className="s" />
        </Button>
      )}
    </div>
  );
}

function LinkLine({ link, mayEdit, onFollow, onWrite, onUnlink }: CellCardProps & { readonly link: string }) {
  const inside = link.startsWith('#');
  const shown = inside ? link.slice(1) : link.replace(/^mailto:|^tel:/i, '');
  const copy = (): void => {
    navigator.clipboard.writeText(shown).then(
      () => say('The address is copied.', { kind: 'done' }),
      () => say('The browser did not let the address be copied.', { kind: 'problem' }),
    );
  };
  return (
    <div className="row leads">
      {inside ? (
        <button type="button" className="link cut" onClick={() => onFollow(link)} data-testid="open-link">
          {shown}
        </button>
      ) : (
        <a className="cut" href={link} target="_blank" rel="noopener noreferrer" data-testid="open-link">
          {shown}
        </a>
      )}
      {!inside && <ExternalLink className="s q" aria-hidden="true" />}
      <span className="grow" />
      <Button look="quiet" size="small" icon aria-label="Copy the address" data-tip="Copy" onClick={copy}>
        <Copy className="s" />
      </Button>
      {mayEdit && (
        <>
          <Button
            look="quiet"
            size="small"
            icon
            aria-label="Edit the link"
            data-tip="Edit"
            onClick={() => onWrite('link')}
          >
            <Pencil className="s" />
          </Button>
          <Button
            look="quiet"
            size="small"
            icon
            aria-label="Remove the link"
            data-tip="Remove"
            onClick={onUnlink}
          >
            <Link2Off className="s" />
          </Button>
        </>
      )}
    </div>
  );
}
