import { useState } from 'react';
import type { WorkbookView } from '../../model/view';
import { Button } from '../../ui/Button';
import { PickMenu } from '../../ui/PickMenu';
import { TextField } from '../../ui/TextField';

export interface NameDrafting {
  /** Null: a new name. */
  readonly id: string | null;
  readonly name: string;
  readonly scope: string | null;
  readonly refersTo: string;
}

interface NameFormProps {
  readonly view: WorkbookView;
  readonly draft: NameDrafting;
  readonly selected: string;
  /** A sentence when it is refused. */
  readonly onSave: (draft: NameDrafting) => string | null;
  readonly onCancel: () => void;
}

const WORKBOOK = '';

/** One name being made or changed. */
export function NameForm({ view, draft, selected, onSave, onCancel }: NameFormProps) {
  const [name, setName] = useState(draft.name);
  const [refersTo, setRefersTo] = useState(draft.refersTo);
  const [scope, setScope] = useState(draft.scope ?? WORKBOOK);
  const [problem, setProblem] = useState<string | null>(null);
  const save = (): void =>
    setProblem(onSave({ id: draft.id, name, refersTo, scope: scope === WORKBOOK ? null : scope }));
  return (
    <form
      className="draft"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField
        label="Name"
        value={name}
        autoFocus
        spellCheck={false}
        problem={problem}
        data-testid="name-text"
        onChange={(event) => {
          setName(event.target.value);
          setProblem(null);
        }}
      />
      <div>
        <span className="label">Known in</span>
        <PickMenu
          label="Known in"
          value={scope}
          line
          width={148}
          options={[
            { value: WORKBOOK, text: 'Workbook' },
            ...view.sheets.map((sheet) => ({ value: sheet.id, text: sheet.name })),
          ]}
          onChange={setScope}
        />
      </div>
      <div className="wide">
        <TextField
          label="Refers to"
          value={refersTo}
          spellCheck={false}
          data-testid="name-refers"
          onChange={(event) => {
            setRefersTo(event.target.value);
            setProblem(null);
          }}
        />
      </div>
      <div className="wide row">
        <Button size="small" onClick={() => setRefersTo(`=${selected}`)}>
          Use the selection
        </Button>
        <span className="grow" />
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="sun" data-testid="save-name">
          {draft.id === null ? 'Add the name' : 'Change the name'}
        </Button>
      </div>
    </form>
  );
}
