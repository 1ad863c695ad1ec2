/** What comes right after the first cells are painted. */
import { Late } from '../lib/late';
import { editing } from '../model/later';

/** What hands need: formulas taken apart, suggestions, the clipboard, what others do, and what makes changes. */
export const hands = new Late(async () => {
  const [arrived] = await Promise.all([import('./hands'), editing.load()]);
  return arrived;
});

/** What fills the table that is read out: by itself, so that cells are read before hands have all they need. */
export const mirrorTable = new Late(() => import('./mirrorTable'));
