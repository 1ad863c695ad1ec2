import type { RefObject } from 'react';
import { WhoOpened } from '../activity/WhoOpened';
import type { GridHandle } from '../../grid/handle';
import { cellName } from '../../lib/a1';
import { misfitWords } from '../../model/check-words';
import { editing } from '../../model/later';
import type { WorkbookView } from '../../model/view';
import type { WorkbookCard } from '../../net/api';
import { later } from '../../ui/later';
import type { Act } from './acts';
import { placeOf } from './address';
import type { CheckDesk } from './checks/useChecks';
import { goTo, selectedAddress } from './deskActs';
import type { TableDesk } from './tables/useTables';
import type { AttachedDesk } from './useAttached';
import type { FilterDesk } from './filters/useFilters';
import type { SortDesk } from './sort/useSort';
import type { ExplainDesk } from './useExplain';
import type { HistoryDesk, StoryAt } from './useHistory';
import type { Moment } from './useMoment';
import { useWho } from './useView';

/** What they share: a way to go away again. */
const missed = ({ onClose }: { readonly onClose: () => void }): void => onClose();

const HistoryDialogs = later(
  () => import('./history/HistoryDialogs').then((part) => part.HistoryDialogs),
  missed,
);
const StoryCard = later(
  () => import('../../panels/history/StoryCard').then((part) => part.StoryCard),
  missed,
);
const ErrorCard = later(
  () => import('../../panels/explain/ErrorCard').then((part) => part.ErrorCard),
  missed,
);
const ShareDialog = later(
  () => import('../../panels/share/ShareDialog').then((part) => part.ShareDialog),
  missed,
);
const NamesDialog = later(
  () => import('../../panels/names/NamesDialog').then((part) => part.NamesDialog),
  missed,
);
const PasteDialog = later(() => import('./PasteDialog').then((part) => part.PasteDialog), missed);
const TableDialog = later(async () => {
  const [part] = await Promise.all([import('./tables/TableDialog'), editing.load()]);
  return part.TableDialog;
}, missed);
const ShortcutSheet = later(() => import('./ShortcutSheet').then((part) => part.ShortcutSheet), missed);
const SizeDialog = later(() => import('./SizeDialog').then((part) => part.SizeDialog), missed);
const NumberFormatDialog = later(
  () => import('./NumberFormatDialog').then((part) => part.NumberFormatDialog),
  missed,
);
const CellCard = later(() => import('../../panels/attached/CellCard').then((part) => part.CellCard), missed);
const CellDate = later(() => import('./checks/CellDate').then((part) => part.CellDate), missed);
const LinkDialog = later(
  () => import('../../panels/attached/LinkDialog').then((part) => part.LinkDialog),
  missed,
);
const SortDialogs = later(
  () => import('./sort/SortDialogs').then((part) => part.SortDialogs),
  ({ desk }) => desk.close(),
);
const HeadingMenu = later(
  () => import('./filters/HeadingMenu').then((part) => part.HeadingMenu),
  ({ desk }) => desk.close(),
);
const Palette = later(() => import('./Palette').then((part) => part.Palette), missed);

/** Fetches what is of use without a connection as well. */
export const preloadPalette = Palette.preload;

function Share({ view, card, me, onClose }: Pick<DeskDialogsProps, 'view' | 'card' | 'me' | 'onClose'>) {
  useWho(view);
  return (
    <ShareDialog
      workbook={{ id: view.id, name: card?.name ?? '' }}
      beginning={card}
      me={me}
      opened={<WhoOpened workbook={view.id} />}
      here={[...(view.me === null ? [] : [view.me]), ...view.people.map(({ person }) => person)]}
      onClose={onClose}
    />
  );
}

/** Which of the page's own dialogs is open. */
export type OpenDialog =
  'share' | 'palette' | 'names' | 'newName' | 'paste' | 'format' | 'shortcuts' | 'rowSize' | 'colSize' | null;

interface DeskDialogsProps {
  readonly page: RefObject<HTMLElement | null>;
  readonly view: WorkbookView;
  readonly shown: WorkbookView;
  readonly grid: GridHandle | null;
  readonly card: WorkbookCard | null;
  readonly me: string | null;
  readonly history: HistoryDesk;
  readonly explain: ExplainDesk;
  readonly attached: AttachedDesk;
  readonly checks: CheckDesk;
  readonly sort: SortDesk;
  readonly filters: FilterDesk;
  readonly mayEdit: boolean;
  readonly news: number;
  readonly moment: Moment | null;
  readonly onNow: () => void;
  readonly tables: TableDesk;
  readonly dialog: OpenDialog;
  readonly onClose: () => void;
  readonly acts: readonly Act[];
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
  const { moment, onNow, tables, dialog, onClose, acts, attached, checks } = props;
  const dated = checks.date;
  const { heading } = props.filters;
  const { story, asked } = history;
  const wrong = explain.cell;
  const wrongSheet = wrong === null ? undefined : view.sheet(wrong.sheet);
  const at = attached.cell;
  const hung = at === null ? undefined : shown.sheet(at.sheet)?.cell(at.row, at.col);
  const storySheet = story === null ? undefined : shown.sheet(story.sheet);
  return (
    <>
      {asked !== null && grid !== null && (
        <HistoryDialogs
          view={view}
          shown={shown}
          grid={grid}
          asked={asked}
          onNamed={history.onNamed}
          onNow={onNow}
          onClose={history.closeAsked}
        />
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
          onWhy={history.why}
          onProve={() => {
            const cell = cellName(story.row, story.col);
            const proven = { sheet: storySheet.name, cell };
            history.actions.onAsk({ kind: 'proof', proven, title: `Proof of what ${cell} holds` });
          }}
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
      {at !== null && at.what !== 'link' && hung !== undefined && (
        <CellCard
          key={`${at.sheet} ${String(at.row)} ${String(at.col)} ${at.what}`}
          cell={cellName(at.row, at.col)}
          note={hung.note ?? null}
          link={hung.link ?? null}
          wrong={misfitWords(hung, shown.date1904)}
          writing={at.what === 'note'}
          mayEdit={mayEdit && moment === null}
          anchor={() => cellBox(page.current, grid, at)}
          onNote={attached.saveNote}
          onWrite={attached.write}
          onFollow={attached.follow}
          onUnlink={attached.unlink}
          onHold={attached.hold}
          onClose={attached.close}
        />
      )}
      {at?.what === 'link' && hung !== undefined && (
        <LinkDialog
          cell={cellName(at.row, at.col)}
          text={hung.text}
          fixed={hung.formula !== undefined || (hung.value !== null && typeof hung.value !== 'string')}
          link={hung.link ?? null}
          onSave={attached.saveLink}
          onRemove={attached.unlink}
          onClose={attached.close}
        />
      )}
      {dated !== null && grid !== null && (
        <CellDate
          key={`${dated.sheet} ${String(dated.row)} ${String(dated.col)}`}
          view={view}
          grid={grid}
          cell={dated}
          anchor={() => cellBox(page.current, grid, dated)}
          onClose={checks.closeDate}
        />
      )}
      {dialog === 'share' && <Share view={view} card={card} me={me} onClose={onClose} />}
      {tables.ask !== null && (
        <TableDialog
          view={view}
          ask={tables.ask}
          onClose={() => {
            tables.close();
            grid?.focus();
          }}
        />
      )}
      {props.sort.question !== null && <SortDialogs question={props.sort.question} desk={props.sort} />}
      {heading !== null && grid !== null && moment === null && (
        <HeadingMenu
          key={`${heading.sheet} ${heading.row} ${heading.col}`}
          view={view}
          grid={grid}
          heading={heading}
          desk={props.filters}
          mayEdit={mayEdit}
          anchor={() => cellBox(page.current, grid, heading)}
        />
      )}
      {dialog === 'palette' && grid !== null && (
        <Palette view={shown} grid={grid} acts={acts} onClose={onClose} />
      )}
      {(dialog === 'names' || dialog === 'newName') && grid !== null && (
        <NamesDialog
          view={shown}
          sheet={grid.sheet}
          selected={selectedAddress(shown, grid)}
          mayEdit={mayEdit && moment === null}
          adding={dialog === 'newName'}
          onGo={({ name, scope, target }) => {
            const sheet = shown.sheet(scope ?? target?.sheet ?? '');
            const place = sheet === undefined ? null : placeOf(name, shown, sheet);
            onClose();
            if (place !== null) goTo(grid, place);
          }}
          onClose={onClose}
        />
      )}
      {dialog === 'shortcuts' && <ShortcutSheet acts={acts} onClose={onClose} />}
      {(dialog === 'rowSize' || dialog === 'colSize') && grid !== null && (
        <SizeDialog grid={grid} axis={dialog === 'rowSize' ? 'rows' : 'cols'} onClose={onClose} />
      )}
      {dialog === 'format' && grid !== null && (
        <NumberFormatDialog view={view} grid={grid} onClose={onClose} />
      )}
      {dialog === 'paste' && grid !== null && <PasteDialog grid={grid} onClose={onClose} />}
    </>
  );
}
