import { Popover } from '@base-ui/react/popover';
import { Suspense, useRef, useState } from 'react';
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
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) return;
        // Keys that come while it fades are for where one goes back to.
        const { activeElement: active } = document;
        if (active instanceof HTMLElement && popup.current?.contains(active) === true) active.blur();
        onClosed();
      }}
      onOpenChangeComplete={(now) => {
        if (!now && document.activeElement === document.body) onClosed();
      }}
    >
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className="menu-layer" sideOffset={4} align="start" collisionPadding={8}>
          <Popover.Popup
            ref={popup}
            className="pop"
            style={{ padding: 4 }}
            aria-label={label}
            finalFocus={false}
          >
            <Suspense>{content(() => setOpen(false))}</Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
