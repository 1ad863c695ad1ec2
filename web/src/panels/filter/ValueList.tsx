import { Check } from 'lucide-react';
import { useId } from 'react';
import type { KeyboardEvent } from 'react';
import type { FilterValue } from '../../net/filters';
import { LINE, useLines } from './useLines';

interface ValueListProps {
  readonly values: readonly FilterValue[];
  readonly chosen: (text: string) => boolean;
  readonly onToggle: (text: string) => void;
}

export function valueText({ text, kind }: Pick<FilterValue, 'text' | 'kind'>): string {
  return kind === 'empty' || text === '' ? '(Empty)' : text;
}

/** Values with boxes to tick. Only the lines around those in sight are there; arrow keys move, Space ticks. */
export function ValueList({ values, chosen, onToggle }: ValueListProps) {
  const id = useId();
  const { box, height, here, first, end, go, onScroll, target } = useLines(values.length);
  const key = (event: KeyboardEvent): void => {
    const to = target(event.key);
    if (to !== undefined) go(to);
    else if (event.key === ' ') {
      const value = values[here];
      if (value !== undefined) onToggle(value.text);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      className="values"
      ref={box}
      role="listbox"
      aria-multiselectable="true"
      aria-label="Values"
      tabIndex={0}
      style={{ height }}
      aria-activedescendant={values.length === 0 ? undefined : `${id}-${here}`}
      data-testid="filter-values"
      onScroll={onScroll}
      onKeyDown={key}
    >
      <div style={{ height: values.length * LINE }} role="presentation">
        {values.slice(first, end).map((value, n) => {
          const index = first + n;
          const on = chosen(value.text);
          return (
            <div
              key={index}
              id={`${id}-${index}`}
              role="option"
              aria-selected={on}
              aria-setsize={values.length}
              aria-posinset={index + 1}
              className={`value${index === here ? ' here' : ''}`}
              style={{ top: index * LINE }}
              data-testid="filter-value"
              data-text={value.text}
              onClick={() => {
                go(index);
                onToggle(value.text);
              }}
            >
              <span className={`tick${on ? ' on' : ''}`} aria-hidden="true">
                {on && <Check />}
              </span>
              <span className={`cut${value.kind === 'empty' ? ' q' : ''}`}>{valueText(value)}</span>
              <span className="count">{value.count.toLocaleString('en-US')}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
