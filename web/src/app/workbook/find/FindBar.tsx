import '../../../styles/find.css';
import {
  CaseSensitive,
  ChevronDown,
  ChevronRight,
  ChevronUp,
  CircleAlert,
  Regex,
  Search,
  SquareFunction,
  WholeWord,
  X,
} from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { GridHandle } from '../../../grid/handle';
import type { WorkbookView } from '../../../model/view';
import { Problem } from '../../../net/problem';
import { Button } from '../../../ui/Button';
import type { IconType } from '../../../ui/menuEntries';
import { PickMenu } from '../../../ui/PickMenu';
import { say, undoAction } from '../../../ui/toast';
import { count } from '../../../ui/words';
import { keysOf } from '../keys';
import { countWords, replacedWords } from './findWords';
import { queryOf } from './finder';
import type { FindDesk, FindWish } from './useFind';
import { useFinder } from './useFinder';

interface FindBarProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  /** The sheet that is shown. */
  readonly sheet: string;
  readonly find: FindDesk;
  readonly locked: boolean;
}

const SWITCHES: readonly (readonly ['case' | 'whole' | 'regex' | 'formulas', string, IconType])[] = [
  ['case', 'Match case', CaseSensitive],
  ['whole', 'Whole cell', WholeWord],
  ['regex', 'Regular expression', Regex],
  ['formulas', 'In formulas', SquareFunction],
];

const WHERE: readonly { readonly value: FindWish['where']; readonly text: string }[] = [
  { value: 'sheet', text: 'This sheet' },
  { value: 'all', text: 'All sheets' },
  { value: 'area', text: 'Selection' },
];

const LOOKING = 'You may view this workbook, not change it.';

/** Keeps the bar off the cell that one is led to. */
function useAside(grid: GridHandle) {
  const bar = useRef<HTMLDivElement>(null);
  const [low, setLow] = useState(false);
  const look = (): void => {
    const own = bar.current;
    const cell = grid.cellRect(grid.activeCell);
    if (own === null || cell === null || own.parentElement === null) return;
    const { clientWidth: width, clientHeight: height } = own.parentElement;
    const left = own.offsetLeft;
    const meets = (top: number): boolean =>
      cell.x + cell.width > left &&
      cell.x < Math.min(width, left + own.offsetWidth) &&
      cell.y + cell.height > top &&
      cell.y < top + own.offsetHeight;
    // Where it would stand above and below.
    const margin = Number.parseFloat(getComputedStyle(own).getPropertyValue('--find-top'));
    setLow(meets(margin) && !meets(height - own.offsetHeight - margin));
  };
  return { bar, low, look };
}

/** Finding and replacing, at the upper right of the grid. */
export function FindBar({ view, grid, sheet, find, locked }: FindBarProps) {
  const { wish, setWish, asked, replacing } = find;
  const { bar, low, look } = useAside(grid);
  const finder = useFinder(view, grid, wish, sheet, look);
  const { state, step } = finder;
  const [busy, setBusy] = useState<'one' | 'all' | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const replacement = useRef<HTMLInputElement>(null);
  const id = useId();
  const problem = refusal ?? state.problem?.text ?? null;
  const wrongText = refusal === null && state.problem?.code === 'bad-pattern';

  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  // Before the next key: one typed while nothing has the focus would go into a cell.
  useLayoutEffect(() => {
    if (asked === null) return;
    if (asked.what === 'findNext' || asked.what === 'findPrevious') {
      latest.current(asked.what === 'findNext' ? 1 : -1);
      if (bar.current?.contains(document.activeElement) === true) return;
      if (field.current?.value !== '') return;
    }
    const text = field.current;
    text?.focus();
    // What was typed before the bar was there goes on.
    if (text?.value === asked.text) text.select();
    else text?.setSelectionRange(text.value.length, text.value.length);
  }, [asked, bar]);

  const change = (patch: Partial<FindWish>): void => {
    setRefusal(null);
    setWish(patch);
  };
  const close = (): void => {
    find.close();
    grid.focus();
  };

  const replace = async (all: boolean): Promise<void> => {
    const match = state.matches[state.at];
    const query = queryOf(finder.options, view);
    if (query === null || busy !== null) return;
    if (!all && match === undefined) {
      step(1);
      return;
    }
    setBusy(all ? 'all' : 'one');
    setRefusal(null);
    // A button that works takes no keys, and one that has nothing left to do neither.
    if (document.activeElement instanceof HTMLButtonElement) replacement.current?.focus();
    try {
      const only = all || match === undefined ? undefined : [match];
      const { cells } = await view.commands.replace(query, wish.replacement, only);
      if (all) {
        const undo = undoAction(view.commands, () => grid.run('edit.undo'));
        say(replacedWords(cells), cells === 0 ? {} : { kind: 'done', action: undo });
      } else if (match !== undefined) {
        if (cells === 0) say(replacedWords(0, match));
        finder.replaced(match);
      }
    } catch (error) {
      setRefusal((error instanceof Problem ? error : Problem.offline(error)).detail);
    } finally {
      setBusy(null);
    }
  };

  const key = (event: KeyboardEvent): void => {
    const mod = event.ctrlKey || event.metaKey;
    if (event.key === 'Escape') close();
    else if (event.key === 'F3' || (mod && event.code === 'KeyG')) step(event.shiftKey ? -1 : 1);
    else if (mod && event.code === 'KeyF') find.ask('find');
    else if (mod && event.code === 'KeyH') {
      if (!locked) find.ask('replace');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const none = state.matches.length === 0;
  return (
    <div
      className={`findbar${low ? ' low' : ''}`}
      role="search"
      aria-label="Find in this workbook"
      ref={bar}
      onKeyDown={key}
      data-testid="find-bar"
      data-complete={state.complete && !state.busy}
    >
      <div className="line">
        <button
          type="button"
          className="t"
          aria-label="Replace"
          aria-expanded={replacing}
          data-tip={locked ? LOOKING : 'Replace'}
          data-keys={keysOf('find.replace') ?? undefined}
          disabled={locked}
          onClick={() => find.setReplacing(!replacing)}
          data-testid="find-unfold"
        >
          <ChevronRight className={replacing ? 's turned' : 's'} aria-hidden="true" />
        </button>
        <div className={`field${wrongText ? ' bad' : ''}`}>
          <Search className="s" aria-hidden="true" />
          <input
            ref={field}
            value={wish.text}
            placeholder="Find"
            aria-label="Find"
            aria-invalid={wrongText ? true : undefined}
            aria-describedby={problem === null ? undefined : `${id}-problem`}
            autoComplete="off"
            spellCheck={false}
            maxLength={1000}
            data-testid="find-text"
            onChange={(event) => change({ text: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              step(event.shiftKey ? -1 : 1);
            }}
          />
          <span className="count" role="status" data-testid="find-count">
            {countWords(state, wish.text)}
          </span>
        </div>
      </div>
      {replacing && !locked && (
        <div className="line second">
          <div className="field">
            <input
              ref={replacement}
              value={wish.replacement}
              placeholder={wish.regex ? 'Replace with; $1 is the first group' : 'Replace with'}
              aria-label="Replace with"
              autoComplete="off"
              spellCheck={false}
              maxLength={32_767}
              data-testid="find-with"
              onChange={(event) => change({ replacement: event.target.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
                event.preventDefault();
                void replace(event.ctrlKey || event.metaKey);
              }}
            />
          </div>
          <Button
            size="small"
            disabled={none}
            busy={busy === 'one'}
            onClick={() => void replace(false)}
            data-testid="find-replace"
          >
            Replace
          </Button>
          <Button
            size="small"
            disabled={none}
            busy={busy === 'all'}
            tip={
              none
                ? undefined
                : `In ${count(state.matches.length, 'cell')}${state.complete ? '' : ' or more'}`
            }
            onClick={() => void replace(true)}
            data-testid="find-replace-all"
          >
            Replace all
          </Button>
        </div>
      )}
      {/* Behind the second field, so that Tab goes from what is looked for to what takes its place. */}
      <div className="line steps">
        <Button
          look="quiet"
          size="small"
          icon
          aria-label="Previous match"
          tip="Previous match"
          data-keys={keysOf('find.previous') ?? undefined}
          disabled={none}
          onClick={() => step(-1)}
          data-testid="find-previous"
        >
          <ChevronUp />
        </Button>
        <Button
          look="quiet"
          size="small"
          icon
          aria-label="Next match"
          tip="Next match"
          data-keys={keysOf('find.next') ?? undefined}
          disabled={none}
          onClick={() => step(1)}
          data-testid="find-next"
        >
          <ChevronDown />
        </Button>
        <Button look="quiet" size="small" icon aria-label="Close" onClick={close} data-testid="find-close">
          <X />
        </Button>
      </div>
      {problem !== null && (
        <p className="field-problem" id={`${id}-problem`} role="alert" data-testid="find-problem">
          <CircleAlert className="s" aria-hidden="true" />
          {problem}
        </p>
      )}
      <div className="line options">
        {SWITCHES.map(([option, label, Icon]) => (
          <button
            key={option}
            type="button"
            className="t"
            aria-label={label}
            aria-pressed={wish[option]}
            data-tip={label}
            data-testid={`find-${option}`}
            onClick={() => change({ [option]: !wish[option] })}
          >
            <Icon aria-hidden="true" />
          </button>
        ))}
        <span className="grow" />
        <PickMenu
          label="Where to look"
          value={wish.where}
          options={WHERE}
          rest="sheet"
          testId="find-where"
          onChange={(where) => {
            const area = grid.selectionAreas.at(-1);
            const chosen = where === 'area' && area !== undefined ? { sheet: grid.sheet, area } : null;
            change({ where: where === 'area' && chosen === null ? 'sheet' : where, area: chosen });
          }}
        />
      </div>
    </div>
  );
}
