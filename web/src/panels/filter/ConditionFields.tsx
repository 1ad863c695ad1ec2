import type { ColumnKind } from '../../model/column-kind';
import type { RefObject } from 'react';
import { PickMenu } from '../../ui/PickMenu';
import { type Condition, type ConditionId, conditionsFor, conditionText, wantedFor } from './conditions';

interface ConditionFieldsProps {
  readonly kind: ColumnKind;
  readonly condition: Condition;
  /** The field that the keyboard goes to. */
  readonly first: RefObject<HTMLInputElement | null>;
  /** The column has two conditions that the list has no name for. */
  readonly kept: boolean;
  readonly onChange: (condition: Condition) => void;
}

const HINTS: Readonly<Record<ColumnKind, string>> = {
  text: 'Text or number',
  number: 'Number',
  date: 'Date',
};

/** A condition: which, and what it compares with. */
export function ConditionFields({ kind, condition, first: field, kept, onChange }: ConditionFieldsProps) {
  const wanted = wantedFor(condition.id);
  const ids: readonly ConditionId[] = kept ? ['kept', ...conditionsFor(kind)] : conditionsFor(kind);
  const [first = '', second = ''] = condition.inputs;
  const type = (inputs: readonly string[]): void => onChange({ ...condition, inputs });
  const percent = condition.id === 'top%' || condition.id === 'bottom%';
  return (
    <div className="condition">
      <PickMenu
        line
        width={252}
        label="Condition"
        value={condition.id}
        options={ids.map((id) => ({ value: id, text: conditionText(id, kind) }))}
        testId="filter-condition"
        onChange={(id) => {
          const fresh = wantedFor(id) === 'count' && wanted !== 'count' ? ['10'] : condition.inputs;
          onChange({ id, inputs: fresh });
        }}
      />
      {wanted !== 'nothing' && (
        <div className="inputs">
          <label className="field">
            <input
              value={first}
              ref={field}
              inputMode={wanted === 'count' ? 'numeric' : 'text'}
              placeholder={wanted === 'text' ? 'Text' : wanted === 'count' ? 'How many' : HINTS[kind]}
              aria-label={
                wanted === 'two' ? 'From' : percent ? 'Percent' : wanted === 'count' ? 'How many' : 'Value'
              }
              data-testid="filter-input"
              onChange={(event) => type([event.target.value, second])}
            />
            {percent && <span className="q">%</span>}
          </label>
          {wanted === 'two' && (
            <>
              <span className="sm q">and</span>
              <label className="field">
                <input
                  value={second}
                  placeholder={HINTS[kind]}
                  aria-label="To"
                  data-testid="filter-input-2"
                  onChange={(event) => type([first, event.target.value])}
                />
              </label>
            </>
          )}
        </div>
      )}
      {(condition.id === '=' || condition.id === '<>') && kind === 'text' && (
        <p className="sm q">* stands for any characters, ? for one.</p>
      )}
    </div>
  );
}
