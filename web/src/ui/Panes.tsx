import { useId } from 'react';

/** Window light on faint grid lines: six slanted panes from (x, y). Only on pages without data. */
export function Panes({ x, y = 0, scale = 1.05 }: { x: number; y?: number; scale?: number }) {
  const grid = useId();
  const panes: string[] = [];
  for (let row = 0; row < 3; row++) {
    for (let col = 0; col < 2; col++) {
      const left = x + (col * 190 - row * 46) * scale;
      const top = y + row * 150 * scale;
      panes.push(`M${left} ${top}h${168 * scale}l${-40 * scale} ${130 * scale}h${-168 * scale}z`);
    }
  }
  return (
    <div className="panes" aria-hidden="true">
      <svg>
        <defs>
          <pattern id={grid} width="84" height="24" patternUnits="userSpaceOnUse">
            <path d="M0 0.5H84M0.5 0V24" stroke="var(--grid-line)" fill="none" opacity=".6" />
          </pattern>
        </defs>
        <path d={panes.join('')} fill="var(--pane)" />
        <rect width="100%" height="100%" fill={`url(#${grid})`} />
      </svg>
    </div>
  );
}
