import { lazy } from 'react';
import type { ComponentType } from 'react';

type Props<M, K extends keyof M> = M[K] extends ComponentType<infer P extends object> ? P : never;

export interface Split<M, K extends keyof M> {
  /** Fetches the code, once. */
  readonly load: () => Promise<M>;
  readonly Page: ComponentType<Props<M, K>>;
}

/**
 * A page whose code is a file of its own. React holds back for 300 ms what replaces a placeholder that has just been
 * shown, so a page whose code has arrived already must not be asked for as if it had not.
 */
export function split<M, K extends keyof M>(fetch: () => Promise<M>, name: K): Split<M, K> {
  type Page = ComponentType<Props<M, K>>;
  let loading: Promise<M> | null = null;
  let loaded: Page | null = null;
  const load = (): Promise<M> =>
    (loading ??= fetch().then(
      (module) => {
        loaded = module[name] as Page;
        return module;
      },
      (cause: unknown) => {
        loading = null;
        throw cause;
      },
    ));
  const Later = lazy(async () => ({ default: (await load())[name] as Page })) as unknown as Page;
  return {
    load,
    Page: (props) => {
      const Ready = loaded ?? Later;
      return <Ready {...props} />;
    },
  };
}
