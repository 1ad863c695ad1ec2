/** The commands of a workbook before what makes changes has arrived: what is asked of them waits, in its order. */

import type { OwnFilters } from './filter-own';
import { editing } from './later';
import type { Sheet } from './sheet';
import type { Commands } from './view';

/** What they need of their workbook. */
export interface EarlyHost {
  /** Those that have arrived. */
  readonly commands: Commands;
  readonly working: boolean;
  readonly ownFilters: OwnFilters;
  sheetById(id: string): Sheet | undefined;
  notice(code: string, detail: string): void;
}

const NOT_YET = 'This is still being loaded. Try again in a moment.';
const NOT_LOADED = 'This was not done: a part of the page could not be fetched. Try again.';
const refuse = (): string => NOT_YET;

/** Answers with what is known at once; everything else waits. */
function waiting<T extends object>(
  host: EarlyHost,
  pick: (commands: Commands) => T,
  known: Partial<NoInfer<T>>,
): T {
  const run = async (key: string | symbol, given: readonly unknown[]): Promise<unknown> => {
    try {
      await editing.load();
    } catch (cause) {
      host.notice('not-loaded', NOT_LOADED);
      throw cause;
    }
    const there = pick(host.commands);
    const method: unknown = Reflect.get(there, key);
    return typeof method === 'function' ? await Reflect.apply(method, there, given) : undefined;
  };
  const door = new Proxy(known, {
    get(target, key) {
      if (key in target) return Reflect.get(target, key) as unknown;
      return (...given: readonly unknown[]) => {
        const done = run(key, given);
        // Whoever does not wait for it has the notice.
        done.catch(() => undefined);
        return done;
      };
    },
  });
  return door as T;
}

export function earlyCommands(host: EarlyHost): Commands {
  const known: Partial<Commands> = {
    canUndo: false,
    newest: null,
    canRedo: false,
    travelling: null,
    get working() {
      return host.working;
    },
    undo: () => null,
    redo: () => null,
    begin: () => null,
    // Both are told again once somebody listens.
    select: () => undefined,
    typing: () => undefined,
    addSheet: () => '',
    addChart: () => '',
    renameSheet: refuse,
    setLink: refuse,
    defineName: refuse,
    table: waiting(host, ({ table }) => table, {
      freeName: () => '',
      nameProblem: refuse,
      make: refuse,
      rename: refuse,
      resize: refuse,
    }),
    rules: waiting(host, ({ rules }) => rules, { put: refuse }),
    check: waiting(host, ({ check }) => check, {
      set: refuse,
      judge: (sheet, row, col, text) =>
        host.sheetById(sheet)?.check(row, col) === undefined ? { kind: 'taken', text } : { kind: 'ask' },
    }),
    filter: waiting(host, ({ filter }) => filter, {
      get kept() {
        return host.ownFilters.kept;
      },
    }),
  };
  return waiting(host, (commands) => commands, known);
}
