import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Button } from './Button';
import { addDays, addMonths, monthDays, monthText, today, WEEKDAYS } from './days';

interface CalendarProps {
  /** A day as `2026-01-31`; null where none is chosen. */
  readonly value: string | null;
  /** May the day be chosen? */
  readonly offers: (day: string) => boolean;
  readonly onPick: (day: string) => void;
}

const STEPS: Readonly<Record<string, (day: string) => string>> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};

/** One month with its days: arrows go from day to day, Page Up and Page Down from month to month, Enter takes one. */
export function Calendar({ value, offers, onPick }: CalendarProps) {
  const [at, setAt] = useState(value ?? today());
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(true);
  const month = at.slice(0, 7);

  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [at]);

  const key = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moved.current = true;
    setAt(
      event.shiftKey && event.key.startsWith('Page')
        ? addMonths(at, event.key === 'PageUp' ? -12 : 12)
        : step(at),
    );
  };
  const turn = (months: number): void => {
    // The button keeps the keyboard, so that it can be pressed again.
    moved.current = false;
    setAt(addMonths(at, months));
  };
  return (
    <div className="calendar">
      <header>
        <Button look="quiet" size="small" icon aria-label="The month before" onClick={() => turn(-1)}>
          <ChevronLeft className="s" />
        </Button>
        <h2 aria-live="polite">{monthText(at)}</h2>
        <Button look="quiet" size="small" icon aria-label="The month after" onClick={() => turn(1)}>
          <ChevronRight className="s" />
        </Button>
      </header>
      <table role="grid" aria-label={monthText(at)} ref={grid} onKeyDown={key}>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th key={name} scope="col" abbr={name}>
                {name.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthDays(at).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} role="gridcell" aria-selected={day === value}>
                  <button
                    type="button"
                    className={day.startsWith(month) ? '' : 'beside'}
                    tabIndex={day === at ? 0 : -1}
                    aria-current={day === today() ? 'date' : undefined}
                    aria-disabled={!offers(day)}
                    data-day={day}
                    onClick={() => offers(day) && onPick(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
