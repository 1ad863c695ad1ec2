interface SpanFieldsProps {
  /** As the fields give them: `2026-11-18T16:20` in local time, or empty. */
  readonly from: string;
  readonly to: string;
  readonly onChange: (some: { readonly from?: string; readonly to?: string }) => void;
}

/** From when to when. */
export function SpanFields({ from, to, onChange }: SpanFieldsProps) {
  return (
    <div className="between sm">
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          <span className="q">{end === 'from' ? 'From' : 'To'}</span>
          <input
            type="datetime-local"
            value={end === 'from' ? from : to}
            onChange={(event) => onChange({ [end]: event.target.value })}
            data-testid={`filter-${end}`}
          />
        </label>
      ))}
    </div>
  );
}
