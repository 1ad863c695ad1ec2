/** A small sheet, its cells filled in a pattern that belongs to the workbook. */
export function WorkbookIcon({ id }: { id: string }) {
  let seed = 2166136261;
  for (let i = 0; i < id.length; i++) seed = Math.imul(seed ^ id.charCodeAt(i), 16777619) >>> 0;
  const next = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const cells = [];
  for (let row = 0; row < 5; row++) {
    for (let col = 0; col < 4; col++) {
      const width = 3.2 + Math.round(next() * 5) * 0.2;
      if (row > 0 && col > 0 && next() < 0.25) continue;
      cells.push(
        <rect
          key={`${row}-${col}`}
          x={3 + col * 5.2}
          y={4 + row * 4}
          width={col === 0 ? 4.2 : width}
          height="2"
          rx=".5"
          fill={row === 0 ? 'var(--ink-2)' : 'var(--line-2)'}
        />,
      );
    }
  }
  return (
    <svg className="wbicon" viewBox="0 0 26 26" aria-hidden="true">
      <rect x=".5" y=".5" width="25" height="25" rx="3" fill="var(--surface)" stroke="var(--line)" />
      {cells}
    </svg>
  );
}
