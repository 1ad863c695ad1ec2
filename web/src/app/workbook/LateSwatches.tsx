import { Suspense, lazy } from 'react';
import type { ComponentProps } from 'react';

const Swatches = lazy(() => import('./Swatches').then((part) => ({ default: part.Swatches })));

/** The colours, loaded when they are first shown. */
export function LateSwatches(props: ComponentProps<typeof Swatches>) {
  return (
    <Suspense fallback={<div style={{ height: 240 }} />}>
      <Swatches {...props} />
    </Suspense>
  );
}
