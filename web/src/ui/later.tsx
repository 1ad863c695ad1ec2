import { useEffect, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { say } from './toast';

interface Later<P extends object> {
  (props: P): ReactNode;
  /** Fetches the code, so that the part shows at once when it is asked for. */
  readonly preload: () => void;
}

/**
 * A part of a page whose code is fetched when it is first shown. Without a connection that fails: then `missed` takes
 * the part away again, the page stays as it is, and the next time it is tried again.
 */
export function later<P extends object>(
  fetch: () => Promise<ComponentType<P>>,
  missed: (props: P) => void,
  meanwhile: (props: P) => ReactNode = () => null,
): Later<P> {
  let loaded: ComponentType<P> | null = null;
  const load = async (): Promise<void> => {
    loaded ??= await fetch();
  };
  const Part = (props: P): ReactNode => {
    const [, setArrived] = useState(loaded !== null);
    const Loaded = loaded;
    useEffect(() => {
      if (Loaded !== null) return;
      let gone = false;
      load().then(
        () => {
          if (!gone) setArrived(true);
        },
        () => {
          if (gone) return;
          missed(props);
          say('This could not be loaded, because the server does not answer.', { kind: 'problem' });
        },
      );
      return () => {
        gone = true;
      };
      // Fetched once when it is shown; which properties it has by then makes no difference.
      // eslint-disable-next-line react-hooks/exhaustive-deps
    }, []);
    return Loaded === null ? meanwhile(props) : <Loaded {...props} />;
  };
  // What fails now is fetched again when it is asked for.
  return Object.assign(Part, { preload: () => void load().catch(() => undefined) });
}
