/** Values that formulas wait for: until they come, until it is known that they stay as they are, or until they take too long. */

import type { Sheet } from './sheet';
import type { WatchedValues } from './watched-values';

export interface SettlingHost {
  readonly seq: number;
  /** Those that have been looked at. */
  readonly lookedAt: Iterable<Sheet>;
  drawn(): void;
}

/** When no newer value has come for so long after a change, the old one stands, milliseconds. */
const SETTLE = 2500;

export class Settling {
  private settling: ReturnType<typeof setTimeout> | null = null;
  private marking: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly host: SettlingHost,
    private readonly watched: WatchedValues,
  ) {}

  /** Nothing newer will come for changes up to `seq`. True when something looks different now. */
  settle(seq: number): boolean {
    let any = false;
    for (const sheet of this.host.lookedAt) any = sheet.settle(seq) || any;
    return any;
  }

  /** The server says nothing about values that came out the same: it is asked up to which change it has computed. */
  later(): void {
    if (this.settling !== null) clearTimeout(this.settling);
    this.settling = null;
    if (!this.awaiting()) return;
    this.settling = setTimeout(() => {
      this.settling = null;
      void this.ask();
    }, SETTLE);
  }

  /** Values that take their time are marked when they are due to be, and not before. */
  markLater(): void {
    if (this.marking !== null) return;
    const due = Math.min(...[...this.host.lookedAt].map((sheet) => sheet.computed.nextDue));
    if (due === Infinity) return;
    this.marking = setTimeout(
      () => {
        this.marking = null;
        const now = performance.now();
        let any = false;
        for (const sheet of this.host.lookedAt) any = sheet.markLate(now) || any;
        if (any) this.host.drawn();
        this.markLater();
      },
      Math.max(1, due - performance.now()),
    );
  }

  private awaiting(): boolean {
    return [...this.host.lookedAt].some((sheet) => sheet.computed.waiting);
  }

  private async ask(): Promise<void> {
    if (!this.awaiting()) return;
    const { seq } = this.host;
    try {
      const answer = await this.watched.fetch();
      // The server answers when it has computed all that it knew when it was asked.
      if (answer !== null && this.settle(Math.max(answer, seq + 1))) this.host.drawn();
    } catch {
      // Marks stay as long as nobody knows.
    }
    this.later();
  }

  close(): void {
    if (this.settling !== null) clearTimeout(this.settling);
    if (this.marking !== null) clearTimeout(this.marking);
  }
}
