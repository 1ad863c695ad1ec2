import { useLayoutEffect, useRef } from 'react';
import type { FindDesk } from './useFind';

/** Takes what is typed until the bar is there: none of it may end up in a cell. */
export function FirstLetters({ find }: { readonly find: FindDesk }) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <input
      ref={field}
      className="find-first"
      aria-label="Find"
      value={find.wish.text}
      onChange={(event) => find.setWish({ text: event.target.value })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') find.close();
      }}
    />
  );
}
