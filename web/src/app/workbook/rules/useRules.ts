import { useCallback, useMemo, useState } from 'react';
import type { GridHandle, PageAsk } from '../../../grid/handle';
import type { RuleView, WorkbookView } from '../../../model/view';
import type { RuleDrafting } from '../../../panels/rules/panel';
import { say, undoAction } from '../../../ui/toast';

export interface RulesDesk {
  readonly open: boolean;
  /** The rule that is being written; null: all are listed. */
  readonly draft: RuleDrafting | null;
  /** True: it was about conditional formats. */
  readonly ask: (what: PageAsk) => boolean;
  /** Writes a rule, a new one for the selection when none is given. */
  readonly write: (rule: RuleView | null) => void;
  readonly list: () => void;
  /** From a rule to the list, from there away. */
  readonly back: () => void;
  readonly close: () => void;
}

const QUICK = 'rule:';
const NOT_LOADED = 'This could not be loaded, because the server does not answer.';

/** What rules are made of, and what writes them. */
async function presets(view: WorkbookView) {
  const [loaded] = await Promise.all([import('../../../model/rule-presets'), view.commands.rules.load()]);
  return loaded;
}

/** The panel of conditional formats, and the rules of the gallery. `clear` makes room for the panel. */
export function useRules(view: WorkbookView, grid: GridHandle | null, clear: () => void): RulesDesk {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<RuleDrafting | null>(null);

  const show = useCallback(
    (next: RuleDrafting | null): void => {
      clear();
      setDraft(next);
      setOpen(true);
    },
    [clear],
  );

  const write = useCallback(
    (rule: RuleView | null): void => {
      if (grid === null) return;
      const { sheet } = grid;
      const areas = grid.selectionAreas;
      presets(view).then(
        ({ styled }) => {
          const fresh = { ...styled({ kind: 'is', op: 'filled' }), id: null, areas };
          show({ ...(rule ?? fresh), sheet });
        },
        () => say(NOT_LOADED, { kind: 'problem' }),
      );
    },
    [view, grid, show],
  );

  const quick = useCallback(
    async (name: string): Promise<void> => {
      if (grid === null) return;
      const { sheet, selectionAreas: areas } = grid;
      const { QUICK_RULES } = await presets(view);
      const found = QUICK_RULES.find(({ id }) => id === name);
      if (found === undefined) return;
      if (found.asks === true) {
        show({ ...found.said, id: null, sheet, areas });
        return;
      }
      const refused = view.commands.rules.put(sheet, null, { ...found.said, areas });
      if (refused !== null) {
        say(refused, { kind: 'problem' });
        return;
      }
      say(`The rule “${found.name}” holds for the selection.`, {
        kind: 'done',
        action: undoAction(view.commands),
        more: { label: 'Change', run: () => write(view.sheet(sheet)?.rules[0] ?? null) },
      });
    },
    [view, grid, show, write],
  );

  const ask = useCallback(
    (what: PageAsk): boolean => {
      if (what === 'rules') {
        const none = grid !== null && view.sheet(grid.sheet)?.rules.length === 0;
        if (none && !view.readOnly) write(null);
        else show(null);
        return true;
      }
      if (!what.startsWith(QUICK)) return false;
      quick(what.slice(QUICK.length)).catch(() => say(NOT_LOADED, { kind: 'problem' }));
      return true;
    },
    [view, grid, show, write, quick],
  );

  const list = useCallback((): void => setDraft(null), []);
  const close = useCallback((): void => {
    setOpen(false);
    setDraft(null);
    grid?.focus();
  }, [grid]);
  const back = useCallback((): void => {
    if (draft === null) close();
    else list();
  }, [draft, close, list]);

  return useMemo(
    () => ({ open, draft, ask, write, list, back, close }),
    [open, draft, ask, write, list, back, close],
  );
}
