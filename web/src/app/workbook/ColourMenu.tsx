import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { later } from '../../ui/later';
import type { ColourPopover } from './ColourPopover';

const LaterPopover = later<ComponentProps<typeof ColourPopover> & { readonly onMissed: () => void }>(
  () => import('./ColourPopover').then((popover) => popover.ColourPopover),
  ({ onMissed }) => onMissed(),
  ({ trigger }) => trigger,
);

interface ColourMenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly value: string | null;
  readonly none: string;
  readonly disabled: boolean;
  readonly onPick: (colour: string | null) => void;
  readonly onClosed: () => void;
  readonly testId: string;
}

/** A toolbar button that shows its present colour and opens the picker, which is loaded when first asked for. */
export function ColourMenu({
  label,
  icon,
  value,
  none,
  disabled,
  onPick,
  onClosed,
  testId,
}: ColourMenuProps) {
  const [used, setUsed] = useState(false);
  const button = (
    <button
      type="button"
      className="t"
      aria-label={label}
      aria-haspopup="dialog"
      data-tip={label}
      disabled={disabled}
      data-testid={testId}
      onClick={() => setUsed(true)}
    >
      <span className="ink">
        {icon}
        {value !== null && <i style={{ background: value }} />}
      </span>
      <ChevronDown className="c" aria-hidden="true" />
    </button>
  );
  if (!used) return button;
  return (
    <LaterPopover
      label={label}
      trigger={button}
      value={value}
      none={none}
      onPick={onPick}
      onClosed={onClosed}
      onMissed={() => setUsed(false)}
    />
  );
}
