import { Suspense, lazy, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { loadFunctions } from '../../grid/formula/functions';
import type { GridHandle, MenuRequest } from '../../grid/handle';
import type { OpenWorkbook } from '../../model/open';
import type { WorkbookView } from '../../model/view';
import { DropZone, useFileDrag } from '../../ui/DropZone';
import { PointMenu, preloadMenus } from '../../ui/Menu';
import { say } from '../../ui/toast';
import { usePhone } from '../../ui/usePhone';
import { keyWords } from '../../ui/words';
import { navigate } from '../navigation';
import { useMe } from '../session';
import { PastBanner, StateBanner } from './Banners';
import { CellSheet } from './CellSheet';
import { contextEntries } from './contextMenus';
import { copyPlaceLink, goToPlace, insertSum, openFunctions, sayLocked } from './deskActs';
import { DeskDialogs } from './DeskDialogs';
import type { OpenDialog } from './DeskDialogs';
import { useFind } from './find/useFind';
import { FormulaBar } from './FormulaBar';
import { GridHost } from './GridHost';
import type { PaletteAct } from './Palette';
import { SelectionStore } from './selectionStore';
import { SheetTabs } from './SheetTabs';
import { useSort } from './sort/useSort';
import { StatusBar } from './StatusBar';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import type { Card } from './useCard';
import { useDeskKeys } from './useDeskKeys';
import { useExplain } from './useExplain';
import { useHistory } from './useHistory';
import { useLeaveGuard } from './useLeaveGuard';
import { useMoment } from './useMoment';
import { useSpill } from './useSpill';
import { traceActs } from './traceActs';
import { useTrace } from './useTrace';
import { useNews, usePulse } from './useView';

const HistoryPanel = lazy(() =>
  import('../../panels/history/HistoryPanel').then((panel) => ({ default: panel.HistoryPanel })),
);

const loadFindBar = () => import('./find/FindBar');
const FindBar = lazy(() => loadFindBar().then((bar) => ({ default: bar.FindBar })));

const OWNER_ONLY = 'Only its owner may share this workbook.';
/** Menus and functions come after the first cells, and before anybody asks for one. */
const REST_AFTER = 1500;

interface DeskProps {
  readonly opened: OpenWorkbook;
  readonly ready: boolean;
  readonly card: Card;
  readonly place: string | null;
}

/** Files dropped on a workbook become workbooks of their own. */
function takeFiles(files: readonly File[]): void {
  void import('../catalogue/imports').then(({ importFiles }) => {
    importFiles(files);
    navigate('/imports');
  });
}

/** Everything around the grid of one workbook. */
export function Desk({ opened, ready, card, place }: DeskProps) {
  const { view } = opened;
  const user = useMe();
  const phone = usePhone();
  const page = useRef<HTMLElement>(null);
  const [grid, setGrid] = useState<GridHandle | null>(null);
  const [sheetId, setSheetId] = useState<string | null>(null);
  const [selection] = useState(() => new SelectionStore());
  const [menu, setMenu] = useState<MenuRequest | null>(null);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const moments = useMoment(view.id);
  const { moment } = moments;
  const shown: WorkbookView = moment?.view ?? view;
  const history = useHistory(view, shown, grid, moments.look);
  const past = moment !== null;
  const explain = useExplain(view, grid, past, history.undo);
  const traces = useTrace(view, grid, past);
  useSpill(view, grid, selection, past);
  const find = useFind(past);
  const sort = useSort(view, grid);
  const news = usePulse(view, history.open || history.story !== null || explain.cell !== null);
  useNews(view, 'sheets', 'notice', 'people');
  useLeaveGuard(view);

  const me = view.me ?? user;
  const dragged = useFileDrag(takeFiles, me !== null && me.kind !== 'guest');
  const name = card.card?.name ?? '';
  const locked = shown.readOnly || moment !== null;
  const mayEdit = ready && !view.readOnly;
  const owner = view.role === 'owner';
  const current = (sheetId === null ? undefined : shown.sheet(sheetId)) ?? shown.sheets[0];
  const focusGrid = useCallback((): void => grid?.focus(), [grid]);

  useEffect(() => {
    if (name !== '') document.title = `${name} · Daylight`;
  }, [name]);

  useEffect(() => {
    if (grid === null) return;
    const timer = setTimeout(() => {
      preloadMenus();
      // Who presses Ctrl+F types on at once.
      loadFindBar().catch(() => undefined);
      // What fails now is fetched again with the first formula.
      loadFunctions().catch(() => undefined);
    }, REST_AFTER);
    return () => clearTimeout(timer);
  }, [grid]);

  // A rename by somebody else arrives as a notice, and the name is not part of the document.
  const noticed = view.lastNotice;
  const { reload } = card;
  useEffect(() => {
    if (noticed === null) return;
    reload();
    // What ended the connection has a banner.
    if (view.save.kind !== 'refused') say(noticed.detail, { kind: 'problem' });
  }, [noticed, reload, view]);

  // The grid follows from now to then and back.
  useEffect(() => {
    if (grid === null) return;
    const here = grid.sheet;
    grid.setView(shown, shown.sheet(here) === undefined ? shown.sheets[0]?.id : here);
    grid.refreshTheme();
  }, [grid, shown]);

  // The address may name a place: /w/ID#Plan!D11.
  useEffect(() => {
    if (grid !== null && place !== null && place !== '') goToPlace(place, view, grid);
  }, [grid, place, view]);

  const showSheet = useCallback(
    (id: string): void => {
      if (grid !== null && grid.sheet !== id) grid.setSheet(id);
      setSheetId(id);
    },
    [grid],
  );

  const copyLink = useCallback((): void => {
    if (grid !== null) copyPlaceLink(view, grid);
  }, [grid, view]);

  const toggleHistory = (): void => (history.open ? history.close() : history.show());

  const onKey = useDeskKeys({
    page,
    focusGrid,
    story: history.tellStory,
    palette: () => setDialog('palette'),
    history: toggleHistory,
    functions: openFunctions,
    explain: explain.explainHere,
    run: (id) => grid?.run(id),
    pick: traces.pick,
    escape: (inPanel) => {
      if (explain.cell !== null) explain.close();
      else if (history.story !== null) history.closeStory();
      else if (find.open && !inPanel) {
        find.close();
        focusGrid();
      } else if (history.open && inPanel) history.close();
      else return false;
      return true;
    },
  });

  const { show, tellStory, undoLast } = history;
  const { explainHere } = explain;
  const acts = useMemo(
    (): readonly PaletteAct[] => [
      { id: 'history', text: 'Show the history', keys: keyWords('Alt+Shift+H'), run: show },
      { id: 'story', text: 'Story of this cell', keys: keyWords('Alt+H'), run: tellStory },
      { id: 'share', text: 'Share…', off: owner ? null : OWNER_ONLY, run: () => setDialog('share') },
      {
        id: 'functions',
        text: 'All functions',
        hint: 'In a new tab',
        keys: keyWords('Shift+F3'),
        run: openFunctions,
      },
      { id: 'explain', text: 'Explain this error', keys: keyWords('Alt+F1'), run: explainHere },
      ...traceActs(traces),
      { id: 'link', text: 'Copy link to the selection', run: copyLink },
      {
        id: 'undo-last',
        text: 'Undo the last change of this cell',
        off: mayEdit ? null : 'You may view this workbook, not change it.',
        run: undoLast,
      },
    ],
    [show, tellStory, owner, copyLink, mayEdit, undoLast, explainHere, traces],
  );

  const names = view.sheets.map((sheet) => sheet.name).join('\n');
  const sheetNames = useMemo(() => names.split('\n'), [names]);
  const standing = grid !== null && current !== undefined;
  return (
    <main className="wb" ref={page} data-testid="workbook" data-ready={ready}>
      <TopBar
        view={view}
        name={name}
        me={me}
        mayRename={owner && moment === null}
        shareOff={owner ? null : OWNER_ONLY}
        historyOpen={history.open}
        past={moment !== null}
        onRename={card.rename}
        onHistory={toggleHistory}
        onShare={() => setDialog('share')}
        onPalette={() => setDialog('palette')}
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
          onRestore={() => setDialog('restore')}
          onReturn={moments.leave}
        />
      )}
      {grid !== null && !locked && (
        <Toolbar
          view={view}
          grid={grid}
          selection={selection}
          onSum={(what) => insertSum(view, grid, what)}
        />
      )}
      {standing ? (
        <FormulaBar view={shown} grid={grid} sheet={current} selection={selection} locked={locked} />
      ) : (
        <div className="fbar wide-only" />
      )}
      <div className={`body${history.open ? ' panel' : ''}`}>
        <div className="gridhost">
          {ready && view.sheets[0] !== undefined ? (
            <GridHost
              view={view}
              sheet={view.sheets[0].id}
              onGrid={setGrid}
              events={{
                onSelect: (next) => {
                  explain.leave();
                  selection.set(next);
                  setSheetId(next.sheet);
                },
                onSheet: setSheetId,
                onContextMenu: (request) => {
                  explain.leave();
                  setMenu(request);
                },
                onHover: explain.hover,
                onScroll: explain.leave,
                onEdit: explain.leave,
                onAsk: (what) => find.ask(what) || sort.ask(what),
                onMessage: (message) => say(message),
                onKey: (event) => onKey(event) || (locked && sayLocked(event, moment !== null)),
              }}
            />
          ) : (
            <WaitingGrid />
          )}
          {find.open && standing && (
            <Suspense>
              <FindBar view={view} grid={grid} sheet={current.id} find={find} locked={locked} />
            </Suspense>
          )}
        </div>
        <Suspense fallback={history.open ? <aside className="side" aria-busy="true" /> : null}>
          {history.open && (
            <HistoryPanel
              workbook={view.id}
              me={me?.id ?? null}
              sheets={sheetNames}
              sheet={current?.name ?? null}
              selected={history.selected}
              news={news}
              mayUndo={mayEdit}
              moment={moment?.seq ?? null}
              picked={history.picked?.seq ?? null}
              actions={history.actions}
              onClose={history.close}
            />
          )}
        </Suspense>
      </div>
      {phone && standing && (
        <CellSheet view={shown} sheet={current} selection={selection} onStory={tellStory} />
      )}
      <footer className="bottom">
        {standing && (
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
      {standing && (
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
                  undoLast,
                  copyLink,
                  historyOf: show,
                  explain: explainHere,
                  trace: traces.trace,
                  removeArrows: traces.remove,
                })
          }
        />
      )}
      <DeskDialogs
        page={page}
        view={view}
        shown={shown}
        grid={grid}
        card={card.card}
        me={me?.id ?? null}
        history={history}
        explain={explain}
        sort={sort}
        mayEdit={mayEdit}
        news={news}
        moment={moment}
        onNow={moments.leave}
        dialog={dialog}
        onClose={() => {
          setDialog(null);
          focusGrid();
        }}
        acts={acts}
      />
      {dragged > 0 && <DropZone files={dragged} />}
    </main>
  );
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
