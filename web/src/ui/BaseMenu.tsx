import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ComponentPropsWithRef, ReactElement } from 'react';

import type { MenuEntry, MenuPoint } from './menuEntries';

/** A function is asked while the menu is open, and tells what is so then. */
type EntrySource = readonly MenuEntry[] | (() => readonly MenuEntry[]);

function Entries({ entries: source, close }: { entries: EntrySource; close: () => void }) {
  const entries = typeof source === 'function' ? source() : source;
  // One entry with a sign in front of it, and all texts begin at the same place.
  const slot = entries.some(
    (entry) => entry !== 'line' && 'text' in entry && (entry.icon !== undefined || 'checked' in entry),
  );
  return entries.map((entry, at) => {
    if (entry === 'line') return <Base.Separator key={`line-${at}`} className="menu-sep" />;
    if ('custom' in entry) return <div key={entry.id}>{entry.custom(close)}</div>;
    if ('caption' in entry) {
      return (
        <div key={entry.id} className="menu-cap">
          {entry.caption}
        </div>
      );
    }
    const Icon = entry.icon;
    if ('entries' in entry) {
      return (
        <Base.SubmenuRoot key={entry.id}>
          <Base.SubmenuTrigger className="menu-item" data-testid={`menu-${entry.id}`}>
            {slot && <span className="slot">{Icon !== undefined && <Icon aria-hidden="true" />}</span>}
            <span className="cut">{entry.text}</span>
            <ChevronRight className="s more" aria-hidden="true" />
          </Base.SubmenuTrigger>
          <Base.Portal>
            <Base.Positioner className="menu-layer" alignOffset={-5} collisionPadding={8}>
              <Base.Popup className="pop menu wide" finalFocus={false}>
                <Entries entries={entry.entries} close={close} />
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.SubmenuRoot>
      );
    }
    return (
      <Base.Item
        key={entry.id}
        className={`menu-item${entry.danger === true ? ' danger' : ''}`}
        disabled={entry.off === true}
        onClick={entry.run}
        data-tip={entry.tip}
        data-testid={`menu-${entry.id}`}
        {...(entry.checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': entry.checked })}
      >
        {slot && (
          <span className="slot">
            {entry.checked === true ? (
              <Check className="check" aria-hidden="true" />
            ) : (
              Icon !== undefined && <Icon aria-hidden="true" />
            )}
          </span>
        )}
        <span className="cut">{entry.text}</span>
        {entry.keys !== undefined && <span className="sc">{entry.keys}</span>}
      </Base.Item>
    );
  });
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<ComponentPropsWithRef<'button'>>;
  readonly entries: EntrySource;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'bottom' | 'top';
  readonly wide?: boolean;
  readonly onClosed?: () => void;
}

interface BaseMenuProps extends MenuProps {
  /** It was asked for before it was loaded. */
  readonly startOpen: boolean;
}

/** Whether the keyboard has gone on to something else while a popup faded: it is not taken back from there. */
function isElsewhere(popup: HTMLElement | null): boolean {
  const { activeElement: active } = document;
  return active !== null && active !== document.body && popup?.contains(active) !== true;
}

/** A button with a menu. Arrow keys move inside, Esc closes, the keyboard goes back to the button. */
export function BaseMenu({
  trigger,
  entries,
  align = 'start',
  side = 'bottom',
  wide,
  onClosed,
  startOpen,
}: BaseMenuProps) {
  const [open, setOpen] = useState(startOpen);
  // A menu that opens as it loads has replaced the button that was pressed: what had the keyboard is gone by then.
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      modal={false}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        // Keys that come while it fades are for where one goes back to.
        if (!next) onClosed?.();
      }}
      onOpenChangeComplete={(now) => {
        // What had the keyboard in it is gone: where nothing else has taken it, neither may it be lost.
        if (!now && document.activeElement === document.body) onClosed?.();
      }}
    >
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        <Base.Positioner className="menu-layer" align={align} side={side} sideOffset={4} collisionPadding={8}>
          <Base.Popup
            className={`pop menu${wide === true ? ' wide' : ''}`}
            finalFocus={() => onClosed === undefined && !isElsewhere(popup.current) && button.current}
            ref={popup}
          >
            <Entries entries={entries} close={() => setOpen(false)} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export interface PointMenuProps {
  readonly at: MenuPoint | null;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
  readonly testId: string;
}

/** A menu at a point: context menus of cells, headers and tabs. */
export function BasePointMenu({ at, entries, onClose, testId }: PointMenuProps) {
  const anchor =
    at === null
      ? null
      : { getBoundingClientRect: () => DOMRect.fromRect({ x: at.x, y: at.y, width: 0, height: 0 }) };
  return (
    <Base.Root open={at !== null} modal={false} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner
          className="menu-layer"
          anchor={anchor}
          align="start"
          side="bottom"
          sideOffset={2}
          collisionPadding={8}
          // A long menu moves up rather than scroll.
          collisionAvoidance={{ side: 'shift', align: 'shift', fallbackAxisSide: 'none' }}
        >
          <Base.Popup className="pop menu wide whole" finalFocus={false} data-testid={testId}>
            <Entries entries={entries} close={onClose} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
