import { useRef, useState } from 'react';
import type { RefObject, UIEvent } from 'react';

/** Height of a line, and lines that show at once. */
export const LINE = 26;
export const LINES = 8;
/** Lines kept ready above and below those in sight. */
const SPARE = 6;

interface Lines {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly height: number;
  /** Where the keyboard is. */
  readonly here: number;
  /** The first line that is there, and one past the last. */
  readonly first: number;
  readonly end: number;
  /** Goes to a line and brings it into sight. */
  readonly go: (index: number) => void;
  readonly onScroll: (event: UIEvent<HTMLDivElement>) => void;
  /** Where a key that moves leads. */
  readonly target: (key: string) => number | undefined;
}

/** A list of very many lines, of which only those around the ones in sight are there. */
export function useLines(count: number): Lines {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [at, setAt] = useState(0);
  const here = Math.min(at, count - 1);
  return {
    box,
    height: Math.max(2, Math.min(LINES, count)) * LINE,
    here,
    first: Math.max(0, Math.floor(top / LINE) - SPARE),
    end: Math.min(count, Math.ceil(top / LINE) + LINES + SPARE),
    go: (index) => {
      const next = Math.max(0, Math.min(count - 1, index));
      setAt(next);
      const element = box.current;
      if (element === null) return;
      if (next * LINE < element.scrollTop) element.scrollTop = next * LINE;
      else if ((next + 1) * LINE > element.scrollTop + element.clientHeight)
        element.scrollTop = (next + 1) * LINE - element.clientHeight;
    },
    onScroll: (event) => setTop(event.currentTarget.scrollTop),
    target: (key) =>
      ({
        ArrowDown: here + 1,
        ArrowUp: here - 1,
        PageDown: here + LINES,
        PageUp: here - LINES,
        Home: 0,
        End: count - 1,
      })[key],
  };
}
