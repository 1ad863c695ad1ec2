import '../../../styles/rules.css';
import { Menu as Base } from '@base-ui/react/menu';
import type { CSSProperties, ReactNode } from 'react';
import { BARS, HIGHLIGHTS, ICON_NAMES, SCALES, SETS } from '../../../model/rule-presets';
import { barStyle, IconRow, scaleStyle } from '../../../panels/rules/samples';

interface RuleGalleryProps {
  readonly onPick: (id: string) => void;
}

interface ChipProps {
  readonly id: string;
  readonly name: string;
  readonly extra?: string;
  readonly style?: CSSProperties;
  readonly onPick: (id: string) => void;
  readonly children?: ReactNode;
}

function Chip({ id, name, extra = '', style, onPick, children }: ChipProps) {
  return (
    <Base.Item
      className={`rule-chip${extra}`}
      aria-label={name}
      data-tip={name}
      data-testid={`rule-quick-${id}`}
      onClick={() => onPick(id)}
      {...(style === undefined ? {} : { style })}
    >
      {children}
    </Base.Item>
  );
}

/** Rules for the selection at one click, as entries of a menu. */
export function RuleGallery({ onPick }: RuleGalleryProps) {
  return (
    <div data-testid="rule-gallery">
      <div className="rule-highlights">
        {HIGHLIGHTS.map(({ id, name }) => (
          <Base.Item
            key={id}
            className="menu-item"
            data-testid={`rule-quick-${id}`}
            onClick={() => onPick(id)}
          >
            <span className="cut">{name}</span>
          </Base.Item>
        ))}
      </div>
      <div className="menu-cap">Colour scales</div>
      <div className="rule-chips">
        {SCALES.map(({ id, name, colors }) => (
          <Chip
            key={id}
            id={`scale-${id}`}
            name={`Colour scale: ${name}`}
            style={scaleStyle(colors)}
            onPick={onPick}
          />
        ))}
      </div>
      <div className="menu-cap">Data bars</div>
      <div className="rule-chips">
        {BARS.map(({ id, name, color }) => (
          <Chip
            key={id}
            id={`bar-${id}`}
            name={`Data bar: ${name}`}
            extra=" bar"
            style={barStyle(color, false)}
            onPick={onPick}
          />
        ))}
      </div>
      <div className="menu-cap">Icons</div>
      <div className="rule-chips icons">
        {SETS.map((set) => (
          <Chip
            key={set}
            id={`icons-${set}`}
            name={`Icons: ${ICON_NAMES[set]}`}
            extra=" wide"
            onPick={onPick}
          >
            <IconRow set={set} />
          </Chip>
        ))}
      </div>
    </div>
  );
}
