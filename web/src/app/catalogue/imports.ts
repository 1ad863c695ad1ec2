/**
 * Files on their way into the catalogue. What has reached the server goes on there whatever page is open, and the
 * server keeps the reports; only what has not reached it yet is lost with this window.
 */
import { create } from 'zustand';
import { cancelImport, followImport, uploadFile } from '../../net/api';
import { askJson } from '../../net/http';
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
  /** What is being read now, in words. */
  readonly reading: string | null;
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

const AT_ONCE = 2;

const files = new Map<string, File>();
const stops = new Map<string, AbortController>();

export const useImports = create<ImportStore>()(() => ({ items: [] }));

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
  readonly reading?: string;
  readonly problem?: NonNullable<ImportState['problem']> & {
    readonly remedy?: string;
    readonly part?: string;
  };
};

/** What an answer of the server changes about an item. */
export function changeOf(state: FileState): Partial<ImportItem> {
  switch (state.state) {
    case 'queued':
    case 'running':
      return { phase: 'reading', share: state.progress, reading: state.reading ?? null };
    case 'done':
      return { phase: 'done', share: 1, report: state.report ?? null };
    case 'cancelled':
      return { phase: 'cancelled' };
    case 'failed':
      return {
        phase: 'failed',
        problem: {
          code: state.problem?.code ?? 'import-failed',
          detail: state.problem?.detail ?? state.problem?.title ?? 'The file could not be read.',
          remedy: state.problem?.remedy ?? null,
          where: state.problem?.part ?? state.problem?.where ?? null,
        },
      };
  }
}

function heard(key: string, state: FileState): void {
  if (find(key)?.phase !== 'cancelled') patch(key, changeOf(state));
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
      reading: null,
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

/** An import as the server lists it. */
interface ListedImport extends FileState {
  readonly id: string;
  readonly workbook: string;
  readonly file_name: string;
  readonly bytes: number;
  readonly created_at: string;
}

/** Reads the list of one's imports, and goes on following those that are not over. */
export async function loadImports(): Promise<void> {
  const { imports } = await askJson<{ imports: readonly ListedImport[] }>('/api/imports');
  const known = new Set(useImports.getState().items.map((item) => item.url));
  const fresh = imports.filter((each) => !known.has(urlOf(each)));
  useImports.setState((state) => ({
    items: [...state.items, ...fresh.map(itemOf)].sort((a, b) => b.startedAt - a.startedAt),
  }));
  for (const each of fresh) {
    const item = find(each.id);
    if (item === undefined || !isRunning(item) || stops.has(each.id)) continue;
    follow(each.id, urlOf(each))
      .catch((cause: unknown) => failed(each.id, cause))
      .finally(() => stops.delete(each.id));
  }
}

const urlOf = (each: ListedImport): string => `/api/imports/${each.id}`;

function itemOf(each: ListedImport): ImportItem {
  return {
    key: each.id,
    batch: each.id,
    name: each.file_name,
    size: each.bytes,
    startedAt: new Date(each.created_at).getTime(),
    phase: 'reading',
    share: each.progress,
    reading: each.reading ?? null,
    workbook: each.workbook,
    url: urlOf(each),
    report: null,
    problem: null,
    // As it is, not as a step: what was done long ago opens nothing now.
    ...changeOf(each),
  };
}
