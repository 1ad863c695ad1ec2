/** What the page itself can do: the palette lists it, its keys run it, the sheet of keys shows it. */
import type { ColourBy } from '../../panels/history/writers';
import type { Asked } from '../../panels/history/wishes';
import type { Act } from './acts';
import { focusNameBox, openFunctions } from './deskActs';
import type { OpenDialog } from './DeskDialogs';
import type { TraceDesk } from './useTrace';

/** What the acts need of the desk. */
export interface ActDesk {
  readonly owner: boolean;
  readonly mayEdit: boolean;
  readonly open: (dialog: OpenDialog) => void;
  readonly history: () => void;
  readonly ask: (asked: Asked) => void;
  readonly story: () => void;
  readonly why: () => void;
  readonly colour: (by: ColourBy) => void;
  readonly undoLast: () => void;
  readonly explain: () => void;
  readonly copyLink: () => void;
  readonly sum: () => void;
  readonly traces: TraceDesk;
}

const OWNER_ONLY = 'Only its owner may share this workbook.';
const CHECK_OWNER_ONLY = 'Only the owner of this workbook may do that.';
const VIEW_ONLY = 'You may view this workbook, not change it.';

export function pageActs(desk: ActDesk): readonly Act[] {
  const { open, traces } = desk;
  const writing = desk.mayEdit ? null : VIEW_ONLY;
  return [
    { id: 'palette', text: 'Run an action', keys: ['Alt+/'], run: () => open('palette') },
    { id: 'shortcuts', text: 'All keys', keys: ['Mod+/'], run: () => open('shortcuts') },
    { id: 'go-to', text: 'Go to an address or name', keys: ['Mod+G', 'F5'], run: focusNameBox },
    { id: 'names', text: 'Names…', keys: ['Mod+F3'], run: () => open('names') },
    { id: 'define-name', text: 'Name the selection…', off: writing, run: () => open('newName') },
    {
      id: 'paste-special',
      text: 'Paste special…',
      keys: ['Mod+Alt+V'],
      off: writing,
      run: () => open('paste'),
    },
    { id: 'number-format', text: 'Number format…', off: writing, run: () => open('format') },
    { id: 'sum', text: 'Sum', keys: ['Alt+='], off: writing, run: desk.sum },
    { id: 'row-size', text: 'Row height…', off: writing, run: () => open('rowSize') },
    { id: 'col-size', text: 'Column width…', off: writing, run: () => open('colSize') },
    { id: 'history', text: 'Show the history', keys: ['Alt+Shift+H'], run: desk.history },
    {
      id: 'name-version',
      text: 'Name this version…',
      off: writing,
      run: () => desk.ask({ kind: 'name', point: null, version: null }),
    },
    {
      id: 'verify',
      text: 'Check the record…',
      off: desk.owner ? null : CHECK_OWNER_ONLY,
      run: () => desk.ask({ kind: 'verify' }),
    },
    {
      id: 'keep',
      text: 'Keep the history…',
      off: desk.owner ? null : CHECK_OWNER_ONLY,
      run: () => desk.ask({ kind: 'keep' }),
    },
    { id: 'story', text: 'Story of this cell', keys: ['Alt+H'], run: desk.story },
    { id: 'why', text: 'Why did this cell change?', run: desk.why },
    { id: 'colour-author', text: 'Colour by author', run: () => desk.colour('author') },
    { id: 'colour-age', text: 'Colour by age', run: () => desk.colour('age') },
    { id: 'share', text: 'Share…', off: desk.owner ? null : OWNER_ONLY, run: () => open('share') },
    { id: 'functions', text: 'All functions', hint: 'In a new tab', keys: ['Shift+F3'], run: openFunctions },
    { id: 'explain', text: 'Explain this error', keys: ['Alt+F1'], run: desk.explain },
    { id: 'trace-in', text: 'Trace precedents', run: () => traces.trace('precedents') },
    { id: 'trace-out', text: 'Trace dependents', run: () => traces.trace('dependents') },
    { id: 'remove-arrows', text: 'Remove arrows', run: traces.remove },
    { id: 'pick-in', text: 'Select precedents', keys: ['Mod+['], run: () => traces.pick('precedents') },
    { id: 'pick-out', text: 'Select dependents', keys: ['Mod+]'], run: () => traces.pick('dependents') },
    { id: 'link', text: 'Copy link to the selection', run: desk.copyLink },
    { id: 'undo-last', text: 'Undo the last change of this cell', off: writing, run: desk.undoLast },
  ];
}
