/** Code that is fetched when it is first wanted, or ahead of that. */
export class Late<T> {
  readonly #fetch: () => Promise<T>;
  #now: T | null = null;
  #loading: Promise<T> | null = null;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  /** What has arrived, else null. */
  get now(): T | null {
    return this.#now;
  }

  /** Fetches it, once; after a failure the next call tries again. */
  load(): Promise<T> {
    this.#loading ??= this.#fetch().then(
      (arrived) => (this.#now = arrived),
      (cause: unknown) => {
        this.#loading = null;
        throw cause;
      },
    );
    return this.#loading;
  }
}
