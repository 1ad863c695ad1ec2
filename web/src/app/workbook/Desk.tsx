import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { loadFunctions } from '../../grid/formula/functions';
import type { GridHandle, HoverTarget, MenuRequest } from '../../grid/handle';
import type { OpenWorkbook } from '../../model/open';
import type { WorkbookView } from '../../model/view';
import type { ColourBy } from '../../panels/history/writers';
import { useFileDrag } from '../../ui/useFileDrag';
import { later } from '../../ui/later';
import { preloadMenus } from '../../ui/Menu';
import { say, undoAction } from '../../ui/toast';
import { usePhone } from '../../ui/usePhone';
import { navigate } from '../navigation';
import { changeAt } from '../routes';
import { useMe } from '../session';
import { StateBanner } from './Banners';
import { useChecks } from './checks/useChecks';
import { copyPlaceLink, goToPlace, insertSum, sayLocked } from './deskActs';
import { DeskDialogs, preloadPalette } from './DeskDialogs';
import type { OpenDialog } from './DeskDialogs';
import { DeskSides, sideOf } from './DeskSides';
import { FirstLetters } from './find/FirstLetters';
import { useFind } from './find/useFind';
import { FilterStat } from './filters/FilterStat';
import { OwnBar } from './filters/OwnBar';
import { useFilters } from './filters/useFilters';
import { FormulaBar } from './FormulaBar';
import { GridHost } from './GridHost';
import { HeldBanner } from './HeldBanner';
import { pageActs } from './pageActs';
import { SelectionStore } from './selectionStore';
import { SheetTabs } from './SheetTabs';
import { useRules } from './rules/useRules';
import { useSort } from './sort/useSort';
import { StatusBar } from './StatusBar';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import type { Card } from './useCard';
import { useAttached } from './useAttached';
import { useCharts } from './useCharts';
import { useDeskKeys } from './useDeskKeys';
import { useExplain } from './useExplain';
import { useHistory } from './useHistory';
import { useLeaveGuard } from './useLeaveGuard';
import { pointOf, useMoment } from './useMoment';
import { useNotices } from './useNotices';
import { useSpill } from './useSpill';
import { useTask } from './useTask';
import { useTables } from './tables/useTables';
import { useTrace } from './useTrace';
import { useMyself, useNews, usePulse } from './useView';

const ColourBar = later(
  () => import('./history/ColourBar').then((part) => part.ColourBar),
  ({ onClose }) => onClose(),
);

const CellSheet = later(
  () => import('./CellSheet').then((part) => part.CellSheet),
  () => undefined,
);

const FindBar = later(
  () => import('./find/FindBar').then((part) => part.FindBar),
  ({ find }) => find.close(),
  ({ find }) => <FirstLetters find={find} />,
);

const GridMenu = later(
  () => import('./GridMenu').then((part) => part.GridMenu),
  ({ onClose }) => onClose(),
);

const PastBanner = later(
  () => import('./PastBanner').then((part) => part.PastBanner),
  ({ onReturn }) => onReturn(),
);

const DropZone = later(
  () => import('../../ui/DropZone').then((part) => part.DropZone),
  () => undefined,
);

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
  const history = useHistory(view, shown, grid, moments);
  const past = moment !== null;
  const charts = useCharts(view, shown, grid);
  const { close: closeHistory } = history;
  const { close: closeChart } = charts;
  const makeRoom = useCallback((): void => {
    closeHistory();
    closeChart();
  }, [closeHistory, closeChart]);
  const rules = useRules(shown, grid, makeRoom);
  const closeRules = rules.close;
  const checks = useChecks(
    grid,
    useCallback((): void => {
      makeRoom();
      closeRules();
    }, [makeRoom, closeRules]),
  );
  const { side } = history;
  const comparing = side?.kind === 'compare';
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const sidePanel = sideOf({ history, charts, rules, checks });
  const explain = useExplain(view, grid, past, history.undo);
  const [colour, setColour] = useState<ColourBy | null>(null);
  const ear = useRef<((target: HoverTarget | null) => void) | null>(null);
  const listen = useCallback((own: typeof ear.current): void => {
    ear.current = own;
  }, []);
  const traces = useTrace(view, grid, past);
  const attached = useAttached(view, shown, grid, !past && ready);
  useSpill(view, grid, selection, past);
  const tables = useTables(view, grid, ready && !view.readOnly && !past);
  const find = useFind(past);
  const sort = useSort(view, grid);
  const filters = useFilters(view, grid, ready, past);
  const news =
    usePulse(view, history.open || side !== null || history.story !== null || explain.cell !== null) +
    history.named;
  useNews(view, 'sheets', 'notice');
  useMyself(view);
  useLeaveGuard(view);
  useTask(view);

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
      GridMenu.preload();
      preloadPalette();
      // Who presses Ctrl+F types on at once.
      FindBar.preload();
      // What fails now is fetched again with the first formula.
      loadFunctions().catch(() => undefined);
    }, REST_AFTER);
    return () => clearTimeout(timer);
  }, [grid]);

  // On a phone the panel covers the grid, and with it the moment that was chosen in it.
  useEffect(() => {
    if (phone && past) closeHistory();
  }, [phone, past, closeHistory]);

  // A rename by somebody else arrives as a notice, and the name is not part of the document.
  useNotices(view, card.reload);

  // The grid follows from now to then and back.
  useEffect(() => {
    if (grid === null) return;
    const here = grid.sheet;
    grid.setView(shown, shown.sheet(here) === undefined ? shown.sheets[0]?.id : here);
    grid.refreshTheme();
  }, [grid, shown]);

  // The address may name a place or a change: /w/ID#Plan!D11, /w/ID#change:12.
  const { showChange } = history;
  useEffect(() => {
    if (grid === null || place === null || place === '') return;
    const seq = changeAt(place);
    if (seq === null) goToPlace(place, view, grid);
    else showChange(seq);
    // Once for each address: what is shown changes with what is done.
    // eslint-disable-next-line react-hooks/exhaustive-deps
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

  const sum = useCallback((): void => {
    if (grid !== null) insertSum(view, grid, 'SUM');
  }, [grid, view]);

  const { show, tellStory, why, undoLast } = history;
  const { explainHere } = explain;
  const toggleHistory = history.open ? history.close : show;
  const ask = history.actions.onAsk;
  const acts = useMemo(
    () => [
      ...pageActs({
        owner,
        mayEdit,
        traces,
        copyLink,
        sum,
        undoLast,
        open: setDialog,
        history: toggleHistory,
        ask,
        story: tellStory,
        why,
        colour: setColour,
        explain: explainHere,
      }),
      ...tables.acts,
    ],
    [
      owner,
      mayEdit,
      traces,
      copyLink,
      sum,
      undoLast,
      toggleHistory,
      ask,
      tellStory,
      why,
      explainHere,
      tables.acts,
    ],
  );

  const onKey = useDeskKeys({
    page,
    focusGrid,
    acts,
    run: (id) => grid?.run(id),
    escape: (inPanel) => {
      if (attached.cell !== null) attached.close();
      else if (explain.cell !== null) explain.close();
      else if (history.story !== null) history.closeStory();
      else if (find.open && !inPanel) {
        find.close();
        focusGrid();
      } else if (side !== null && document.querySelector('[role="menu"]') === null) history.closeSide();
      else if (history.open && inPanel) history.close();
      else if (charts.chart !== null && inPanel) charts.close();
      else if (rules.open && inPanel) rules.back();
      else if (checks.asked > 0 && inPanel) checks.close();
      else if (colour !== null) setColour(null);
      else return false;
      return true;
    },
  });

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
        onBack={focusGrid}
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
        <>
          <StateBanner view={view} onTry={() => opened.reconnect()} />
          <HeldBanner opened={opened} />
        </>
      ) : (
        !comparing && (
          <PastBanner
            at={moment.at}
            busy={moments.busy}
            hasEarlier={moment.seq > 1}
            mayRestore={mayEdit}
            onEarlier={() => moments.step(-1)}
            onLater={() => moments.step(1)}
            onCompare={() => history.actions.onCompare({ from: pointOf(moment), to: null })}
            onRestore={() => history.actions.onAsk({ kind: 'restore', point: pointOf(moment), cells: false })}
            onReturn={moments.leave}
          />
        )
      )}
      {comparing && <div ref={setSlot} />}
      {standing && !past && <OwnBar view={view} sheet={current} desk={filters} mayEdit={mayEdit} />}
      {standing && !past && colour !== null && (
        <ColourBar
          view={view}
          grid={grid}
          selection={selection}
          by={colour}
          me={me?.id ?? null}
          listen={listen}
          onBy={setColour}
          onStory={tellStory}
          onClose={() => {
            setColour(null);
            focusGrid();
          }}
        />
      )}
      {grid !== null && !locked && !comparing && (
        <Toolbar
          view={view}
          grid={grid}
          selection={selection}
          onSum={(what) => insertSum(view, grid, what)}
          onFormat={() => setDialog('format')}
        />
      )}
      {standing ? (
        <FormulaBar
          view={shown}
          grid={grid}
          sheet={current}
          selection={selection}
          locked={locked}
          onNames={() => setDialog('names')}
        />
      ) : (
        <div className="fbar wide-only" />
      )}
      <div className={`body${sidePanel === null ? '' : ' panel'}`}>
        <div className="gridhost">
          {ready && view.sheets[0] !== undefined ? (
            <GridHost
              view={view}
              sheet={view.sheets[0].id}
              onGrid={setGrid}
              events={{
                onSelect: (next) => {
                  explain.leave();
                  attached.leave();
                  selection.set(next);
                  setSheetId(next.sheet);
                },
                onSheet: setSheetId,
                onChart: (chart, open) => {
                  if (open && sidePanel === 'history') history.close();
                  charts.chosen(chart, open);
                },
                onContextMenu: (request) => {
                  explain.leave();
                  attached.leave();
                  setMenu(request);
                },
                onHover: (target) => {
                  explain.hover(target);
                  attached.hover(target);
                  ear.current?.(target);
                },
                onFollow: attached.follow,
                onAttach: attached.write,
                onScroll: () => {
                  explain.leave();
                  attached.leave();
                },
                onEdit: () => {
                  explain.leave();
                  attached.leave();
                },
                onFilter: filters.open,
                onAsk: (what) =>
                  find.ask(what) ||
                  sort.ask(what) ||
                  filters.ask(what) ||
                  rules.ask(what) ||
                  checks.ask(what),
                onMessage: (message, offer) =>
                  say(message, offer === undefined ? {} : { action: undoAction(view.commands) }),
                onKey: (event) => onKey(event) || (locked && sayLocked(event, moment !== null)),
              }}
            />
          ) : (
            <WaitingGrid />
          )}
          {find.open && standing && (
            <FindBar view={view} grid={grid} sheet={current.id} find={find} locked={locked} />
          )}
        </div>
        <DeskSides
          side={sidePanel}
          view={view}
          shown={shown}
          grid={grid}
          sheet={current}
          sheetNames={sheetNames}
          selection={selection}
          me={me?.id ?? null}
          mayEdit={mayEdit}
          locked={locked}
          news={news}
          moment={moment}
          slot={slot}
          colour={past ? null : colour}
          onColour={setColour}
          history={history}
          charts={charts}
          rules={rules}
          checks={checks}
        />
      </div>
      {phone && standing && (
        <CellSheet
          view={shown}
          sheet={current}
          selection={selection}
          me={me?.id ?? null}
          past={past}
          onStory={tellStory}
        />
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
            <FilterStat view={shown} sheet={current} selection={selection} />
            <StatusBar grid={grid} date1904={shown.date1904} />
          </>
        )}
      </footer>
      {standing && menu !== null && (
        <GridMenu
          at={menu}
          view={shown}
          grid={grid}
          sheet={current}
          tables={tables}
          acts={{
            story: tellStory,
            why,
            undoLast,
            copyLink,
            historyOf: show,
            explain: explainHere,
            trace: traces.trace,
            removeArrows: traces.remove,
            open: setDialog,
            mayEdit: mayEdit && !past,
            openChart: charts.open,
          }}
          onClose={() => {
            setMenu(null);
            focusGrid();
          }}
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
        attached={attached}
        checks={checks}
        sort={sort}
        filters={filters}
        mayEdit={mayEdit}
        news={news}
        moment={moment}
        onNow={moments.leave}
        tables={tables}
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
