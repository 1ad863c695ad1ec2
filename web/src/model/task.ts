/** Something long that a person has begun: what it is, how far it is, and the way to call it off. */

export interface TaskView {
  readonly label: string;
  /** 0 to 1; null while nobody knows. */
  readonly share: number | null;
  /** Calls it off; null when it is too late for that. */
  readonly cancel: (() => void) | null;
}

export class Task implements TaskView {
  share: number | null = 0;
  private readonly abort = new AbortController();
  private committed = false;

  constructor(
    public label: string,
    private readonly onChange: (task: Task) => void,
  ) {}

  /** Aborted once it is called off. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  get cancel(): (() => void) | null {
    return this.committed ? null : () => this.abort.abort();
  }

  /** Says what it is by now. */
  name(label: string): void {
    this.label = label;
    this.onChange(this);
  }

  /** Says how far it is: `share` of the part between `from` and `to`. */
  tell(share: number, from = 0, to = 1): void {
    this.share = from + (to - from) * Math.min(1, Math.max(0, share));
    this.onChange(this);
  }

  /** From here on it cannot be called off. */
  commit(): void {
    this.committed = true;
    this.share = null;
    this.onChange(this);
  }
}
