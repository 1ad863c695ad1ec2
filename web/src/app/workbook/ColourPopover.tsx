import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Swatches } from './Swatches';

interface ColourPopoverProps {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly value: string | null;
  readonly none: string;
  readonly onPick: (colour: string | null) => void;
  readonly onClosed: () => void;
}

/** The colours under their button; choosing one closes it. */
export function ColourPopover({ label, trigger, value, none, onPick, onClosed }: ColourPopoverProps) {
  const [open, setOpen] = useState(true);
  return (
    <Popover.Root
      open={open}
      onOpenChange={setOpen}
      onOpenChangeComplete={(now) => {
        if (!now) onClosed();
      }}
    >
      <Popover.Trigger render={trigger} />
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
