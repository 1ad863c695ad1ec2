import { Suspense, lazy } from 'react';
import type { RefObject } from 'react';
import type { GridHandle } from '../../grid/handle';
import { cellName } from '../../lib/a1';
import type { WorkbookView } from '../../model/view';
import type { WorkbookCard } from '../../net/api';
import { putBack } from './deskActs';
import type { PaletteAct } from './Palette';
import type { SortDesk } from './sort/useSort';
import type { ExplainDesk } from './useExplain';
import type { HistoryDesk, StoryAt } from './useHistory';
import type { Moment } from './useMoment';

const UndoDialog = lazy(() =>
  import('../../panels/history/UndoDialog').then((panel) => ({ default: panel.UndoDialog })),
);
const RestoreDialog = lazy(() =>
  import('../../panels/history/RestoreDialog').then((panel) => ({ default: panel.RestoreDialog })),
);
const StoryCard = lazy(() =>
  import('../../panels/history/StoryCard').then((panel) => ({ default: panel.StoryCard })),
);
const ErrorCard = lazy(() =>
  import('../../panels/explain/ErrorCard').then((panel) => ({ default: panel.ErrorCard })),
);
const ShareDialog = lazy(() =>
  import('../../panels/share/ShareDialog').then((panel) => ({ default: panel.ShareDialog })),
);
const SortDialogs = lazy(() =>
  import('./sort/SortDialogs').then((dialogs) => ({ default: dialogs.SortDialogs })),
);
const Palette = lazy(() => import('./Palette').then((panel) => ({ default: panel.Palette })));

/** Which of the page's own dialogs is open. */
export type OpenDialog = 'share' | 'restore' | 'palette' | null;

interface DeskDialogsProps {
  readonly page: RefObject<HTMLElement | null>;
  readonly view: WorkbookView;
  readonly shown: WorkbookView;
  readonly grid: GridHandle | null;
  readonly card: WorkbookCard | null;
  readonly me: string | null;
  readonly history: HistoryDesk;
  readonly explain: ExplainDesk;
  readonly sort: SortDesk;
  readonly mayEdit: boolean;
  readonly news: number;
  readonly moment: Moment | null;
  readonly onNow: () => void;
  readonly dialog: OpenDialog;
  readonly onClose: () => void;
  readonly acts: readonly PaletteAct[];
}

/** Where a cell stands on the screen; the middle of the grid when it is out of sight. */
function cellBox(page: HTMLElement | null, grid: GridHandle | null, cell: StoryAt): DOMRect {
  const host = page?.querySelector('[data-testid="grid"]')?.getBoundingClientRect();
  if (host === undefined) return new DOMRect();
  const rect = grid?.cellRect(cell);
  if (!rect) return new DOMRect(host.x + host.width / 2 - 176, host.y + 40, 0, 0);
  return new DOMRect(host.x + rect.x, host.y + rect.y, rect.width, rect.height);
}

/** All that opens above the page; each is loaded when it is first asked for. */
export function DeskDialogs(props: DeskDialogsProps) {
  const { page, view, shown, grid, card, me, history, explain, mayEdit, news } = props;
  const { moment, onNow, dialog, onClose, acts } = props;
  const { story, undoing } = history;
  const wrong = explain.cell;
  const wrongSheet = wrong === null ? undefined : view.sheet(wrong.sheet);
  const storySheet = story === null ? undefined : shown.sheet(story.sheet);
  return (
    <Suspense>
      {undoing !== null && (
        <UndoDialog
          workbook={view.id}
          change={undoing}
          me={me}
          onClose={history.closeUndo}
          onPut={(cells) => putBack(view, cells)}
          onDone={history.undone}
        />
      )}
      {dialog === 'restore' && moment !== null && (
        <RestoreDialog workbook={view.id} seq={moment.seq} at={moment.at} onClose={onClose} onDone={onNow} />
      )}
      {story !== null && storySheet !== undefined && (
        <StoryCard
          key={`${story.sheet} ${story.row} ${story.col}`}
          workbook={view.id}
          sheet={storySheet.name}
          cell={cellName(story.row, story.col)}
          origin={card?.origin ?? null}
          me={me}
          news={news}
          anchor={() => cellBox(page.current, grid, story)}
          onShow={history.showChange}
          onClose={history.closeStory}
        />
      )}
      {wrong !== null && wrongSheet !== undefined && (
        <ErrorCard
          key={`${wrong.sheet} ${wrong.row} ${wrong.col} ${wrong.asked}`}
          workbook={view.id}
          sheet={wrongSheet.name}
          cell={cellName(wrong.row, wrong.col)}
          code={wrong.code}
          formula={wrongSheet.cell(wrong.row, wrong.col).formula ?? null}
          me={me}
          mayEdit={mayEdit}
          asked={wrong.asked}
          news={news}
          anchor={() => cellBox(page.current, grid, wrong)}
          onGo={explain.go}
          onBringBack={explain.bringBack}
          onHold={explain.hold}
          onClose={explain.close}
        />
      )}
      {dialog === 'share' && (
        <ShareDialog
          workbook={{ id: view.id, name: card?.name ?? '' }}
          me={me}
          owner={card?.owner ?? null}
          here={view.people.map((presence) => presence.person)}
          onClose={onClose}
        />
      )}
      {props.sort.question !== null && <SortDialogs question={props.sort.question} desk={props.sort} />}
      {dialog === 'palette' && grid !== null && (
        <Palette view={shown} grid={grid} acts={acts} onClose={onClose} />
      )}
    </Suspense>
  );
}
