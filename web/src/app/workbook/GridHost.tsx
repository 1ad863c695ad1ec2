import { startTransition, useEffect, useRef } from 'react';
import { createGrid } from '../../grid/create';
import type { GridHandle, GridOptions } from '../../grid/handle';
import type { WorkbookView } from '../../model/view';
import { functionPath } from '../routes';
import { rememberZoom, savedZoom } from './zoom';

interface GridHostProps {
  readonly view: WorkbookView;
  readonly sheet: string;
  /** Called with the grid when it has been drawn, with null when it goes. */
  readonly onGrid: (grid: GridHandle | null) => void;
  readonly events: Pick<
    GridOptions,
    | 'onSelect'
    | 'onSheet'
    | 'onContextMenu'
    | 'onMessage'
    | 'onAsk'
    | 'onKey'
    | 'onHover'
    | 'onScroll'
    | 'onEdit'
    | 'onChart'
    | 'onFollow'
    | 'onAttach'
    | 'onFilter'
  >;
}

/** The element that the canvas grid lives in. React owns the element and nothing inside it. */
export function GridHost({ view, sheet, onGrid, events }: GridHostProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  });
  const start = useRef({ view, sheet, onGrid });

  useEffect(() => {
    if (host.current === null) return;
    const { view: first, sheet: shown, onGrid: tell } = start.current;
    const grid = createGrid(host.current, {
      view: first,
      sheet: shown,
      zoom: savedZoom(first.id),
      onSelect: (selection) => latest.current.onSelect?.(selection),
      onSheet: (id) => latest.current.onSheet?.(id),
      onContextMenu: (request) => latest.current.onContextMenu?.(request),
      onAsk: (what) => latest.current.onAsk?.(what),
      onMessage: (message, offer) => latest.current.onMessage?.(message, offer),
      onKey: (event) => latest.current.onKey?.(event) ?? false,
      onHover: (target) => latest.current.onHover?.(target),
      onScroll: () => latest.current.onScroll?.(),
      onEdit: (state) => latest.current.onEdit?.(state),
      onChart: (chart, open) => latest.current.onChart?.(chart, open),
      onFollow: (link) => latest.current.onFollow?.(link),
      onAttach: (what) => latest.current.onAttach?.(what),
      onFilter: (heading) => latest.current.onFilter?.(heading),
      functionPage: functionPath,
    });
    // The bars around it come after its first picture, which is drawn in the coming frame.
    const frame = requestAnimationFrame(() => startTransition(() => tell(grid)));
    const endZoom = grid.watchZoom((zoom) => rememberZoom(first.id, zoom));
    return () => {
      endZoom();
      cancelAnimationFrame(frame);
      tell(null);
      grid.destroy();
    };
  }, []);

  return <div className="canvas" ref={host} data-testid="grid" />;
}
