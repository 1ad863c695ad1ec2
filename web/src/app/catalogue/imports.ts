/**
 * Files on their way into the catalogue. The list outlives page changes and reloads: what has reached the server goes
 * on there, and its report stays under Imports in this browser.
 */
import { create } from 'zustand';
import { cancelImport, followImport, uploadFile } from '../../net/api';
import type { ImportReport, ImportState } from '../../net/api';
import { Problem } from '../../net/problem';

export type ImportPhase = 'waiting' | 'sending' | 'reading' | 'done' | 'failed' | 'cancelled';

export interface ImportItem {
  readonly key: string;
  /** Files that came together. */
  readonly batch: string;
  readonly name: string;
  readonly size: number;
  readonly startedAt: number;
  readonly phase: ImportPhase;
  /** 0 to 1 within the phase. */
  readonly share: number;
  readonly workbook: string | null;
  readonly url: string | null;
  readonly report: ImportReport | null;
  readonly problem: {
    readonly code: string;
    readonly detail: string;
    /** What to do, as a sentence. */
    readonly remedy: string | null;
    /** The part of the file that is at fault. */
    readonly where: string | null;
  } | null;
}

interface ImportStore {
  readonly items: readonly ImportItem[];
}

const KEY = 'daylight-imports';
const KEPT = 40;
const AT_ONCE = 2;

const files = new Map<string, File>();
const stops = new Map<string, AbortController>();

function kept(): readonly ImportItem[] {
  try {
    const items = JSON.parse(localStorage.getItem(KEY) ?? '[]') as readonly ImportItem[];
    return Array.isArray(items) ? items : [];
  } catch {
    return [];
  }
}

export const useImports = create<ImportStore>()(() => ({ items: kept() }));

useImports.subscribe(({ items }) => {
  // What never reached the server cannot go on after a reload.
  const worth = items.filter((item) => item.url !== null || item.phase === 'failed');
  try {
    localStorage.setItem(KEY, JSON.stringify(worth.slice(0, KEPT)));
  } catch {
    // A full or forbidden store only means that the list is gone after a reload.
  }
});

export const isRunning = (item: ImportItem): boolean =>
  item.phase === 'waiting' || item.phase === 'sending' || item.phase === 'reading';

function patch(key: string, change: Partial<ImportItem>): void {
  useImports.setState((state) => ({
    items: state.items.map((item) => (item.key === key ? { ...item, ...change } : item)),
  }));
}

function find(key: string): ImportItem | undefined {
  return useImports.getState().items.find((item) => item.key === key);
}

/** The server's problem has more to say than every other: what to do, and which part of the file is at fault. */
type FileState = Omit<ImportState, 'problem'> & {
  readonly problem?: NonNullable<ImportState['problem']> & {
    readonly remedy?: string;
    readonly part?: string;
  };
};

function heard(key: string, state: FileState): void {
  if (find(key)?.phase === 'cancelled') return;
  switch (state.state) {
    case 'queued':
    case 'running':
      patch(key, { phase: 'reading', share: state.progress });
      return;
    case 'done':
      patch(key, { phase: 'done', share: 1, report: state.report ?? null });
      return;
    case 'cancelled':
      patch(key, { phase: 'cancelled' });
      return;
    case 'failed':
      patch(key, {
        phase: 'failed',
        problem: {
          code: state.problem?.code ?? 'import-failed',
          detail: state.problem?.detail ?? state.problem?.title ?? 'The file could not be read.',
          remedy: state.problem?.remedy ?? null,
          where: state.problem?.part ?? state.problem?.where ?? null,
        },
      });
  }
}

function failed(key: string, cause: unknown): void {
  if (find(key)?.phase === 'cancelled' || (cause instanceof DOMException && cause.name === 'AbortError'))
    return;
  const problem = cause instanceof Problem ? cause : Problem.offline(cause);
  const detail =
    problem.status === 0
      ? 'The connection broke while the file was being sent. Nothing was created.'
      : problem.detail;
  patch(key, {
    phase: 'failed',
    problem: { code: problem.code, detail, remedy: null, where: problem.where },
  });
}

async function follow(key: string, url: string): Promise<void> {
  const stop = stops.get(key) ?? new AbortController();
  stops.set(key, stop);
  await followImport(url, (state) => heard(key, state), stop.signal);
}

async function send(item: ImportItem, file: File): Promise<void> {
  const stop = new AbortController();
  stops.set(item.key, stop);
  patch(item.key, { phase: 'sending', share: 0 });
  const started = await uploadFile(file, {
    signal: stop.signal,
    onProgress: (share) => patch(item.key, { share }),
  });
  patch(item.key, { phase: 'reading', share: 0, workbook: started.id, url: started.import });
  await follow(item.key, started.import);
}

/** Starts what waits, a few at a time. */
function pump(): void {
  const { items } = useImports.getState();
  let running = items.filter((item) => item.phase === 'sending' || item.phase === 'reading').length;
  for (const item of items) {
    const file = files.get(item.key);
    if (running >= AT_ONCE) return;
    if (item.phase !== 'waiting' || file === undefined) continue;
    running++;
    send(item, file)
      .catch((cause: unknown) => failed(item.key, cause))
      .finally(() => {
        stops.delete(item.key);
        files.delete(item.key);
        pump();
      });
  }
}

/** Queues files; returns the batch's name. */
export function importFiles(chosen: readonly File[]): string {
  const batch = crypto.randomUUID();
  const startedAt = Date.now();
  const items = chosen.map((file, at): ImportItem => {
    const key = `${batch}-${at}`;
    files.set(key, file);
    return {
      key,
      batch,
      name: file.name,
      size: file.size,
      startedAt,
      phase: 'waiting',
      share: 0,
      workbook: null,
      url: null,
      report: null,
      problem: null,
    };
  });
  useImports.setState((state) => ({ items: [...items, ...state.items] }));
  pump();
  return batch;
}

/** Stops it wherever it is; nothing half-made stays. */
export async function stopImport(key: string): Promise<void> {
  const item = find(key);
  if (item === undefined || !isRunning(item)) return;
  patch(key, { phase: 'cancelled' });
  stops.get(key)?.abort();
  files.delete(key);
  if (item.url !== null) await cancelImport(item.url).catch(() => undefined);
  pump();
}

export function forgetImport(key: string): void {
  useImports.setState((state) => ({ items: state.items.filter((item) => item.key !== key) }));
}

let resumed = false;

/** After a reload: asks how far the ones are that went on at the server. */
export function resumeImports(): void {
  if (resumed) return;
  resumed = true;
  for (const item of useImports.getState().items) {
    if (item.phase !== 'reading' || item.url === null || stops.has(item.key)) continue;
    follow(item.key, item.url)
      .catch((cause: unknown) => failed(item.key, cause))
      .finally(() => stops.delete(item.key));
  }
}
