import { useState } from 'react';
import { Button } from '../../ui/Button';
import { COLOURS, readColour, recentColours, rememberColour } from './colours';

interface SwatchesProps {
  readonly value: string | null;
  readonly colours?: readonly string[];
  /** Words for "no colour of its own"; absent: one must be chosen. */
  readonly none?: string;
  readonly onPick: (colour: string | null) => void;
  /** They stand in a menu, and are its items. */
  readonly inMenu?: boolean;
}

interface RowProps {
  readonly label: string;
  readonly colours: readonly string[];
  readonly value: string | null;
  readonly inMenu: boolean;
  readonly onPick: (colour: string) => void;
}

/** What says that a colour is the chosen one. */
function chosen(is: boolean, inMenu: boolean) {
  return inMenu ? { role: 'menuitemradio', 'aria-checked': is } : { 'aria-pressed': is };
}

function Row({ label, colours, value, inMenu, onPick }: RowProps) {
  return (
    <div className="swatches" role="group" aria-label={label}>
      {colours.map((colour) => (
        <button
          key={colour}
          type="button"
          className="swatch"
          style={{ background: colour }}
          aria-label={colour}
          {...chosen(value?.toLowerCase() === colour, inMenu)}
          data-tip={colour}
          onClick={() => onPick(colour)}
        />
      ))}
    </div>
  );
}

/** A grid of colours, those used lately, and any other by its number. */
export function Swatches({ value, colours = COLOURS, none, onPick, inMenu = false }: SwatchesProps) {
  const [typed, setTyped] = useState(value ?? '');
  const own = readColour(typed);
  const recent = recentColours();
  const pickOther = (): void => {
    if (own === null) return;
    rememberColour(own);
    onPick(own);
  };
  return (
    <div data-testid="swatches">
      {none !== undefined && (
        <button
          type="button"
          className="menu-item"
          {...chosen(value === null, inMenu)}
          style={{ width: '100%', border: 0, background: 'none' }}
          onClick={() => onPick(null)}
        >
          {none}
        </button>
      )}
      <Row label="Colours" colours={colours} value={value} inMenu={inMenu} onPick={onPick} />
      {recent.length > 0 && (
        <>
          <div className="menu-cap">Used lately</div>
          <Row label="Colours used lately" colours={recent} value={value} inMenu={inMenu} onPick={onPick} />
        </>
      )}
      <div {...(inMenu ? { role: 'menuitem' } : {})}>
        <form
          className="custom-colour"
          onSubmit={(event) => {
            event.preventDefault();
            pickOther();
          }}
        >
          <input
            type="color"
            value={own ?? '#ffc02e'}
            aria-label="Another colour"
            onChange={(event) => setTyped(event.target.value)}
          />
          <div className="field">
            <input
              value={typed}
              maxLength={7}
              placeholder="#ffc02e"
              spellCheck={false}
              aria-label="Number of a colour"
              data-testid="colour-number"
              onChange={(event) => setTyped(event.target.value)}
              // Letters would otherwise look for entries of a menu around it.
              onKeyDown={(event) => {
                if (event.key !== 'Escape') event.stopPropagation();
              }}
            />
          </div>
          <Button type="submit" size="small" disabled={own === null} data-testid="colour-use">
            Use
          </Button>
        </form>
      </div>
    </div>
  );
}
