/**
 * Fetches blocks as they are needed and keeps those used last. What is on screen comes first; requests that have
 * become pointless are cancelled; what somebody waits for is never cancelled.
 */

import { Block, type BlockJson } from './block';
import type { BlockEntry } from './base';

export interface BlockStoreOptions {
  readonly fetch: (hash: string, signal: AbortSignal) => Promise<BlockJson>;
  /** A block has arrived. */
  readonly onLoaded: (hash: string) => void;
  /** Cells kept in memory beyond what is wanted. */
  readonly capacity?: number;
  readonly firstPause?: number;
}

interface Running {
  readonly abort: AbortController;
}

const PARALLEL = 6;
const CAPACITY = 600_000;
/** A block costs something even when it is nearly empty. */
const BLOCK_COST = 200;
const LONGEST_PAUSE = 10_000;

export class BlockStore {
  private readonly blocks = new Map<string, { readonly block: Block; readonly cost: number }>();
  private readonly running = new Map<string, Running>();
  private readonly failures = new Map<string, number>();
  private readonly waiting = new Map<string, { entry: BlockEntry; wake: ((error?: Error) => void)[] }>();
  private wanted: readonly BlockEntry[] = [];
  private wantedSet: ReadonlySet<string> = new Set();
  private cost = 0;
  private closed = false;
  private retry: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly options: BlockStoreOptions) {}

  get(hash: string): Block | undefined {
    return this.blocks.get(hash)?.block;
  }

  /** Says which blocks the screen needs, most urgent first. Replaces what was said before. */
  want(entries: readonly BlockEntry[]): void {
    this.wanted = entries;
    this.wantedSet = new Set(entries.map((entry) => entry.hash));
    for (const [hash, { abort }] of this.running) {
      if (!this.wantedSet.has(hash) && !this.waiting.has(hash)) abort.abort();
    }
    for (const { hash } of entries) this.touch(hash);
    this.evict();
    this.pump();
  }

  /** Resolves when all these blocks are there. They stay at least until the next `want`. */
  async load(entries: readonly BlockEntry[]): Promise<void> {
    const missing = entries.filter((entry) => !this.blocks.has(entry.hash));
    for (const entry of entries) this.touch(entry.hash);
    const all = missing.map(
      (entry) =>
        new Promise<void>((resolve, reject) => {
          const item = this.waiting.get(entry.hash) ?? { entry, wake: [] };
          item.wake.push((error) => (error === undefined ? resolve() : reject(error)));
          this.waiting.set(entry.hash, item);
        }),
    );
    this.pump();
    await Promise.all(all);
  }

  close(): void {
    this.closed = true;
    if (this.retry !== null) clearTimeout(this.retry);
    for (const { abort } of this.running.values()) abort.abort();
    for (const { wake } of this.waiting.values()) for (const call of wake) call(new Error('closed'));
    this.waiting.clear();
    this.blocks.clear();
  }

  private touch(hash: string): void {
    const kept = this.blocks.get(hash);
    if (kept === undefined) return;
    // Maps iterate in the order of insertion: what was used last comes last.
    this.blocks.delete(hash);
    this.blocks.set(hash, kept);
  }

  private evict(): void {
    const capacity = this.options.capacity ?? CAPACITY;
    for (const [hash, { cost }] of this.blocks) {
      if (this.cost <= capacity) return;
      if (this.wantedSet.has(hash)) continue;
      this.blocks.delete(hash);
      this.cost -= cost;
    }
  }

  private pump(): void {
    if (this.closed) return;
    const candidates = [...[...this.waiting.values()].map((item) => item.entry), ...this.wanted];
    for (const entry of candidates) {
      if (this.running.size >= PARALLEL) return;
      if (this.blocks.has(entry.hash) || this.running.has(entry.hash)) continue;
      // After a failure the clock decides when to try again.
      if (this.failures.has(entry.hash) && this.retry !== null) continue;
      void this.start(entry);
    }
  }

  private async start(entry: BlockEntry): Promise<void> {
    const abort = new AbortController();
    this.running.set(entry.hash, { abort });
    try {
      const json = await this.options.fetch(entry.hash, abort.signal);
      if (this.closed) return;
      const cost = entry.cells + BLOCK_COST;
      if (!this.blocks.has(entry.hash)) this.cost += cost;
      this.blocks.set(entry.hash, { block: new Block(json), cost });
      this.failures.delete(entry.hash);
      this.settle(entry.hash);
      this.options.onLoaded(entry.hash);
    } catch (error) {
      if (!this.closed && !abort.signal.aborted) {
        this.settle(entry.hash, error instanceof Error ? error : new Error(String(error)));
        this.failed(entry.hash);
      }
    } finally {
      this.running.delete(entry.hash);
      this.pump();
    }
  }

  private settle(hash: string, error?: Error): void {
    const item = this.waiting.get(hash);
    this.waiting.delete(hash);
    for (const call of item?.wake ?? []) call(error);
  }

  private failed(hash: string): void {
    const count = (this.failures.get(hash) ?? 0) + 1;
    this.failures.set(hash, count);
    const pause = Math.min((this.options.firstPause ?? 400) * 2 ** (count - 1), LONGEST_PAUSE);
    this.retry ??= setTimeout(() => {
      this.retry = null;
      this.pump();
    }, pause);
  }
}
