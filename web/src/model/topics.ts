/** Tells who listens that something of a kind is new. */

import type { WorkbookView } from './view';

export type Topic = Parameters<WorkbookView['subscribe']>[0];

export class Topics {
  private readonly told = new Map<Topic, number>();
  private readonly listeners = new Map<Topic, Set<() => void>>();

  subscribe(what: Topic, listener: () => void): () => void {
    const set = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, set.add(listener));
    return () => set.delete(listener);
  }

  tell(topics: readonly Topic[]): void {
    for (const topic of topics) this.told.set(topic, this.news(topic) + 1);
    for (const topic of topics) for (const listener of [...(this.listeners.get(topic) ?? [])]) listener();
  }

  /** How often something of a kind was new. */
  news(what: Topic): number {
    return this.told.get(what) ?? 0;
  }

  close(): void {
    this.listeners.clear();
  }
}
