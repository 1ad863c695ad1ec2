/** What `later.ts` fetches. */
export { Clipboard } from './clipboard/clipboard';
export { copyAreas, copyCells, MOST_COPIED } from './clipboard/copy';
export { carryRules, pasteOwn } from './clipboard/paste';
export { Suggestions } from './editor/suggestions';
export { FillTip, lastFilled } from './pointer/fillTip';
export { Fades } from './fades';
export { Remotes } from './remotes/remotes';
export { fittingSize, keepFitting, typeReadably } from './fit';
export { PictureUpdate } from './pictureUpdate';
export { paintTraces, planTraces } from './draw/traces';
export { Standing, traceWords } from './traces';
export { canPoint, readFormula, turnDollars } from './formula/tokens';
