import '../../styles/checks.css';
import { Calendar } from '../../ui/Calendar';
import { CellPopover } from '../../ui/CellPopover';

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
    <CellPopover
      anchor={anchor}
      focus="none"
      extra="calendar-card"
      label={`Date for ${cell}`}
      testId="date-card"
      onClose={onClose}
      onKeyDown={(event) => {
        if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        onType(event.key);
      }}
    >
      <Calendar value={value} offers={offers} onPick={onPick} />
    </CellPopover>
  );
}
