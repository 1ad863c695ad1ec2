import type { GridHandle } from '../../grid/handle';
import type { SheetView, WorkbookView } from '../../model/view';
import type { ColourBy } from '../../panels/history/writers';
import type { CheckDesk } from './checks/useChecks';
import { lateSide } from './lateSide';
import type { RulesDesk } from './rules/useRules';
import type { SelectionStore } from './selectionStore';
import type { ChartDesk } from './useCharts';
import type { HistoryDesk } from './useHistory';
import type { Moment } from './useMoment';

const ChartPanel = lateSide(
  'Chart',
  () => import('../../panels/chart/ChartPanel').then((panel) => panel.ChartPanel),
  ({ onClose }) => onClose(),
);

const RulesSide = lateSide(
  'Conditional formatting',
  () => import('./rules/RulesSide').then((part) => part.RulesSide),
  ({ desk }) => desk.close(),
);

const ChecksSide = lateSide(
  'Data validation',
  () => import('./checks/ChecksSide').then((part) => part.ChecksSide),
  ({ onClose }) => onClose(),
);

const HistorySides = lateSide(
  'History',
  () => import('./history/HistorySides').then((part) => part.HistorySides),
  ({ history }) => history.close(),
);

/** What has something to say beside the grid. */
interface SideDesks {
  readonly history: HistoryDesk;
  readonly charts: ChartDesk;
  readonly rules: RulesDesk;
  readonly checks: CheckDesk;
}

export type SidePanel = 'history' | 'chart' | 'rules' | 'checks';

/** There is room for one; null while the grid has all of it. */
export function sideOf({ history, charts, rules, checks }: SideDesks): SidePanel | null {
  if (history.open || history.side !== null) return 'history';
  if (charts.chart !== null) return 'chart';
  if (rules.open) return 'rules';
  return checks.asked > 0 ? 'checks' : null;
}

interface DeskSidesProps extends SideDesks {
  readonly side: SidePanel | null;
  readonly view: WorkbookView;
  /** As it is now or was at the chosen moment. */
  readonly shown: WorkbookView;
  readonly grid: GridHandle | null;
  readonly sheet: SheetView | undefined;
  readonly sheetNames: readonly string[];
  readonly selection: SelectionStore;
  readonly me: string | null;
  readonly mayEdit: boolean;
  readonly locked: boolean;
  readonly news: number;
  readonly moment: Moment | null;
  readonly slot: HTMLElement | null;
  readonly colour: ColourBy | null;
  readonly onColour: (by: ColourBy | null) => void;
}

/** The panel at the right of the grid. */
export function DeskSides({
  side,
  view,
  shown,
  grid,
  sheet,
  sheetNames,
  selection,
  me,
  mayEdit,
  locked,
  news,
  moment,
  slot,
  colour,
  onColour,
  history,
  charts,
  rules,
  checks,
}: DeskSidesProps) {
  const standing = grid !== null && sheet !== undefined;
  return (
    <>
      {side === 'chart' && charts.chart !== null && (
        <ChartPanel
          key={charts.chart.id}
          chart={charts.chart}
          range={charts.range}
          series={charts.series}
          mayEdit={!locked}
          onChange={charts.change}
          onRange={charts.takeRange}
          onSelection={charts.takeSelection}
          onDelete={charts.remove}
          onClose={charts.close}
        />
      )}
      {side === 'rules' && standing && (
        <RulesSide
          view={shown}
          grid={grid}
          sheet={sheet}
          selection={selection}
          mayEdit={!locked}
          desk={rules}
        />
      )}
      {side === 'checks' && standing && (
        <ChecksSide
          key={checks.asked}
          view={shown}
          grid={grid}
          sheet={sheet}
          mayEdit={!locked}
          onClose={checks.close}
        />
      )}
      {side === 'history' && (
        <HistorySides
          history={history}
          view={view}
          shown={shown}
          grid={grid}
          sheet={sheet?.id ?? null}
          sheetNames={sheetNames}
          me={me}
          mayEdit={mayEdit}
          news={news}
          moment={moment}
          slot={slot}
          colour={colour}
          onColour={onColour}
        />
      )}
    </>
  );
}
