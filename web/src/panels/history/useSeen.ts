import { useState } from 'react';

/** Remembers all that was ever seen: whoever was in a list once stays a choice of its filter. */
export function useSeen(seen: readonly (readonly [id: string, name: string])[]): ReadonlyMap<string, string> {
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const news = seen.filter(([id, name]) => known.get(id) !== name);
  if (news.length > 0) setKnown(new Map([...known, ...new Map(news)]));
  return known;
}
