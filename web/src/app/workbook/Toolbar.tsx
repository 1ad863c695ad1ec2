import {
  AlignLeft,
  ArrowDownAZ,
  Baseline,
  ChevronDown,
  Ellipsis,
  Grid2x2,
  PaintBucket,
  Sigma,
  Snowflake,
} from 'lucide-react';
import { lazy, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { command } from '../../grid/commands';
import type { GridHandle } from '../../grid/handle';
import type { WorkbookView } from '../../model/view';
import { Menu } from '../../ui/Menu';
import type { MenuEntry } from '../../ui/menuEntries';
import { backToGrid } from './deskActs';
import { LateSwatches } from './LateSwatches';
import { PopoverTool } from './PopoverTool';
import { keysOf } from './keys';
import { shortFormat } from './numberFormats';
import { ruleEntries } from './rules/ruleEntries';
import { useLateSelection } from './selectionStore';
import type { SelectionStore } from './selectionStore';
import type { Aggregate } from './sums';
import {
  alignEntries,
  fontEntries,
  freezeEntries,
  menuOf,
  numberEntries,
  sizeEntries,
  sortEntries,
  sumEntries,
} from './toolEntries';
import type { ToolDesk } from './toolEntries';
import { MORE_ITEMS, PLAIN_SIZE, TOOL_GROUPS, fitting } from './toolItems';
import type { ToolButton, ToolItem } from './toolItems';
import { useLateCells, useNews } from './useView';

const BorderPicker = lazy(() => import('./BorderPicker').then((part) => ({ default: part.BorderPicker })));

interface ToolbarProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly selection: SelectionStore;
  readonly onSum: (what: Aggregate) => void;
  readonly onFormat: () => void;
}

/** Arrow keys move inside the toolbar; it is one tab stop. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  if (!(event.target instanceof HTMLElement)) return;
  const tools = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')].filter(
    (tool) => tool.offsetParent !== null,
  );
  const at = tools.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tools.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  tools[(to + tools.length) % tools.length]?.focus();
}

export function Toolbar({ view, grid, selection, onSum, onFormat }: ToolbarProps) {
  useLateSelection(selection);
  // What one does oneself is told as being saved.
  useNews(view, 'save', 'notice');
  useLateCells(view);
  const bar = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState(TOOL_GROUPS.length);

  useLayoutEffect(() => {
    const host = bar.current;
    if (host === null) return;
    const widths = [...host.querySelectorAll<HTMLElement>('[data-group]')].map((group) => group.offsetWidth);
    const measure = (): void => setFits(fitting(widths, host.clientWidth - 46));
    const watch = new ResizeObserver(measure);
    watch.observe(host);
    return () => watch.disconnect();
  }, []);

  const back = (): void => backToGrid(grid);
  const desk: ToolDesk = {
    grid,
    back,
    onSum,
    onFormat,
    run: (id, argument) => {
      grid.run(id, argument);
      back();
    },
  };
  const hidden = TOOL_GROUPS.slice(fits);
  return (
    <div
      className="tools wide-only"
      role="toolbar"
      aria-label="Tools"
      ref={bar}
      onKeyDown={walk}
      data-testid="toolbar"
    >
      {TOOL_GROUPS.map((group, index) => (
        <div
          key={group.id}
          className="group"
          data-group={group.id}
          style={index >= fits ? { display: 'none' } : {}}
        >
          {index > 0 && group.joined !== true && <span className="sep" />}
          {group.items.map((item, at) => (
            <Tool
              key={item.kind === 'button' ? item.command : `${item.kind} ${at}`}
              item={item}
              desk={desk}
            />
          ))}
        </div>
      ))}
      <span className="grow" />
      <Menu
        align="end"
        wide
        onClosed={back}
        trigger={
          <button
            type="button"
            className="t"
            aria-label="More tools"
            data-tip="More tools"
            data-testid="more-tools"
          >
            <Ellipsis />
          </button>
        }
        entries={[
          ...hidden.flatMap((group): readonly MenuEntry[] => [
            ...group.items.flatMap((item, at): readonly MenuEntry[] => [
              ...(at > 0 && item.kind !== 'button' ? (['line'] as const) : []),
              ...menuOf(item, desk),
            ]),
            'line',
          ]),
          ...MORE_ITEMS.flatMap((item) => menuOf(item, desk)),
          'line',
          ...ruleEntries(desk),
        ]}
      />
    </div>
  );
}

function Tool({ item, desk }: { item: ToolItem; desk: ToolDesk }) {
  const { grid } = desk;
  switch (item.kind) {
    case 'button':
      return <ToolSwitch item={item} desk={desk} />;
    case 'numbers': {
      const state = grid.commandState('format.number');
      const code = typeof state.value === 'string' ? state.value : null;
      return (
        <ToolMenu
          label="Number format"
          width={72}
          entries={() => numberEntries(desk)}
          off={!state.enabled}
          desk={desk}
          testId="tool-number"
          value={shortFormat(code)}
        />
      );
    }
    case 'font': {
      const state = grid.commandState('format.font');
      return (
        <ToolMenu
          label="Font"
          width={106}
          entries={() => fontEntries(desk)}
          off={!state.enabled}
          desk={desk}
          testId="tool-font"
          value={typeof state.value === 'string' ? state.value : 'Source Sans'}
        />
      );
    }
    case 'size': {
      const state = grid.commandState('format.size');
      return (
        <ToolMenu
          label="Font size"
          width={56}
          entries={() => sizeEntries(desk)}
          off={!state.enabled}
          desk={desk}
          testId="tool-size"
          value={String(state.value ?? PLAIN_SIZE)}
        />
      );
    }
    case 'color':
    case 'fill': {
      const id = item.kind === 'color' ? 'format.color' : 'format.fill';
      const state = grid.commandState(id);
      return (
        <PopoverTool
          label={command(id).label}
          icon={item.kind === 'color' ? <Baseline aria-hidden="true" /> : <PaintBucket aria-hidden="true" />}
          colour={typeof state.value === 'string' ? state.value : null}
          disabled={!state.enabled}
          content={(close) => (
            <LateSwatches
              value={typeof state.value === 'string' ? state.value : null}
              none={item.kind === 'color' ? 'Automatic' : 'No fill'}
              onPick={(colour) => {
                grid.run(id, colour);
                close();
              }}
            />
          )}
          onClosed={desk.back}
          testId={`tool-${item.kind}`}
        />
      );
    }
    case 'borders':
      return (
        <PopoverTool
          label="Borders"
          icon={<Grid2x2 aria-hidden="true" />}
          disabled={!grid.commandState('format.borders').enabled}
          content={() => <BorderPicker onPick={(argument) => grid.run('format.borders', argument)} />}
          onClosed={desk.back}
          testId="tool-borders"
        />
      );
    case 'align':
      return (
        <ToolMenu
          label="Alignment"
          entries={() => alignEntries(desk)}
          off={!grid.commandState('format.alignLeft').enabled}
          desk={desk}
          testId="tool-align"
        >
          <AlignLeft aria-hidden="true" />
        </ToolMenu>
      );
    case 'freeze':
      return (
        <ToolMenu
          label="Freeze"
          entries={() => freezeEntries(desk)}
          off={!grid.commandState('freeze.firstRow').enabled}
          desk={desk}
          testId="tool-freeze"
        >
          <Snowflake aria-hidden="true" />
        </ToolMenu>
      );
    case 'sort':
      return (
        <ToolMenu
          label="Sort"
          entries={() => sortEntries(desk)}
          off={!grid.commandState('sort.range').enabled}
          desk={desk}
          testId="tool-sort"
        >
          <ArrowDownAZ aria-hidden="true" />
        </ToolMenu>
      );
    case 'sum':
      return (
        <ToolMenu
          label="Sum and kin"
          entries={() => sumEntries(desk)}
          off={!grid.commandState('edit.clear').enabled}
          desk={desk}
          testId="tool-sum"
        >
          <Sigma aria-hidden="true" />
        </ToolMenu>
      );
  }
}

function ToolSwitch({ item, desk }: { item: ToolButton; desk: ToolDesk }) {
  const state = desk.grid.commandState(item.command);
  const label = command(item.command).label;
  const Icon = item.icon;
  return (
    <button
      type="button"
      className={`t${item.text === undefined ? '' : ' percent'}`}
      aria-label={label}
      aria-pressed={state.on}
      aria-disabled={!state.enabled}
      disabled={!state.enabled}
      data-tip={state.enabled ? label : (state.reason ?? label)}
      data-keys={keysOf(item.command) ?? undefined}
      data-testid={`tool-${item.command}`}
      onClick={() => desk.run(item.command, item.argument)}
      {...(item.twice === undefined ? {} : { onDoubleClick: () => desk.run(item.command, item.twice) })}
    >
      {Icon !== undefined && <Icon aria-hidden="true" />}
      {item.text}
    </button>
  );
}

interface ToolMenuProps {
  readonly label: string;
  /** Asked when the menu opens: the toolbar itself is drawn anew only when hands rest. */
  readonly entries: () => readonly MenuEntry[];
  readonly off: boolean;
  readonly desk: ToolDesk;
  readonly width?: number;
  /** The present value, where the button shows it. */
  readonly value?: string;
  readonly testId: string;
  readonly children?: ReactNode;
}

function ToolMenu({ label, entries, off, desk, width, value, testId, children }: ToolMenuProps) {
  return (
    <Menu
      entries={entries}
      onClosed={desk.back}
      trigger={
        <button
          type="button"
          className={`t${width === undefined ? '' : ' w'}`}
          style={width === undefined ? {} : { width, justifyContent: 'space-between' }}
          aria-label={value === undefined ? label : `${label}: ${value}`}
          data-tip={label}
          disabled={off}
          data-testid={testId}
        >
          {value !== undefined && <span className="cut">{value}</span>}
          {children}
          <ChevronDown className="c" aria-hidden="true" />
        </button>
      }
    />
  );
}
