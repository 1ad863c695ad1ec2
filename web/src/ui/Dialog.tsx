import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { Button } from './Button';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** A line below the title. */
  readonly lead?: ReactNode;
  readonly footer?: ReactNode;
  readonly narrow?: boolean;
  /** What gets the keyboard first; the first field by default. */
  readonly first?: RefObject<HTMLElement | null>;
  readonly testId: string;
  readonly extra?: string;
  readonly children?: ReactNode;
}

/** A dialog: traps the keyboard, Esc closes it, the focus goes back to what opened it. */
export function Dialog({
  open,
  onClose,
  title,
  lead,
  footer,
  narrow,
  first,
  testId,
  extra,
  children,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup
          className={`dialog${narrow === true ? ' narrow' : ''}${extra === undefined ? '' : ` ${extra}`}`}
          data-testid={testId}
          {...(first === undefined ? {} : { initialFocus: first })}
        >
          <header style={lead === undefined ? {} : { alignItems: 'flex-start' }}>
            <div className="grow">
              <Base.Title render={<h2 />}>{title}</Base.Title>
              {lead}
            </div>
            <Base.Close
              render={
                <Button look="quiet" size="small" icon aria-label="Close">
                  <X />
                </Button>
              }
            />
          </header>
          {children}
          {footer !== undefined && <footer>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
