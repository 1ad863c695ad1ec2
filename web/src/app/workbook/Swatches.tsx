import { COLOURS } from './colours';

interface SwatchesProps {
  readonly value: string | null;
  readonly colours?: readonly string[];
  /** Words for "no colour of its own". */
  readonly none: string;
  readonly onPick: (colour: string | null) => void;
  /** They stand in a menu, and are its items. */
  readonly inMenu?: boolean;
}

/** A grid of colours with a free choice below. */
export function Swatches({ value, colours = COLOURS, none, onPick, inMenu }: SwatchesProps) {
  const chosen = (is: boolean) =>
    inMenu === true ? { role: 'menuitemradio', 'aria-checked': is } : { 'aria-pressed': is };
  return (
    <div data-testid="swatches">
      <button
        type="button"
        className="menu-item"
        {...chosen(value === null)}
        style={{ width: '100%', border: 0, background: 'none' }}
        onClick={() => onPick(null)}
      >
        {none}
      </button>
      <div className="swatches" role="group" aria-label="Colours">
        {colours.map((colour) => (
          <button
            key={colour}
            type="button"
            className="swatch"
            style={{ background: colour }}
            aria-label={colour}
            {...chosen(value?.toLowerCase() === colour)}
            data-tip={colour}
            onClick={() => onPick(colour)}
          />
        ))}
      </div>
      <div {...(inMenu === true ? { role: 'menuitem' } : {})}>
        <label className="custom-colour">
          <input
            type="color"
            defaultValue={value ?? '#ffc02e'}
            aria-label="Another colour"
            onChange={(event) => onPick(event.target.value)}
          />
          Another colour
        </label>
      </div>
    </div>
  );
}
