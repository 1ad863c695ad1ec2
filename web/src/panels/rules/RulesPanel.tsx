import '../../styles/rules.css';
import { ArrowLeft, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { Area, RuleView, SheetView, WorkbookView } from '../../model/view';
import { Button } from '../../ui/Button';
import { say, undoAction } from '../../ui/toast';
import { ruleWords } from './conditions';
import type { ColourField, Picked, RangeWords, RuleDrafting } from './panel';
import { RuleEditor } from './RuleEditor';
import { RuleList } from './RuleList';

interface RulesPanelProps {
  readonly view: WorkbookView;
  readonly sheet: SheetView;
  readonly mayEdit: boolean;
  readonly picked: Picked;
  readonly words: RangeWords;
  readonly colour: ColourField;
  /** The rule that is being written; null: all are listed. */
  readonly draft: RuleDrafting | null;
  /** Writes a rule, a new one for the selection when none is given. */
  readonly onWrite: (rule: RuleView | null) => void;
  readonly onList: () => void;
  readonly onGo: (areas: readonly Area[]) => void;
  readonly onClose: () => void;
}

/** The conditional formats of a sheet: all of them in order, or one being written. */
export function RulesPanel(props: RulesPanelProps) {
  const { view, sheet, mayEdit, picked, words, colour, draft, onWrite, onList, onGo, onClose } = props;
  useSyncExternalStore(
    (listener) => view.subscribe('cells', listener),
    () => view.news('cells'),
  );
  const { rules } = view.commands;
  const remove = (rule: RuleView): void => {
    rules.remove(sheet.id, [rule.id]);
    say(`The rule “${ruleWords(rule)}” is deleted.`, {
      action: undoAction(view.commands),
    });
  };
  return (
    <aside className="side rules-side" aria-label="Conditional formatting" data-testid="rules-panel">
      <header>
        {draft !== null && (
          <Button look="quiet" size="small" icon aria-label="Back to all rules" onClick={onList}>
            <ArrowLeft />
          </Button>
        )}
        <h2 className="grow cut">
          {draft === null ? 'Conditional formatting' : draft.id === null ? 'New rule' : 'Rule'}
        </h2>
        <Button
          look="quiet"
          size="small"
          icon
          aria-label="Close conditional formatting"
          onClick={onClose}
          data-testid="close-rules"
        >
          <X />
        </Button>
      </header>
      {draft === null || !mayEdit ? (
        <RuleList
          rules={sheet.rules}
          mayEdit={mayEdit}
          show={words.show}
          onWrite={onWrite}
          onGo={onGo}
          onRemove={remove}
          onDuplicate={(rule) => rules.duplicate(sheet.id, rule.id)}
          onMove={(rule, before) => rules.move(sheet.id, rule.id, before)}
        />
      ) : (
        <RuleEditor
          key={`${draft.sheet} ${draft.id ?? 'new'}`}
          draft={draft}
          picked={picked}
          words={words}
          colour={colour}
          onSave={(wanted) => {
            const problem = rules.put(draft.sheet, draft.id, wanted);
            if (problem === null) onList();
            return problem;
          }}
          onCancel={onList}
          edits={view.edits}
          onPreview={(wanted) => rules.preview(draft.sheet, draft.id, wanted)}
        />
      )}
    </aside>
  );
}
