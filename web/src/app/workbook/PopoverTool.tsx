import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { later } from '../../ui/later';
import type { ToolPopover } from './ToolPopover';

const LaterPopover = later<ComponentProps<typeof ToolPopover> & { readonly onMissed: () => void }>(
  () => import('./ToolPopover').then((popover) => popover.ToolPopover),
  ({ onMissed }) => onMissed(),
  ({ trigger }) => trigger,
);

interface PopoverToolProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** The colour below the icon. */
  readonly colour?: string | null;
  readonly disabled: boolean;
  /** What stands in the popover; `close` closes it. */
  readonly content: (close: () => void) => ReactNode;
  readonly onClosed: () => void;
  readonly testId: string;
}

/** A toolbar button that opens a picker, which is loaded when first asked for. */
export function PopoverTool({ label, icon, colour, disabled, content, onClosed, testId }: PopoverToolProps) {
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
        {typeof colour === 'string' && <i style={{ background: colour }} />}
      </span>
      <ChevronDown className="c" aria-hidden="true" />
    </button>
  );
  if (!used) return button;
  return (
    <LaterPopover
      label={label}
      trigger={button}
      content={content}
      onClosed={onClosed}
      onMissed={() => setUsed(false)}
    />
  );
}
