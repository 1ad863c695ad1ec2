/** What can be done from one change of the list besides undoing it and looking at it. */
import { Bookmark, Columns2, FileCheck, Undo2 } from 'lucide-react';
import type { Change } from '../../net/api';
import type { Version } from '../../net/history';
import type { MenuEntry } from '../../ui/menuEntries';
import { clock } from '../../ui/time';
import { firstName } from '../../ui/words';
import { wantSince } from './takeback';
import type { HistoryActions } from './wishes';

export interface EntryMenu {
  readonly change: Change;
  readonly versions: readonly Version[];
  readonly mayUndo: boolean;
  readonly looking: boolean;
  readonly onCompareWith: (change: Change) => void;
  readonly actions: HistoryActions;
}

const VIEW_ONLY = 'You may view this workbook, not change it.';

export function entryMenu({
  change,
  versions,
  mayUndo,
  looking,
  onCompareWith,
  actions,
}: EntryMenu): MenuEntry[] {
  const { seq, at, author } = change;
  const [version] = versions;
  const point = { seq, at, ...(version === undefined ? {} : { name: version.name }) };
  const locked = mayUndo ? {} : { off: true, tip: VIEW_ONLY };
  return [
    {
      id: 'compare-now',
      text: 'Compare with now',
      icon: Columns2,
      run: () => actions.onCompare({ from: point, to: null }),
    },
    {
      id: 'compare-with',
      text: 'Compare with another change…',
      icon: Columns2,
      run: () => onCompareWith(change),
    },
    'line',
    {
      id: 'name-version',
      text: version === undefined ? 'Name this version…' : 'Name and note…',
      icon: Bookmark,
      ...locked,
      run: () => actions.onAsk({ kind: 'name', point, version: version ?? null }),
    },
    {
      id: 'undo-since',
      text: `Undo everything by ${firstName(author.name)} since this…`,
      icon: Undo2,
      ...locked,
      ...(looking ? { off: true } : {}),
      run: () => actions.onTakeBack(wantSince(change)),
    },
    'line',
    {
      id: 'prove',
      text: 'Export a proof…',
      icon: FileCheck,
      run: () =>
        actions.onAsk({
          kind: 'proof',
          proven: { seq },
          title: `Proof of the change of ${clock(new Date(at))} by ${author.name}`,
        }),
    },
  ];
}
