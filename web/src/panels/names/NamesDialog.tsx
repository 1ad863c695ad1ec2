import '../../styles/names.css';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useRef, useState, useSyncExternalStore } from 'react';
import type { NameView, WorkbookView } from '../../model/view';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { say, undoAction } from '../../ui/toast';
import { count } from '../../ui/words';
import { NameForm, type NameDrafting } from './NameForm';

interface NamesDialogProps {
  readonly view: WorkbookView;
  /** Id of the sheet that is shown. */
  readonly sheet: string;
  /** Address of the selection, with its sheet. */
  readonly selected: string;
  readonly mayEdit: boolean;
  /** Begins with a new name for the selection. */
  readonly adding: boolean;
  readonly onGo: (name: NameView) => void;
  readonly onClose: () => void;
}

/** What the one cell that a name stands for shows. */
function valueOf(view: WorkbookView, { target }: NameView): string {
  if (target === null) return '';
  const { area, sheet } = target;
  const single = area.top === area.bottom && area.left === area.right;
  return single ? (view.sheet(sheet)?.cell(area.top, area.left).text ?? '') : '';
}

/** All names of the workbook: what they stand for, new ones, changes. */
export function NamesDialog(props: NamesDialogProps) {
  const { view, sheet, selected, mayEdit, adding, onGo, onClose } = props;
  const fresh: NameDrafting = { id: null, name: '', scope: null, refersTo: `=${selected}` };
  const [draft, setDraft] = useState<NameDrafting | null>(adding && mayEdit ? fresh : null);
  const first = useRef<HTMLButtonElement>(null);
  useSyncExternalStore(
    (listener) => view.subscribe('cells', listener),
    () => view.news('cells'),
  );
  const { names } = view;

  const remove = (name: NameView): void => {
    view.commands.deleteNames([name.id]);
    say(`The name “${name.name}” is deleted. Formulas that use it show #NAME?.`, {
      action: undoAction(view.commands),
    });
  };
  const save = (wanted: NameDrafting): string | null => {
    const problem = view.commands.defineName({ ...wanted, name: wanted.name.trim(), sheet });
    if (problem === null) setDraft(null);
    return problem;
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Names"
      testId="names-dialog"
      extra="names"
      {...(draft === null ? { first } : {})}
      footer={
        <>
          <span className="sm q grow">
            {names.length === 0 ? 'A name stands for cells in formulas.' : count(names.length, 'name')}
          </span>
          <Button onClick={onClose}>Done</Button>
        </>
      }
    >
      <div className="content pad">
        {draft !== null ? (
          <NameForm
            key={draft.id ?? 'new'}
            view={view}
            draft={draft}
            selected={selected}
            onSave={save}
            onCancel={() => setDraft(null)}
          />
        ) : (
          mayEdit && (
            <div className="row" style={{ paddingBottom: 12 }}>
              <span className="grow sm q cut">Selected: {selected}</span>
              <Button ref={first} size="small" onClick={() => setDraft(fresh)} data-testid="new-name">
                <Plus className="s" aria-hidden="true" />
                New name
              </Button>
            </div>
          )
        )}
        {names.length > 0 && (
          <table aria-label="Names">
            <thead>
              <tr>
                <th style={{ width: '26%' }}>Name</th>
                <th>Refers to</th>
                <th style={{ width: 92 }}>Known in</th>
                <th style={{ width: 84 }}>Value</th>
                <th style={{ width: 64 }}>
                  <span className="vh">Change</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {names.map((name) => (
                <tr key={name.id} data-testid="name-row">
                  <td className="cut" data-tip={name.name}>
                    {name.target === null ? (
                      name.name
                    ) : (
                      <button type="button" className="link" onClick={() => onGo(name)}>
                        {name.name}
                      </button>
                    )}
                  </td>
                  <td className="cut code" data-tip={name.refersTo}>
                    {name.refersTo}
                  </td>
                  <td className="cut sm m">
                    {name.scope === null ? 'Workbook' : (view.sheet(name.scope)?.name ?? '#REF!')}
                  </td>
                  <td className="cut num">{valueOf(view, name)}</td>
                  <td className="does">
                    {mayEdit && (
                      <>
                        <Button
                          look="quiet"
                          size="small"
                          icon
                          aria-label={`Change ${name.name}`}
                          onClick={() => setDraft(name)}
                        >
                          <Pencil />
                        </Button>
                        <Button
                          look="quiet-danger"
                          size="small"
                          icon
                          aria-label={`Delete ${name.name}`}
                          onClick={() => remove(name)}
                        >
                          <Trash2 />
                        </Button>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}
