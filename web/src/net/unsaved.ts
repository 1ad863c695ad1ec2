/**
 * Which local edits the server has not yet confirmed. An edit ends at a clock of this client; an acknowledgement
 * names the clock up to which everything is durable. "Saved" is said only when nothing is left here.
 */

export class Unsaved<T> {
  private readonly waiting: { readonly clock: number; readonly edit: T }[] = [];
  private durable = 0;

  get size(): number {
    return this.waiting.length;
  }

  /** Remembers an edit after which this client's next clock is `clock`. */
  add(clock: number, edit: T): void {
    this.waiting.push({ clock, edit });
  }

  /** Everything below `clock` is durable. True when that confirmed something. */
  confirm(clock: number): boolean {
    if (clock <= this.durable) return false;
    this.durable = clock;
    const done = this.waiting.findIndex((entry) => entry.clock > clock);
    const count = done < 0 ? this.waiting.length : done;
    this.waiting.splice(0, count);
    return count > 0;
  }

  /** Takes out all that is left, in order, and begins anew: the next clocks are another client's. */
  drain(): T[] {
    this.durable = 0;
    return this.waiting.splice(0).map((entry) => entry.edit);
  }
}
