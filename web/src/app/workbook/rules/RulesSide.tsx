import { useMemo } from 'react';
import type { GridHandle } from '../../../grid/handle';
import type { SheetView, WorkbookView } from '../../../model/view';
import type { ColourProps, RangeWords } from '../../../panels/rules/panel';
import { RulesPanel } from '../../../panels/rules/RulesPanel';
import { areaName, placeOf } from '../address';
import { goTo } from '../deskActs';
import { LateSwatches } from '../LateSwatches';
import { PopoverTool } from '../PopoverTool';
import type { SelectionStore } from '../selectionStore';
import type { RulesDesk } from './useRules';

interface RulesSideProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  /** The sheet that is shown. */
  readonly sheet: SheetView;
  readonly selection: SelectionStore;
  readonly mayEdit: boolean;
  readonly desk: RulesDesk;
}

/** A button with a colour that opens the colours. */
function Colour({ label, value, none, icon, onPick, testId = '' }: ColourProps) {
  return (
    <PopoverTool
      label={label}
      icon={icon ?? <span className="rule-colour" style={{ background: value ?? 'none' }} />}
      {...(icon === undefined ? {} : { colour: value })}
      disabled={false}
      content={(close) => (
        <LateSwatches
          value={value}
          {...(none === undefined ? {} : { none })}
          onPick={(colour) => {
            onPick(colour);
            close();
          }}
        />
      )}
      onClosed={() => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.focus()}
      testId={testId}
    />
  );
}

function rangeWords(view: WorkbookView, sheet: SheetView): RangeWords {
  return {
    show: (areas) => areas.map((area) => areaName(area, sheet)).join(', '),
    read: (text) => {
      const place = placeOf(text, view, sheet);
      if (place === null) return 'This is no range of this sheet, such as B2:B99 or D:D.';
      return place.sheet.id === sheet.id
        ? place.areas
        : `A rule holds for cells of its own sheet, ${sheet.name}.`;
    },
  };
}

/** The panel of conditional formats beside the grid. */
export function RulesSide({ view, grid, sheet: shown, selection, mayEdit, desk }: RulesSideProps) {
  const sheet = (desk.draft === null ? undefined : view.sheet(desk.draft.sheet)) ?? shown;
  const words = useMemo(() => rangeWords(view, sheet), [view, sheet]);
  return (
    <RulesPanel
      view={view}
      sheet={sheet}
      mayEdit={mayEdit}
      picked={selection}
      words={words}
      colour={Colour}
      draft={desk.draft}
      onWrite={desk.write}
      onList={desk.list}
      onGo={([first, ...more]) => {
        if (first === undefined) return;
        goTo(grid, { sheet, areas: [first, ...more] });
        grid.focus();
      }}
      onClose={desk.close}
    />
  );
}
