import '../../styles/checks.css';
import { Popover } from '@base-ui/react/popover';
import { Calendar } from '../../ui/Calendar';

interface DateCardProps {
  /** `D10` */
  readonly cell: string;
  readonly value: string | null;
  readonly anchor: () => DOMRect;
  readonly offers: (day: string) => boolean;
  readonly onPick: (day: string) => void;
  /** Somebody types a date instead. */
  readonly onType: (text: string) => void;
  readonly onClose: () => void;
}

/** A day for a cell. */
export function DateCard({ cell, value, anchor, offers, onPick, onType, onClose }: DateCardProps) {
  return (
    <Popover.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Popover.Portal>
        <Popover.Positioner
          className="pop-layer"
          anchor={{ getBoundingClientRect: anchor }}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <Popover.Popup
            className="pop calendar-card"
            initialFocus={false}
            finalFocus={false}
            aria-label={`Date for ${cell}`}
            data-testid="date-card"
            onKeyDown={(event) => {
              if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
              event.preventDefault();
              onType(event.key);
            }}
          >
            <Calendar value={value} offers={offers} onPick={onPick} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
