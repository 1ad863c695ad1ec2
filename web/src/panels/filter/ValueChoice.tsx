import { count } from '../../ui/words';
import { useMemo } from 'react';
import { ALL, chosenAll, type Choices, isChosen, NONE, toggled } from './choices';
import { dateTree } from './dateTree';
import { DateTreeList } from './DateTreeList';
import type { ReadDay } from './days';
import type { ValuesState } from './useValues';
import { ValueList } from './ValueList';

interface ValueChoiceProps {
  readonly state: ValuesState;
  readonly choices: Choices;
  readonly dayOf: ReadDay;
  readonly onChange: (choices: Choices) => void;
}

/** The values of a column, to be chosen from. */
export function ValueChoice({ state, choices, dayOf, onChange }: ValueChoiceProps) {
  const { found, search, busy, problem } = state;
  const tree = useMemo(() => (found === null ? null : dateTree(found.values, dayOf)), [found, dayOf]);
  if (problem !== null) return <p className="none sm">{problem}</p>;
  if (found === null) {
    return (
      <p className="none sm q" aria-busy="true">
        <span className="spin" aria-hidden="true" /> Reading the column
      </p>
    );
  }
  return (
    <div aria-busy={busy} data-testid="filter-choices" data-search={search}>
      <div className="all sm">
        <button type="button" className="link" onClick={() => onChange(ALL)} data-testid="filter-all">
          Choose all
        </button>
        <button type="button" className="link" onClick={() => onChange(NONE)} data-testid="filter-none">
          Choose none
        </button>
      </div>
      {found.values.length === 0 ? (
        <p className="none sm q">
          {search === '' ? 'There is nothing here to choose from.' : 'No value reads so.'}
        </p>
      ) : tree !== null ? (
        <DateTreeList
          key={search}
          tree={tree}
          unfolded={search !== ''}
          chosen={(text) => isChosen(choices, text)}
          onChoose={(texts, on) => onChange(chosenAll(choices, texts, on))}
        />
      ) : (
        <ValueList
          key={search}
          values={found.values}
          chosen={(text) => isChosen(choices, text)}
          onToggle={(text) => onChange(toggled(choices, text))}
        />
      )}
      {found.more && (
        <p className="sm q more">
          The first {count(found.values.length, 'value')} of more are listed. Search for the others.
        </p>
      )}
    </div>
  );
}
