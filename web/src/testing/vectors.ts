/** The vectors that the server's model and this one are both held to. */

import { readFileSync } from 'node:fs';

/** Cases of `tests/vectors/<name>.json`, without the leading description. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the file's shape
export function vectors<T>(name: string): readonly T[] {
  const path = new URL(`../../../tests/vectors/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as unknown[]).slice(1) as T[];
}
