/** What makes changes comes after the first cells, in one file. */
import { Late } from '../lib/late';

export const editing = new Late(() => import('./commands'));
