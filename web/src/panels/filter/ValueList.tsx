import { Check } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { FilterValue } from '../../net/filters';

/** Height of a line, and lines that show at once. */
const LINE = 26;
const LINES = 8;
/** Lines kept ready above and below those in sight. */
const SPARE = 6;

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
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [at, setAt] = useState(0);
  const here = Math.min(at, values.length - 1);
  const first = Math.max(0, Math.floor(top / LINE) - SPARE);
  const last = Math.min(values.length, Math.ceil(top / LINE) + LINES + SPARE);
  const go = (index: number): void => {
    const next = Math.max(0, Math.min(values.length - 1, index));
    setAt(next);
    const element = box.current;
    if (element === null) return;
    if (next * LINE < element.scrollTop) element.scrollTop = next * LINE;
    else if ((next + 1) * LINE > element.scrollTop + element.clientHeight)
      element.scrollTop = (next + 1) * LINE - element.clientHeight;
  };
  const key = (event: KeyboardEvent): void => {
    const to = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: here + LINES,
      PageUp: here - LINES,
      Home: 0,
      End: values.length - 1,
    }[event.key];
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
      style={{ height: Math.max(2, Math.min(LINES, values.length)) * LINE }}
      aria-activedescendant={values.length === 0 ? undefined : `${id}-${here}`}
      data-testid="filter-values"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={key}
    >
      <div style={{ height: values.length * LINE }} role="presentation">
        {values.slice(first, last).map((value, n) => {
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
                setAt(index);
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
