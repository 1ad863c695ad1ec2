import { useState } from 'react';
import { PickMenu } from '../../ui/PickMenu';
import { BORDERS } from './toolItems';
import { Swatches } from './Swatches';

const STYLES = [
  { value: 'thin', text: 'Thin' },
  { value: 'medium', text: 'Medium' },
  { value: 'thick', text: 'Thick' },
  { value: 'dashed', text: 'Dashed' },
  { value: 'dotted', text: 'Dotted' },
  { value: 'double', text: 'Double' },
] as const;

type Style = (typeof STYLES)[number]['value'];

/** As chosen last, for the next time. */
const last: { style: Style; colour: string } = { style: 'thin', colour: '#182033' };

/** Which of the six lines of a small table a kind draws: around, and between. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  all: ['M2 2H14V14H2Z', 'M8 2V14', 'M2 8H14'],
  inner: ['M8 2V14', 'M2 8H14'],
  horizontal: ['M2 8H14'],
  vertical: ['M8 2V14'],
  outer: ['M2 2H14V14H2Z'],
  left: ['M2 2V14'],
  top: ['M2 2H14'],
  right: ['M14 2V14'],
  bottom: ['M2 14H14'],
  none: [],
};

function Sign({ kind }: { kind: string }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M2 2H14V14H2ZM8 2V14M2 8H14" strokeDasharray="1 1" opacity="0.45" />
      {LINES[kind]?.map((line) => (
        <path key={line} d={line} strokeWidth="1.75" />
      ))}
    </svg>
  );
}

/** Which edges get a line, of which kind and colour. Given as the argument of the command. */
export function BorderPicker({ onPick }: { onPick: (argument: string) => void }) {
  const [style, setStyle] = useState(last.style);
  const [colour, setColour] = useState(last.colour);
  const [colours, setColours] = useState(false);
  return (
    <div data-testid="border-picker">
      <div className="borders" role="group" aria-label="Edges">
        {BORDERS.map(([kind, text]) => (
          <button
            key={kind}
            type="button"
            className="t"
            aria-label={text}
            data-tip={text}
            data-testid={`borders-${kind}`}
            onClick={() => onPick(kind === 'none' ? kind : `${kind} ${style} ${colour}`)}
          >
            <Sign kind={kind} />
          </button>
        ))}
      </div>
      <div className="row" style={{ padding: '4px 6px 6px' }}>
        <PickMenu
          label="Line"
          value={style}
          options={STYLES}
          line
          width={110}
          testId="border-style"
          onChange={(next) => setStyle((last.style = next))}
        />
        <button
          type="button"
          className="pick line"
          aria-label={`Colour of the line: ${colour}`}
          aria-expanded={colours}
          data-testid="border-colour"
          onClick={() => setColours(!colours)}
        >
          <i className="dot" style={{ background: colour }} />
          Colour
        </button>
      </div>
      {colours && (
        <Swatches
          value={colour}
          onPick={(next) => {
            setColour((last.colour = next ?? '#182033'));
            setColours(false);
          }}
        />
      )}
    </div>
  );
}
