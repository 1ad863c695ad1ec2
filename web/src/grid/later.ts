/**
 * What hands need only once there are cells: formulas taken apart, suggestions, the clipboard. It comes in one file, right
 * after the first cells are painted.
 */
import { Late } from '../lib/late';

export const hands = new Late(() => import('./hands'));
