import type { Criterion } from '../../net/filters';

type Kind = 'fill' | 'color';

interface ColourChoiceProps {
  readonly fills: readonly (string | null)[];
  readonly colors: readonly (string | null)[];
  readonly value: Criterion | null;
  readonly onChange: (criterion: Criterion) => void;
}

const TITLES: Readonly<Record<Kind, string>> = { fill: 'Fill', color: 'Colour of text' };
const PLAIN: Readonly<Record<Kind, string>> = { fill: 'No fill', color: 'Automatic' };

/** Fills and colours of text that the column has. */
export function ColourChoice({ fills, colors, value, onChange }: ColourChoiceProps) {
  const group = (kind: Kind, found: readonly (string | null)[]) =>
    found.length > 1 && (
      <fieldset className="ticks">
        <legend className="label">{TITLES[kind]}</legend>
        {found.map((colour) => (
          <label key={colour ?? ''}>
            <input
              type="radio"
              name="filter-colour"
              checked={value?.[0] === kind && value[1] === colour}
              data-testid="filter-colour"
              onChange={() => onChange([kind, colour])}
            />
            {colour !== null && <i className="chip" style={{ background: colour }} />}
            {colour ?? PLAIN[kind]}
          </label>
        ))}
      </fieldset>
    );
  return (
    <div className="colours">
      {group('fill', fills)}
      {group('color', colors)}
    </div>
  );
}
