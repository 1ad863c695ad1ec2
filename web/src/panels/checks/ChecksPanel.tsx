import '../../styles/history.css';
import '../../styles/checks.css';
import { ArrowLeft, Plus, X } from 'lucide-react';
import type { CheckDraft, CheckView } from '../../model/check';
import { checkThing } from '../../model/check-words';
import { Button } from '../../ui/Button';
import { CheckForm } from './CheckForm';
import { draftingOf, NEW } from './drafting';

/** What the form is open for: a check that is there, or a new one. */
export interface EditedCheck {
  /** Tells one opening from another. */
  readonly key: string;
  readonly check: CheckView | null;
  readonly range: string;
}

interface ChecksPanelProps {
  readonly checks: readonly CheckView[];
  readonly edited: EditedCheck | null;
  readonly date1904: boolean;
  readonly mayEdit: boolean;
  readonly rangeOf: (check: CheckView) => string;
  readonly selected: () => string;
  readonly onAdd: () => void;
  readonly onEdit: (check: CheckView) => void;
  readonly onSave: (range: string, draft: CheckDraft) => string | null;
  readonly onRemove: (check: CheckView) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** What may be entered where on a sheet. */
export function ChecksPanel(props: ChecksPanelProps) {
  const { checks, edited, date1904, mayEdit, rangeOf, selected, onAdd, onEdit, onClose } = props;
  return (
    <aside className="side checks-side" aria-label="Data validation" data-testid="checks-panel">
      <header>
        {edited !== null && (
          <Button look="quiet" size="small" icon aria-label="All rules of the sheet" onClick={props.onBack}>
            <ArrowLeft />
          </Button>
        )}
        <h2 className="grow">Data validation</h2>
        <Button
          look="quiet"
          size="small"
          icon
          aria-label="Close data validation"
          onClick={onClose}
          data-testid="close-checks"
        >
          <X />
        </Button>
      </header>
      {edited !== null && mayEdit ? (
        <CheckForm
          key={edited.key}
          range={edited.range}
          drafting={edited.check === null ? NEW : draftingOf(edited.check, date1904)}
          date1904={date1904}
          saved={edited.check !== null}
          selected={selected}
          onSave={props.onSave}
          onRemove={() => edited.check !== null && props.onRemove(edited.check)}
          onCancel={props.onBack}
        />
      ) : (
        <div className="check-list">
          {checks.length === 0 && <p className="nothing">Anything may be entered on this sheet.</p>}
          <ul>
            {checks.map((check) => (
              <li key={check.id}>
                <button type="button" onClick={() => onEdit(check)} data-testid="check-item">
                  <b>{rangeOf(check)}</b>
                  <span>{capital(checkThing(check, date1904))}</span>
                  <span className="q">{check.refuse ? 'The rest is not taken' : 'The rest is marked'}</span>
                </button>
              </li>
            ))}
          </ul>
          {mayEdit && (
            <Button size="small" extra="start" onClick={onAdd} data-testid="check-add">
              <Plus className="s" />
              Add a rule
            </Button>
          )}
        </div>
      )}
    </aside>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
