import { ArrowLeft, ArrowRight, Copy as CopyIcon, EyeOff, List, Pencil, Plus, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { DragEvent, KeyboardEvent } from 'react';
import { editing } from '../../model/later';
import type { SheetView, WorkbookView } from '../../model/view';
import { Avatar } from '../../ui/Avatar';
import { Menu, PointMenu } from '../../ui/Menu';
import type { MenuEntry, MenuPoint } from '../../ui/menuEntries';
import { say, undoAction } from '../../ui/toast';
import { TAB_COLOURS } from './colours';
import { LateSwatches } from './LateSwatches';
import { peopleOn, useNews, useWho } from './useView';

interface SheetTabsProps {
  readonly view: WorkbookView;
  readonly current: string;
  readonly me: string | null;
  readonly locked: boolean;
  readonly onShow: (sheet: string) => void;
  /** Gives the keyboard back to the grid. */
  readonly onBack: () => void;
}

const LOCKED = 'You may view this workbook, not change it.';

interface MenuAt {
  readonly sheet: SheetView;
  readonly at: MenuPoint;
}

export function SheetTabs({ view, current, me, locked, onShow, onBack }: SheetTabsProps) {
  useNews(view, 'sheets');
  useWho(view);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const [naming, setNaming] = useState<string | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<{ sheet: string; after: boolean } | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const sheets = view.sheets;

  useEffect(() => {
    bar.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);

  const walk = (event: KeyboardEvent): void => {
    const at = sheets.findIndex((sheet) => sheet.id === current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: sheets.length - 1 }[event.key];
    if (event.key === 'Escape') onBack();
    if (event.key === 'F2' && !locked) setNaming(current);
    const next = to === undefined ? undefined : sheets[to];
    if (next === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    onShow(next.id);
    requestAnimationFrame(() =>
      bar.current?.querySelector<HTMLElement>(`[data-sheet="${next.id}"]`)?.focus(),
    );
  };

  const drop = (event: DragEvent): void => {
    event.preventDefault();
    if (dragged !== null && target !== null && target.sheet !== dragged) {
      const at = sheets.findIndex((sheet) => sheet.id === target.sheet) + (target.after ? 1 : 0);
      view.commands.moveSheet(dragged, sheets[at]?.id ?? null);
    }
    setDragged(null);
    setTarget(null);
  };

  const over = (event: DragEvent<HTMLElement>, sheet: string): void => {
    if (dragged === null) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    setTarget({ sheet, after: event.clientX > box.left + box.width / 2 });
  };

  const mark = (sheet: string): string => {
    if (target?.sheet !== sheet || dragged === sheet) return '';
    return target.after ? ' drop-after' : ' drop-before';
  };

  return (
    <>
      <button
        type="button"
        className="t wide-only"
        aria-label="New sheet"
        data-tip={locked ? LOCKED : 'New sheet'}
        disabled={locked}
        data-testid="add-sheet"
        onClick={() => {
          void editing.load().then(
            () => {
              onShow(view.commands.addSheet());
              onBack();
            },
            () => say('This could not be loaded, because the server does not answer.', { kind: 'problem' }),
          );
        }}
      >
        <Plus />
      </button>
      <SheetList view={view} current={current} locked={locked} onShow={onShow} onBack={onBack} />
      <div
        className="tabs"
        role="tablist"
        aria-label="Sheets"
        ref={bar}
        onKeyDown={walk}
        onDrop={drop}
        data-testid="tabs"
      >
        {sheets.map((sheet) =>
          naming === sheet.id ? (
            <TabName
              key={sheet.id}
              sheet={sheet}
              view={view}
              onDone={() => {
                setNaming(null);
                onBack();
              }}
            />
          ) : (
            <button
              key={sheet.id}
              type="button"
              role="tab"
              className={`tab${mark(sheet.id)}`}
              aria-selected={sheet.id === current}
              tabIndex={sheet.id === current ? 0 : -1}
              draggable={!locked}
              data-sheet={sheet.id}
              data-testid="tab"
              onClick={() => {
                onShow(sheet.id);
                onBack();
              }}
              onDoubleClick={() => !locked && setNaming(sheet.id)}
              onContextMenu={(event) => {
                event.preventDefault();
                onShow(sheet.id);
                setMenu({ sheet, at: { x: event.clientX, y: event.clientY } });
              }}
              onDragStart={() => setDragged(sheet.id)}
              onDragEnd={() => {
                setDragged(null);
                setTarget(null);
              }}
              onDragOver={(event) => over(event, sheet.id)}
            >
              {sheet.name}
              {sheet.id !== current &&
                peopleOn(view.people, sheet, me)
                  .slice(0, 3)
                  .map((person) => (
                    <Avatar key={person.id} person={person} size="s" tip={`${person.name} is here`} />
                  ))}
              {sheet.color !== null && <i className="tint" style={{ background: sheet.color }} />}
            </button>
          ),
        )}
      </div>
      <PointMenu
        at={menu?.at ?? null}
        onClose={() => {
          setMenu(null);
          if (naming === null) onBack();
        }}
        testId="tab-menu"
        entries={
          menu === null ? [] : tabEntries(menu.sheet, view, locked, () => setNaming(menu.sheet.id), onShow)
        }
      />
    </>
  );
}

function tabEntries(
  sheet: SheetView,
  view: WorkbookView,
  locked: boolean,
  rename: () => void,
  show: (sheet: string) => void,
): readonly MenuEntry[] {
  const at = view.sheets.findIndex((other) => other.id === sheet.id);
  const only = view.sheets.length === 1;
  const off = locked ? { off: true, tip: LOCKED } : {};
  const last = only ? { off: true, tip: 'A workbook shows at least one sheet.' } : off;
  const leave = (): void => {
    const next = view.sheets[at + 1] ?? view.sheets[at - 1];
    if (next !== undefined) show(next.id);
  };
  return [
    { id: 'rename', text: 'Rename', icon: Pencil, keys: 'F2', run: rename, ...off },
    {
      id: 'duplicate',
      text: 'Duplicate',
      icon: CopyIcon,
      run: () =>
        void view.commands.duplicateSheet(sheet.id).then((made) => {
          if (made !== null) show(made);
        }),
      ...off,
    },
    {
      id: 'left',
      text: 'Move left',
      icon: ArrowLeft,
      run: () => view.commands.moveSheet(sheet.id, view.sheets[at - 1]?.id ?? null),
      ...(at === 0 ? { off: true } : off),
    },
    {
      id: 'right',
      text: 'Move right',
      icon: ArrowRight,
      run: () => view.commands.moveSheet(sheet.id, view.sheets[at + 2]?.id ?? null),
      ...(at === view.sheets.length - 1 ? { off: true } : off),
    },
    'line',
    {
      id: 'hide',
      text: 'Hide',
      icon: EyeOff,
      run: () => {
        leave();
        view.commands.hideSheet(sheet.id, true);
      },
      ...last,
    },
    {
      id: 'delete',
      text: `Delete “${sheet.name}”`,
      icon: Trash2,
      danger: true,
      run: () => {
        leave();
        view.commands.deleteSheet(sheet.id);
        say(`The sheet “${sheet.name}” is deleted.`, {
          action: undoAction(view.commands),
        });
      },
      ...last,
    },
    ...(locked
      ? []
      : ([
          'line',
          { id: 'colour-caption', caption: 'Colour of the tab' },
          {
            id: 'colour',
            custom: (close: () => void) => (
              <LateSwatches
                inMenu
                value={sheet.color}
                colours={TAB_COLOURS}
                none="No colour"
                onPick={(colour) => {
                  view.commands.colorSheet(sheet.id, colour);
                  close();
                }}
              />
            ),
          },
        ] as const)),
  ];
}

interface SheetListProps {
  readonly view: WorkbookView;
  readonly current: string;
  readonly locked: boolean;
  readonly onShow: (sheet: string) => void;
  readonly onBack: () => void;
}

/** All sheets by name, hidden ones too. */
function SheetList({ view, current, locked, onShow, onBack }: SheetListProps) {
  const hidden = view.hiddenSheets.filter((sheet) => sheet.state !== 'veryhidden');
  return (
    <Menu
      side="top"
      onClosed={onBack}
      trigger={
        <button
          type="button"
          className="t wide-only"
          aria-label="All sheets"
          data-tip="All sheets"
          data-testid="sheet-list"
        >
          <List />
        </button>
      }
      entries={[
        ...view.sheets.map((sheet) => ({
          id: sheet.id,
          text: sheet.name,
          checked: sheet.id === current,
          run: () => onShow(sheet.id),
        })),
        ...(hidden.length === 0
          ? []
          : ([
              'line',
              { id: 'hidden-caption', caption: 'Hidden. Choose one to show it.' },
              ...hidden.map((sheet) => ({
                id: sheet.id,
                text: sheet.name,
                icon: EyeOff,
                off: locked,
                ...(locked ? { tip: LOCKED } : {}),
                run: () => {
                  view.commands.hideSheet(sheet.id, false);
                  onShow(sheet.id);
                },
              })),
            ] as const)),
      ]}
    />
  );
}

/** A tab's name being typed over. A refused name says why and stays open. */
function TabName({ sheet, view, onDone }: { sheet: SheetView; view: WorkbookView; onDone: () => void }) {
  const [text, setText] = useState(sheet.name);
  const finish = (event: { preventDefault: () => void }, leave: boolean): void => {
    const given = text.trim();
    const refused = given === '' || given === sheet.name ? null : view.commands.renameSheet(sheet.id, given);
    if (refused !== null) {
      say(refused, { kind: 'problem' });
      if (!leave) {
        event.preventDefault();
        return;
      }
    }
    onDone();
  };
  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The grid has the keyboard before the key is through: its field would take the Enter as a line break.
    event.preventDefault();
    if (event.key === 'Enter') finish(event, false);
    else onDone();
  };
  return (
    <span className="tab" role="presentation">
      <input
        value={text}
        maxLength={31}
        aria-label="Name of the sheet"
        data-testid="tab-name"
        ref={(field) => {
          if (field !== null && document.activeElement !== field) {
            field.focus();
            field.select();
          }
        }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
        onBlur={(event) => finish(event, true)}
      />
    </span>
  );
}
