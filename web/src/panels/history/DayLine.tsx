import { dayNumber } from '../../ui/time';
import { count } from '../../ui/words';
import { dayLine, onLine } from './days';
import type { Day } from './days';

interface DayLineProps {
  readonly day: Day;
  readonly now: Date;
  readonly selected: number | null;
  readonly onPick: (seq: number) => void;
}

const WIDTH = 332;

/** A tick for each change of the day, higher for more cells; the present moment is an amber dot. */
export function DayLine({ day, now, selected, onPick }: DayLineProps) {
  const line = dayLine(day, now);
  const hour = (n: number): string => `${String(n).padStart(2, '0')}:00`;
  const today = dayNumber(now) === day.key;
  return (
    <svg
      className="dayline"
      viewBox={`0 0 ${WIDTH} 16`}
      height="16"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${count(day.changes.length, 'change')} between ${hour(line.fromHour)} and ${hour(line.toHour)}`}
    >
      <line x1="0" y1="11.5" x2={WIDTH} y2="11.5" />
      {line.ticks.map((tick) => {
        const on = tick.seq === selected;
        return (
          <rect
            key={tick.seq}
            className={on ? 'sel' : undefined}
            x={Math.min(WIDTH - 3, tick.at * WIDTH)}
            y={11 - tick.height}
            width={on ? 3 : 2}
            height={tick.height}
            onClick={() => onPick(tick.seq)}
          />
        );
      })}
      {today && <circle className="now" cx={onLine(line, day, now) * WIDTH} cy="11.5" r="3" />}
    </svg>
  );
}
