/**
 * What hands need only once there are cells: formulas taken apart, suggestions, the clipboard, and what makes changes. It
 * comes right after the first cells are painted.
 */
import { Late } from '../lib/late';
import { editing } from '../model/later';

export const hands = new Late(async () => {
  const [arrived] = await Promise.all([import('./hands'), editing.load()]);
  return arrived;
});
