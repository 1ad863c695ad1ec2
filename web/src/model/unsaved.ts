/**
 * Local edits that the server has not confirmed, in memory and on this device. An edit ends at a clock of its client;
 * an acknowledgement names the clock up to which everything of that client is durable. "Saved" is said only when
 * nothing is left here, and "kept on this device" only of what has been stored.
 */

import { type Keeper, type KeptEdit, sameEdit } from '../net/kept';

interface Waiting {
  readonly edit: KeptEdit;
  stored: boolean;
}

/** Of each client the clock below which everything is durable. */
export type Clocks = ReadonlyMap<number, number>;

/** Stands for a device that keeps nothing. */
const NOWHERE: Keeper = {
  put: () => Promise.reject(new Error('nothing is kept here')),
  list: () => Promise.resolve([]),
  confirm: () => Promise.resolve(),
  drop: () => Promise.resolve(),
};

export class Unsaved {
  private waiting: Waiting[] = [];
  private keeper: Keeper = NOWHERE;

  /** `changed` is called when more has been stored. */
  constructor(private readonly changed: () => void) {}

  /** From now on edits are kept there. */
  keepIn(keeper: Keeper | null): void {
    this.keeper = keeper ?? NOWHERE;
  }

  get size(): number {
    return this.waiting.length;
  }

  /** How many of them would survive the page. */
  get kept(): number {
    return this.waiting.filter(({ stored }) => stored).length;
  }

  get edits(): readonly KeptEdit[] {
    return this.waiting.map(({ edit }) => edit);
  }

  has(wanted: KeptEdit): boolean {
    return this.waiting.some(({ edit }) => sameEdit(edit, wanted));
  }

  /** Waits for an edit to be confirmed; `stored` when it comes from this device. */
  add(edit: KeptEdit, stored = false): void {
    const entry = { edit, stored };
    this.waiting.push(entry);
    if (stored) return;
    // Where nothing can be stored the page itself has to stay open, and says so.
    this.keeper.put([edit]).then(
      () => {
        entry.stored = true;
        this.changed();
      },
      () => undefined,
    );
  }

  /** What is known to be durable needs no keeping. True when that confirmed something. */
  confirm(clocks: Clocks): boolean {
    const done = this.waiting.filter(({ edit }) => edit.clock <= (clocks.get(edit.client) ?? 0));
    if (done.length === 0) return false;
    this.waiting = this.waiting.filter((entry) => !done.includes(entry));
    const reached = new Map(done.map(({ edit }) => [`${edit.epoch} ${edit.client}`, edit]));
    for (const { epoch, client, clock } of reached.values()) {
      // What stays by mistake is found durable the next time.
      this.keeper.confirm(epoch, client, clock).catch(() => undefined);
    }
    return true;
  }

  /** Takes out all that waits, in order; on this device it stays. */
  drain(): readonly KeptEdit[] {
    const edits = this.edits;
    this.waiting = [];
    return edits;
  }

  /** Takes out all that waits because it could not be applied; it is not tried again by itself. */
  hold(code: string): readonly KeptEdit[] {
    const edits = this.drain().map((edit) => ({ ...edit, held: code }));
    this.mark(edits);
    return edits;
  }

  /** Stores edits as they are now. */
  mark(edits: readonly KeptEdit[]): void {
    if (edits.length > 0) this.keeper.put(edits).catch(() => undefined);
  }

  /** Deletes edits from this device. */
  drop(edits: readonly KeptEdit[]): void {
    if (edits.length > 0) this.keeper.drop(edits).catch(() => undefined);
  }

  /** What this device keeps and nobody here waits for yet, oldest first. */
  async found(): Promise<readonly KeptEdit[]> {
    const edits = await this.keeper.list();
    return edits.filter((edit) => !this.has(edit)).sort((a, b) => a.at - b.at || a.clock - b.clock);
  }
}
