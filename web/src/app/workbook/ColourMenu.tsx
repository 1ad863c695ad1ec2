import { Popover } from '@base-ui/react/popover';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Swatches } from './Swatches';

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

/** A toolbar button that shows its present colour and opens the picker. */
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
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root
      open={open}
      onOpenChange={setOpen}
      onOpenChangeComplete={(now) => {
        if (!now) onClosed();
      }}
    >
      <Popover.Trigger
        render={
          <button
            type="button"
            className="t"
            aria-label={label}
            data-tip={label}
            disabled={disabled}
            data-testid={testId}
          >
            <span className="ink">
              {icon}
              {value !== null && <i style={{ background: value }} />}
            </span>
            <ChevronDown className="c" aria-hidden="true" />
          </button>
        }
      />
      <Popover.Portal>
        <Popover.Positioner className="menu-layer" sideOffset={4} align="start" collisionPadding={8}>
          <Popover.Popup className="pop" style={{ padding: 4 }} aria-label={label} finalFocus={false}>
            <Swatches
              value={value}
              none={none}
              onPick={(colour) => {
                onPick(colour);
                setOpen(false);
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
