import { Suspense, lazy, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { GridHandle, MenuRequest } from '../../grid/handle';
import { cellName, parseCell } from '../../lib/a1';
import type { WorkbookView } from '../../model/view';
import type { OpenWorkbook } from '../../model/open';
import { getCellStory, getChange } from '../../net/api';
import type { Change, RevertConflict } from '../../net/api';
import type { Touched } from '../../panels/history/describe';
import { PointMenu, preloadMenus } from '../../ui/Menu';
import { say } from '../../ui/toast';
import { usePhone } from '../../ui/usePhone';
import { workbookPath } from '../routes';
import { useMe } from '../session';
import { areaName, placeOf } from './address';
import { PastBanner, StateBanner } from './Banners';
import { CellSheet } from './CellSheet';
import { contextEntries } from './contextMenus';
import { FormulaBar } from './FormulaBar';
import { GridHost } from './GridHost';
import { marksOf } from './marks';
import type { PaletteAct } from './Palette';
import { SheetTabs } from './SheetTabs';
import { StatusBar } from './StatusBar';
import { SelectionStore } from './selectionStore';
import { rangeFor, sumPlan } from './sums';
import type { Aggregate } from './sums';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import type { Card } from './useCard';
import { useDeskKeys } from './useDeskKeys';
import { useMoment } from './useMoment';
import { useNews, usePulse } from './useView';

const HistoryPanel = lazy(() =>
  import('../../panels/history/HistoryPanel').then((panel) => ({ default: panel.HistoryPanel })),
);
const UndoDialog = lazy(() =>
  import('../../panels/history/UndoDialog').then((panel) => ({ default: panel.UndoDialog })),
);
const RestoreDialog = lazy(() =>
  import('../../panels/history/RestoreDialog').then((panel) => ({ default: panel.RestoreDialog })),
);
const StoryCard = lazy(() =>
  import('../../panels/history/StoryCard').then((panel) => ({ default: panel.StoryCard })),
);
const ShareDialog = lazy(() =>
  import('../../panels/share/ShareDialog').then((panel) => ({ default: panel.ShareDialog })),
);
const Palette = lazy(() => import('./Palette').then((panel) => ({ default: panel.Palette })));

interface DeskProps {
  readonly opened: OpenWorkbook;
  readonly ready: boolean;
  readonly card: Card;
  readonly place: string | null;
}

interface StoryAt {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

/** Everything around the grid of one workbook. */
export function Desk({ opened, ready, card, place }: DeskProps) {
  const { view } = opened;
  const user = useMe();
  const [grid, setGrid] = useState<GridHandle | null>(null);
  const [sheetId, setSheetId] = useState<string | null>(null);
  const [selection] = useState(() => new SelectionStore());
  const phone = usePhone();
  const [menu, setMenu] = useState<MenuRequest | null>(null);
  const [historyOpen, setHistoryOpen] = useState(false);
  const [picked, setPicked] = useState<Change | null>(null);
  const [undoing, setUndoing] = useState<Change | null>(null);
  const [restoring, setRestoring] = useState(false);
  const [story, setStory] = useState<StoryAt | null>(null);
  const [sharing, setSharing] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const page = useRef<HTMLElement>(null);
  const moments = useMoment(view.id);
  useNews(view, 'sheets', 'notice', 'people');
  const news = usePulse(view, historyOpen || story !== null);

  const { moment } = moments;
  const shown: WorkbookView = moment?.view ?? view;
  const me = view.me ?? user;
  const name = card.card?.name ?? '';
  const locked = shown.readOnly || moment !== null;
  const mayEdit = ready && !view.readOnly;
  const owner = view.role === 'owner';
  const current = (sheetId === null ? undefined : shown.sheet(sheetId)) ?? shown.sheets[0];

  useEffect(() => {
    if (name !== '') document.title = `${name} · Daylight`;
  }, [name]);

  // Menus come after the first cells, and before anybody opens one.
  useEffect(() => {
    if (grid === null) return;
    const timer = setTimeout(preloadMenus, 1500);
    return () => clearTimeout(timer);
  }, [grid]);

  // A rename by somebody else arrives as a notice, and the name is not part of the document.
  const noticed = view.lastNotice;
  const { reload } = card;
  useEffect(() => {
    if (noticed !== null) reload();
  }, [noticed, reload]);

  // The grid follows from now to then and back.
  useEffect(() => {
    if (grid === null) return;
    const here = grid.sheet;
    grid.setView(shown, shown.sheet(here) === undefined ? shown.sheets[0]?.id : here);
    grid.refreshTheme();
  }, [grid, shown]);

  // The address may name a place: /w/ID#Plan!D11.
  const [goneTo, setGoneTo] = useState<string | null>(null);
  useEffect(() => {
    if (grid === null || place === null || place === '' || place === goneTo) return;
    const from = view.sheet(grid.sheet);
    const target = from === undefined ? null : placeOf(place, view, from);
    const timer = setTimeout(() => {
      setGoneTo(place);
      if (target === null) {
        say(`“${place}” is no place in this workbook any more.`);
        return;
      }
      if (target.sheet.id !== grid.sheet) grid.setSheet(target.sheet.id);
      grid.select(target.area);
      grid.scrollTo({ row: target.area.top, col: target.area.left }, 'centre');
    }, 0);
    return () => clearTimeout(timer);
  }, [grid, place, goneTo, view]);

  const focusGrid = useCallback((): void => grid?.focus(), [grid]);

  const showSheet = useCallback(
    (id: string): void => {
      if (grid !== null && grid.sheet !== id) grid.setSheet(id);
      setSheetId(id);
    },
    [grid],
  );

  const highlight = useCallback(
    (cells: readonly Touched[], scroll: boolean): void => {
      if (grid === null) return;
      const marked = marksOf(cells, shown, grid.sheet, false);
      const first = marked[0];
      if (first === undefined) {
        grid.clearHighlights();
        return;
      }
      if (scroll && first.sheet !== grid.sheet) grid.setSheet(first.sheet);
      grid.highlight(marked.find((each) => each.sheet === grid.sheet)?.marks ?? [], 'changed');
      if (scroll) grid.scrollTo(first.first, 'centre');
    },
    [grid, shown],
  );

  const pick = useCallback(
    (change: Change): void => {
      setPicked(change);
      highlight(change.cells, true);
      if (change.total_cells <= change.cells.length) return;
      getChange(view.id, change.seq)
        .then((whole) => highlight(whole.cells, false))
        .catch(() => undefined);
    },
    [highlight, view.id],
  );

  const { look } = moments;
  const entryActions = useMemo(
    () => ({
      onPick: pick,
      onUndo: setUndoing,
      onLook: (change: Change) => {
        setPicked(change);
        look(change);
      },
    }),
    [pick, look],
  );

  const selectedRange = useCallback((): { sheet: string; range: string } | null => {
    const sheet = grid === null ? undefined : view.sheet(grid.sheet);
    const area = grid?.selectionAreas.at(-1);
    return sheet === undefined || area === undefined
      ? null
      : { sheet: sheet.name, range: areaName(area, sheet) };
  }, [grid, view]);

  const closeHistory = useCallback((): void => {
    setHistoryOpen(false);
    setPicked(null);
    grid?.clearHighlights();
    focusGrid();
  }, [grid, focusGrid]);

  const openHistory = useCallback((): void => {
    setStory(null);
    setHistoryOpen(true);
  }, []);

  const tellStory = useCallback((): void => {
    if (grid === null) return;
    setStory({ sheet: grid.sheet, ...grid.activeCell });
  }, [grid]);

  const closeStory = useCallback((): void => {
    setStory(null);
    focusGrid();
  }, [focusGrid]);

  const undoLast = useCallback(async (): Promise<void> => {
    const sheet = grid === null ? undefined : view.sheet(grid.sheet);
    if (grid === null || sheet === undefined) return;
    const cell = cellName(grid.activeCell.row, grid.activeCell.col);
    try {
      const last = (await getCellStory(view.id, sheet.name, cell)).story[0];
      if (last === undefined) say(`Nothing was ever typed into ${cell}.`);
      else if (last.via === 'import') say(`${cell} is as it was imported.`);
      else setUndoing(await getChange(view.id, last.seq));
    } catch {
      say('The story of the cell could not be read.', { kind: 'problem' });
    }
  }, [grid, view]);

  const copyLink = useCallback((): void => {
    const sheet = grid === null ? undefined : view.sheet(grid.sheet);
    const area = grid?.selectionAreas.at(-1);
    if (sheet === undefined || area === undefined) return;
    const quoted = /^\w+$/u.test(sheet.name) ? sheet.name : `'${sheet.name.replaceAll("'", "''")}'`;
    const url = window.location.origin + workbookPath(view.id, `${quoted}!${areaName(area, sheet)}`);
    navigator.clipboard.writeText(url).then(
      () => say('The link is copied. It opens for those who may open the workbook.', { kind: 'done' }),
      () => say('The browser did not let the link be copied.', { kind: 'problem' }),
    );
  }, [grid, view]);

  const sum = useCallback(
    (what: Aggregate): void => {
      const sheet = grid === null ? undefined : view.sheet(grid.sheet);
      const area = grid?.selectionAreas.at(-1);
      if (grid === null || sheet === undefined || area === undefined) return;
      const several = area.top !== area.bottom || area.left !== area.right;
      if (several) {
        const plan = sumPlan(sheet, area, what);
        if (plan === null) return;
        view.commands.type(sheet.id, plan.row, plan.col, plan.formulas);
        const right = plan.col + (plan.formulas[0]?.length ?? 1) - 1;
        grid.select({ top: plan.row, left: plan.col, bottom: plan.row, right });
        grid.focus();
        return;
      }
      const { row, col } = grid.activeCell;
      const range = rangeFor(sheet, row, col);
      grid.focus();
      grid.editor.begin('edit', range === null ? `=${what}()` : `=${what}(${areaName(range, sheet)})`);
    },
    [grid, view],
  );

  const onKey = useDeskKeys({
    page,
    focusGrid,
    story: tellStory,
    palette: () => setPaletteOpen(true),
    history: () => (historyOpen ? closeHistory() : openHistory()),
    escape: () => {
      if (story !== null) closeStory();
      else if (moment !== null) moments.leave();
      else if (historyOpen) closeHistory();
      else return false;
      return true;
    },
  });

  const acts = useMemo(
    (): readonly PaletteAct[] => [
      { id: 'history', text: 'Show the history', run: openHistory },
      { id: 'story', text: 'Story of this cell', keys: 'Alt H', run: tellStory },
      {
        id: 'share',
        text: 'Share…',
        off: owner ? null : 'Only its owner may share this workbook.',
        run: () => setSharing(true),
      },
      { id: 'link', text: 'Copy link to the selection', run: copyLink },
      {
        id: 'undo-last',
        text: 'Undo the last change of this cell',
        off: mayEdit ? null : 'You may view this workbook.',
        run: () => void undoLast(),
      },
    ],
    [openHistory, tellStory, owner, copyLink, mayEdit, undoLast],
  );

  const anchor = useCallback((): DOMRect => {
    const host = page.current?.querySelector('[data-testid="grid"]')?.getBoundingClientRect();
    const rect = story === null ? null : grid?.cellRect(story);
    if (host === undefined) return new DOMRect();
    if (!rect)
      return DOMRect.fromRect({ x: host.x + host.width / 2 - 176, y: host.y + 40, width: 0, height: 0 });
    return DOMRect.fromRect({
      x: host.x + rect.x,
      y: host.y + rect.y,
      width: rect.width,
      height: rect.height,
    });
  }, [grid, story]);

  const names = view.sheets.map((sheet) => sheet.name).join('\n');
  const sheetNames = useMemo(() => names.split('\n'), [names]);
  const storySheet = story === null ? undefined : shown.sheet(story.sheet);
  return (
    <main className="wb" ref={page} data-testid="workbook" data-ready={ready}>
      <TopBar
        view={view}
        name={name}
        me={me}
        mayRename={owner && moment === null}
        shareOff={owner ? null : 'Only its owner may share this workbook.'}
        historyOpen={historyOpen}
        past={moment !== null}
        onRename={card.rename}
        onHistory={() => (historyOpen ? closeHistory() : openHistory())}
        onShare={() => setSharing(true)}
        onPalette={() => setPaletteOpen(true)}
        onVisit={(presence) => {
          if (presence.sheet === null) return;
          showSheet(presence.sheet);
          if (presence.cell !== null) grid?.scrollTo(presence.cell, 'centre');
          focusGrid();
        }}
      />
      {moment === null ? (
        <StateBanner view={view} onTry={() => opened.reconnect()} />
      ) : (
        <PastBanner
          at={moment.at}
          busy={moments.busy}
          hasEarlier={moment.seq > 1}
          mayRestore={mayEdit}
          onEarlier={() => moments.step(-1)}
          onLater={() => moments.step(1)}
          onRestore={() => setRestoring(true)}
          onReturn={moments.leave}
        />
      )}
      {grid !== null && !locked && <Toolbar view={view} grid={grid} selection={selection} onSum={sum} />}
      {grid !== null && current !== undefined ? (
        <FormulaBar view={shown} grid={grid} sheet={current} selection={selection} locked={locked} />
      ) : (
        <div className="fbar wide-only" />
      )}
      <div className={`body${historyOpen ? ' panel' : ''}`}>
        <div className="gridhost">
          {ready && view.sheets[0] !== undefined ? (
            <GridHost
              view={view}
              sheet={view.sheets[0].id}
              onGrid={setGrid}
              events={{
                onSelect: (next) => {
                  selection.set(next);
                  setSheetId(next.sheet);
                },
                onSheet: setSheetId,
                onContextMenu: setMenu,
                onMessage: (message) => say(message),
                onKey: (event) => onKey(event) || (locked && sayLocked(event, moment !== null)),
              }}
            />
          ) : (
            <WaitingGrid />
          )}
        </div>
        <Suspense fallback={historyOpen ? <aside className="side" aria-busy="true" /> : null}>
          {historyOpen && (
            <HistoryPanel
              workbook={view.id}
              me={me?.id ?? null}
              sheets={sheetNames}
              sheet={current?.name ?? null}
              selected={selectedRange}
              news={news}
              mayUndo={mayEdit}
              moment={moment?.seq ?? null}
              picked={picked?.seq ?? null}
              actions={entryActions}
              onClose={closeHistory}
            />
          )}
        </Suspense>
      </div>
      {phone && grid !== null && current !== undefined && (
        <CellSheet view={shown} sheet={current} selection={selection} onStory={tellStory} />
      )}
      <footer className="bottom">
        {grid !== null && current !== undefined && (
          <>
            <SheetTabs
              view={shown}
              current={current.id}
              me={me?.id ?? null}
              locked={locked}
              onShow={showSheet}
              onBack={focusGrid}
            />
            <StatusBar grid={grid} />
          </>
        )}
      </footer>
      {grid !== null && current !== undefined && (
        <PointMenu
          at={menu}
          testId="grid-menu"
          onClose={() => {
            setMenu(null);
            focusGrid();
          }}
          entries={
            menu === null
              ? []
              : contextEntries(menu, grid, current, {
                  story: tellStory,
                  undoLast: () => void undoLast(),
                  copyLink,
                  historyOf: openHistory,
                })
          }
        />
      )}
      <Suspense>
        {undoing !== null && (
          <UndoDialog
            workbook={view.id}
            change={undoing}
            me={me?.id ?? null}
            onClose={() => {
              setUndoing(null);
              focusGrid();
            }}
            onPut={(cells) => putBack(view, cells)}
            onDone={() => {
              setPicked(null);
              grid?.clearHighlights();
            }}
          />
        )}
        {restoring && moment !== null && (
          <RestoreDialog
            workbook={view.id}
            seq={moment.seq}
            at={moment.at}
            onClose={() => setRestoring(false)}
            onDone={moments.leave}
          />
        )}
        {story !== null && storySheet !== undefined && (
          <StoryCard
            key={`${story.sheet} ${story.row} ${story.col}`}
            workbook={view.id}
            sheet={storySheet.name}
            cell={cellName(story.row, story.col)}
            origin={card.card?.origin ?? null}
            me={me?.id ?? null}
            news={news}
            anchor={anchor}
            onShow={(at) => {
              setStory(null);
              openHistory();
              getChange(view.id, at).then(pick, () => undefined);
            }}
            onClose={closeStory}
          />
        )}
        {sharing && (
          <ShareDialog
            workbook={{ id: view.id, name }}
            me={me?.id ?? null}
            owner={card.card?.owner ?? null}
            here={view.people.map((presence) => presence.person)}
            onClose={() => {
              setSharing(false);
              focusGrid();
            }}
          />
        )}
        {paletteOpen && grid !== null && (
          <Palette
            view={shown}
            grid={grid}
            acts={acts}
            onClose={() => {
              setPaletteOpen(false);
              focusGrid();
            }}
          />
        )}
      </Suspense>
    </main>
  );
}

/** Somebody types where nothing can be typed: say why. */
function sayLocked(event: KeyboardEvent, past: boolean): boolean {
  const writes = event.key.length === 1 || event.key === 'Delete' || event.key === 'Backspace';
  if (!writes || event.ctrlKey || event.metaKey || event.altKey) return false;
  say(
    past
      ? 'This is an earlier moment. Return to now to go on.'
      : 'You may view this workbook, not change it.',
  );
  return true;
}

/** Writes old values as they were: a value as that value, a formula as its text. */
function putBack(view: WorkbookView, cells: readonly RevertConflict[]): void {
  for (const conflict of cells) {
    const sheet = view.sheetByName(conflict.sheet ?? '');
    const at = parseCell(conflict.cell ?? '');
    if (sheet === undefined || at === null) continue;
    const { was } = conflict;
    const formula = typeof was === 'string' && was.startsWith('=') ? { formula: was } : {};
    view.commands.paste(sheet.id, at.row, at.col, [
      [{ input: 'formula' in formula ? null : was, ...formula }],
    ]);
  }
}

function WaitingGrid() {
  return (
    <div className="waiting-grid" aria-busy="true" data-testid="grid-waiting">
      <div className="row">
        <span className="spin" aria-hidden="true" />
        Opening the workbook
      </div>
    </div>
  );
}
