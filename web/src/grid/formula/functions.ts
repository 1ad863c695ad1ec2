/**
 * The functions that a formula may call. This is the door to their catalogue, which is a file of its own: it is fetched
 * when a formula is first edited or when nothing else is left to do, so that no page waits for it.
 */

export const CATEGORIES = [
  'Math',
  'Statistics',
  'Text',
  'Logic',
  'Lookup',
  'Date and time',
  'Financial',
  'Engineering',
  'Information',
  'Array',
  'Database',
  'Compatibility',
] as const;

export type FunctionCategory = (typeof CATEGORIES)[number];

export interface FunctionArgument {
  readonly name: string;
  /** May be left out. */
  readonly optional?: true;
  /** May be given again and again, together with the others that repeat. */
  readonly repeats?: true;
  /** What it is, where its name does not say it. */
  readonly about?: string;
}

export interface FunctionEntry {
  readonly name: string;
  readonly category: FunctionCategory;
  readonly args: readonly FunctionArgument[];
  readonly about: string;
}

export interface FunctionCatalogue {
  /** In the order of their names. */
  readonly entries: readonly FunctionEntry[];
  /** In any case of letters; null for what is no function. */
  named(name: string): FunctionEntry | null;
}

export function catalogueOf(entries: readonly FunctionEntry[]): FunctionCatalogue {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return { entries, named: (name) => byName.get(name.toUpperCase()) ?? null };
}

let loaded: FunctionCatalogue | null = null;
let loading: Promise<FunctionCatalogue> | null = null;

/** Fetches the catalogue, once; after a failure the next call tries again. */
export function loadFunctions(): Promise<FunctionCatalogue> {
  loading ??= import('../../../../server/crates/calc/functions.json').then(
    // That the file keeps to this form is held by a test.
    (file) => (loaded = catalogueOf(file.default as readonly FunctionEntry[])),
    (cause: unknown) => {
      loading = null;
      throw cause;
    },
  );
  return loading;
}

/** The catalogue when it has arrived, else null. */
export function loadedFunctions(): FunctionCatalogue | null {
  return loaded;
}
