import type { GridHandle } from '../../../grid/handle';
import type { WorkbookView } from '../../../model/view';
import { HistoryPanel } from '../../../panels/history/HistoryPanel';
import type { ColourBy } from '../../../panels/history/writers';
import { lateSide } from '../lateSide';
import type { HistoryDesk } from '../useHistory';
import type { Moment } from '../useMoment';

const CompareSide = lateSide(
  'Differences',
  () => import('./CompareSide').then((part) => part.CompareSide),
  ({ onClose }) => onClose(),
);

const TakeBackSide = lateSide(
  'Undo',
  () => import('./TakeBackSide').then((part) => part.TakeBackSide),
  ({ onClose }) => onClose(),
);

const PeopleSide = lateSide(
  'Two people',
  () => import('./PeopleSide').then((part) => part.PeopleSide),
  ({ onClose }) => onClose(),
);

const WhySide = lateSide(
  'Why it changed',
  () => import('./WhySide').then((part) => part.WhySide),
  ({ onClose }) => onClose(),
);

interface HistorySidesProps {
  readonly history: HistoryDesk;
  readonly view: WorkbookView;
  readonly shown: WorkbookView;
  readonly grid: GridHandle | null;
  /** Id of the sheet looked at. */
  readonly sheet: string | null;
  readonly sheetNames: readonly string[];
  readonly me: string | null;
  readonly mayEdit: boolean;
  readonly news: number;
  readonly moment: Moment | null;
  /** Where the bar of a comparison stands. */
  readonly slot: HTMLElement | null;
  /** By what the cells are coloured. */
  readonly colour: ColourBy | null;
  readonly onColour: (by: ColourBy | null) => void;
}

/** What stands beside the grid of the history: the changes, two moments compared, a look at taking something back. */
export function HistorySides(props: HistorySidesProps) {
  const { history, view, shown, grid, sheet, sheetNames, me, mayEdit, news, moment, slot } = props;
  const { side, actions } = history;
  return (
    <>
      {history.open && (
        <HistoryPanel
          workbook={view.id}
          me={me}
          sheets={sheetNames}
          sheet={(sheet === null ? undefined : shown.sheet(sheet))?.name ?? null}
          selected={history.selected}
          news={news}
          mayUndo={mayEdit}
          owner={view.role === 'owner'}
          moment={moment?.seq ?? null}
          picked={history.picked?.seq ?? null}
          hidden={side !== null}
          actions={actions}
          colour={props.colour}
          onColour={props.onColour}
          onClose={history.close}
        />
      )}
      {side?.kind === 'compare' && side.people && grid !== null && sheet !== null && (
        <PeopleSide
          view={view}
          shown={shown}
          grid={grid}
          sheet={sheet}
          ends={side.ends}
          me={me}
          news={news}
          slot={slot}
          onCompare={actions.onCompare}
          onClose={history.closeSide}
        />
      )}
      {side?.kind === 'compare' && !side.people && grid !== null && sheet !== null && (
        <CompareSide
          view={view}
          shown={shown}
          grid={grid}
          sheet={sheet}
          ends={side.ends}
          news={news}
          slot={slot}
          onEnds={actions.onCompare}
          onPeople={() => actions.onCompare(side.ends, true)}
          onBring={
            mayEdit && side.ends.to === null
              ? () => actions.onAsk({ kind: 'restore', point: side.ends.from, cells: true })
              : null
          }
          onClose={history.closeSide}
        />
      )}
      {side?.kind === 'why' && grid !== null && sheet !== null && (
        <WhySide
          key={`${side.cell.sheet} ${side.cell.row} ${side.cell.col}`}
          view={view}
          grid={grid}
          sheet={sheet}
          cell={side.cell}
          picked={side.picked}
          me={me}
          news={news}
          onShow={history.showChange}
          onClose={history.closeSide}
        />
      )}
      {side?.kind === 'take' && grid !== null && sheet !== null && (
        <TakeBackSide
          key={JSON.stringify(side.wanted.chosen)}
          view={view}
          grid={grid}
          sheet={sheet}
          wanted={side.wanted}
          me={me}
          news={news}
          onDone={history.taken}
          onClose={history.closeSide}
        />
      )}
    </>
  );
}
