/** Days behind the texts that cells show: a text is one only where a format of the column writes that very day so. */
import { display } from '../../lib/display';
import { readDate } from '../../lib/input-date';

export interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

export type ReadDay = (text: string) => Day | null;

const NUMBERS = /^([0-9]{1,2})([-/.])([0-9]{1,2})\2/;
const WEEKDAY = /^\p{L}+\.?,? +(?=.*[0-9])/u;

/** How a text may be meant: as it is, day and month the other way round, without its weekday. */
function readings(text: string): readonly string[] {
  const turned = text.replace(
    NUMBERS,
    (_, first: string, mark: string, second: string) => second + mark + first + mark,
  );
  return [...new Set([text, turned, text.replace(WEEKDAY, '')])];
}

function dayOf(serial: number, date1904: boolean): Day {
  const whole = Math.floor(serial) + (date1904 ? 1462 : 0);
  // Serial 60 is a day that never was; those before it count one less.
  const date = new Date(((whole < 60 ? whole + 1 : whole) - 25_569) * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Reads texts that number formats have made. */
export function dayReader(formats: readonly string[], date1904: boolean): ReadDay {
  return (text) => {
    for (const reading of readings(text)) {
      const value = readDate(reading, date1904)?.value;
      if (value === undefined || value < 1) continue;
      if (formats.some((code) => display(value, code, date1904).text === text)) return dayOf(value, date1904);
    }
    return null;
  };
}
