/** How fast a sheet is scrolled, and so how far ahead its blocks are fetched. */

/** Blocks are there after so many ms at the latest, as a rule. */
const LATENCY = 400;
/** Longer than this between two places is no movement: the hand rested, or went there by name. */
const REST = 250;
/** Pixels at 100 %; more at a time would only be thrown away again. */
const FARTHEST = 60_000;

export class Pace {
  /** Pixels a millisecond. */
  private speed = 0;
  private offset = 0;
  private at = -Infinity;

  /** The window stands at an offset now. */
  moved(offset: number, now: number): void {
    const passed = now - this.at;
    const speed = passed > REST ? 0 : Math.abs(offset - this.offset) / Math.max(passed, 8);
    // A hand that turns a wheel moves by jolts.
    this.speed = passed > REST ? 0 : Math.max(speed, this.speed * 0.7);
    this.offset = offset;
    this.at = now;
  }

  /** How many pixels beyond the window will be seen before a block that is asked for now has arrived. */
  get reach(): number {
    return Math.min(FARTHEST, this.speed * LATENCY);
  }
}
