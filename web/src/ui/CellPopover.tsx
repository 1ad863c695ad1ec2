import { Popover } from '@base-ui/react/popover';
import { X } from 'lucide-react';
import { useRef } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { Button } from './Button';

interface CellPopoverProps {
  /** Where the cell stands on the screen. */
  readonly anchor: () => DOMRect;
  /** The card takes the keyboard, or something on it does; `none` leaves it where it is. */
  readonly focus: 'card' | 'none' | RefObject<HTMLElement | null>;
  readonly extra?: string;
  /** Named so where it has no title. */
  readonly label?: string;
  readonly busy?: boolean;
  readonly testId: string;
  /** The pointer is on the card. */
  readonly onHold?: (held: boolean) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** `outside`: something beside the card was clicked. */
  readonly onClose: (how: 'outside' | 'other') => void;
  readonly children: ReactNode;
}

/** A card about a cell: beside the cell, never on it. Esc and a click elsewhere close it. */
export function CellPopover(props: CellPopoverProps) {
  const { anchor, focus, extra, label, busy, testId, onHold, onKeyDown, onClose, children } = props;
  const card = useRef<HTMLDivElement>(null);
  return (
    <Popover.Root
      open
      modal={false}
      onOpenChange={(open, { reason }) => !open && onClose(reason === 'outside-press' ? 'outside' : 'other')}
    >
      <Popover.Portal>
        <Popover.Positioner
          className="pop-layer"
          anchor={{ getBoundingClientRect: anchor }}
          side="bottom"
          align="start"
          sideOffset={9}
          collisionPadding={8}
        >
          <Popover.Popup
            className={`pop card${extra === undefined ? '' : ` ${extra}`}`}
            ref={card}
            tabIndex={-1}
            initialFocus={focus === 'card' ? card : focus === 'none' ? false : focus}
            finalFocus={false}
            aria-label={label}
            aria-busy={busy}
            data-testid={testId}
            onPointerEnter={() => onHold?.(true)}
            onPointerLeave={() => onHold?.(false)}
            onKeyDown={onKeyDown}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The name of the card. */
export function CellPopoverTitle({ children }: { readonly children: ReactNode }) {
  return <Popover.Title render={<b />}>{children}</Popover.Title>;
}

/** The cross at its end. */
export function CellPopoverClose({ label }: { readonly label: string }) {
  return (
    <Popover.Close
      render={
        <Button look="quiet" size="small" icon extra="end" aria-label={label}>
          <X className="s" />
        </Button>
      }
    />
  );
}
