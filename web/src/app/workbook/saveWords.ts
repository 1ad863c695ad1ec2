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
    case 'offline':
      return {
        kind: 'wait',
        text: save.waiting === 0 ? 'Not connected' : `Not connected, ${count(save.waiting, 'edit')} waiting`,
      };
    case 'refused':
      return { kind: 'refused', text: ENDED[save.code] ?? 'Not saved' };
  }
}

/** Ends that say nothing of an edit. */
const ENDED: Readonly<Record<string, string>> = {
  revoked: 'Access ended',
  'signed-out': 'Signed out',
  trashed: 'In the trash',
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
