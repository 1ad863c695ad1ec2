import { Popover } from '@base-ui/react/popover';
import { Suspense, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';

interface ToolPopoverProps {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly content: (close: () => void) => ReactNode;
  readonly onClosed: () => void;
}

/** A picker under its button. */
export function ToolPopover({ label, trigger, content, onClosed }: ToolPopoverProps) {
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
            <Suspense>{content(() => setOpen(false))}</Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
