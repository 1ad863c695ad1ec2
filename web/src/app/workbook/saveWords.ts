/** What the top bar says about the document's state. It must be true at every moment. */
import type { SaveState } from '../../model/view';
import { clock } from '../../ui/time';
import { count } from '../../ui/words';

export interface SaveWords {
  readonly kind: 'ok' | 'busy' | 'wait' | 'refused';
  readonly text: string;
}

/** Saving is said only when it takes longer than this, milliseconds; edits that are stored at once do not flicker. */
export const PATIENCE = 400;

/** Being offline is said in a banner only when it lasts, milliseconds. */
export const OFFLINE_PATIENCE = 2500;

export function saveWords(save: SaveState, ready: boolean): SaveWords {
  switch (save.kind) {
    case 'saved':
      if (!ready) return { kind: 'busy', text: 'Opening' };
      return { kind: 'ok', text: save.at > 0 ? `Saved ${clock(new Date(save.at))}` : 'Saved' };
    case 'saving':
      return ready ? { kind: 'busy', text: 'Saving' } : { kind: 'busy', text: 'Opening' };
    case 'syncing':
      if (!ready) return { kind: 'busy', text: 'Opening' };
      return {
        kind: 'busy',
        text: save.waiting === 0 ? 'Syncing' : `Syncing ${count(save.waiting, 'edit')}`,
      };
    case 'offline':
      return { kind: 'wait', text: offlineWords(save) };
    case 'refused':
      return { kind: 'refused', text: ENDED[save.code] ?? 'Not saved' };
  }
}

function offlineWords({ waiting, kept }: { readonly waiting: number; readonly kept: number }): string {
  if (waiting === 0) return 'Offline';
  const edits = count(waiting, 'edit');
  return kept === waiting ? `Offline, ${edits} kept on this device` : `Offline, ${edits} waiting`;
}

/** Edits that would be lost with the page. */
export function unkept(save: SaveState): number {
  return 'waiting' in save ? save.waiting - save.kept : 0;
}

/** Ends that say nothing of an edit. */
const ENDED: Readonly<Record<string, string>> = {
  revoked: 'Access ended',
  'workbook-unknown': 'Access ended',
  'signed-out': 'Signed out',
  'workbook-trashed': 'In the trash',
};

/** While edits have been on their way for less than the patience, what was said before stays. */
export function patientWords(
  before: SaveWords | null,
  now: SaveWords,
  save: SaveState,
  busyFor: number,
): SaveWords {
  return save.kind === 'saving' && before?.kind === 'ok' && busyFor < PATIENCE ? before : now;
}
