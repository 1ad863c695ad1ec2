import { useEffect, useMemo, useState } from 'react';
import { filterOfHeading } from '../../../grid/filterButtons';
import type { GridHandle } from '../../../grid/handle';
import type { Criteria, FilterView } from '../../../model/filter';
import type { SheetView, WorkbookView } from '../../../model/view';
import type { Criterion } from '../../../net/filters';
import { dayReader } from '../../../panels/filter/days';
import { FilterMenu } from '../../../panels/filter/FilterMenu';
import { say } from '../../../ui/toast';
import { columnKind, columnLabel, dateFormats, LOOKED_AT } from '../sort/headings';
import { sortRange } from '../sort/sortRange';
import { attempt } from './filterActs';
import { grown } from './grown';
import type { FilterDesk, OpenHeading } from './useFilters';

interface HeadingMenuProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly heading: OpenHeading;
  readonly desk: FilterDesk;
  readonly mayEdit: boolean;
  /** Where the heading stands on the screen. */
  readonly anchor: () => DOMRect;
}

/** The menu of a heading, about the filter that is there. */
export function HeadingMenu({ view, heading, ...rest }: HeadingMenuProps) {
  const sheet = view.sheet(heading.sheet);
  const found = sheet === undefined ? null : filterOfHeading(sheet, heading);
  // What somebody else does to the filter meanwhile does not change what is being chosen.
  const [filter] = useState(() => (sheet === undefined || found === null ? null : grown(sheet, found)));
  if (sheet === undefined || filter === null) return null;
  return <Menu view={view} heading={heading} sheet={sheet} filter={filter} {...rest} />;
}

interface MenuProps extends HeadingMenuProps {
  readonly sheet: SheetView;
  readonly filter: FilterView;
}

/** The criteria with another one for a column. */
function changed(criteria: Criteria, col: number, criterion: Criterion | null): Criteria {
  const next = new Map(criteria);
  if (criterion === null) next.delete(col);
  else next.set(col, criterion);
  return next;
}

function Menu({ view, grid, heading, sheet, filter, desk, mayEdit, anchor }: MenuProps) {
  const { col } = heading;
  const { area, criteria, own } = filter;
  const { commands, date1904 } = view;
  const [formats, setFormats] = useState(() => dateFormats(sheet, area, col));
  const dayOf = useMemo(() => dayReader(formats, date1904), [formats, date1904]);
  useEffect(() => {
    // Frozen headings may stand above rows that nobody has seen yet.
    const first = {
      top: area.top,
      bottom: Math.min(area.bottom, area.top + LOOKED_AT),
      left: col,
      right: col,
    };
    sheet.load(first).then(
      () => setFormats(dateFormats(sheet, area, col)),
      () => undefined,
    );
  }, [sheet, area, col]);
  const apply = (criterion: Criterion | null, mine: boolean): Promise<string | null> => {
    const next = changed(criteria, col, criterion);
    return attempt(filter, async () => {
      if (mine) await commands.filter.setOwn(filter, next);
      else {
        await commands.filter.set(filter, next);
        if (own) commands.filter.closeOwn(filter);
      }
    });
  };
  const sort = async (descending: boolean): Promise<void> => {
    desk.close();
    const target = { sheet, area, col, headings: true };
    const refused = await sortRange(view, grid, target, [{ col, descending }]);
    if (refused !== null) say(refused, { kind: 'problem' });
    // The server knows what others see: what one has hidden for oneself has been sorted along.
    else if (own && criteria.size > 0) desk.again(filter);
  };
  return (
    <FilterMenu
      heading={columnLabel(sheet, area, col, true)}
      kind={columnKind(sheet, area, col)}
      dayOf={dayOf}
      criterion={criteria.get(col) ?? null}
      own={own}
      mayShare={mayEdit}
      anchor={anchor}
      values={(search, signal) =>
        commands.filter.values(filter, col, changed(criteria, col, null), search, signal)
      }
      count={(criterion, signal) => commands.filter.count(filter, changed(criteria, col, criterion), signal)}
      onSort={(descending) => void sort(descending)}
      onApply={apply}
      onClose={desk.close}
    />
  );
}
