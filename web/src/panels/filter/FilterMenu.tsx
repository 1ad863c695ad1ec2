import '../../styles/filter.css';
import { Popover } from '@base-ui/react/popover';
import { ArrowDownAZ, ArrowDownZA, CircleAlert, FunnelX, Search } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { type ColumnKind, sortWords } from '../../model/column-kind';
import type { Criterion } from '../../net/filters';
import { Button } from '../../ui/Button';
import { Segmented } from '../../ui/Segmented';
import { count as counted } from '../../ui/words';
import { ALL, choicesOf, chosenCriterion, type Choices } from './choices';
import { ColourChoice } from './ColourChoice';
import { ConditionFields } from './ConditionFields';
import { type Condition, conditionOf, conditionsFor, criterionOf } from './conditions';
import type { ReadDay } from './days';
import { type AskCount, useCount } from './useCount';
import { type AskValues, useValues } from './useValues';
import { ValueChoice } from './ValueChoice';

export interface FilterMenuProps {
  /** What the column is called. */
  readonly heading: string;
  readonly kind: ColumnKind;
  /** The day behind the text of a date. */
  readonly dayOf: ReadDay;
  readonly criterion: Criterion | null;
  /** The filter is one's own now. */
  readonly own: boolean;
  /** One may set the filter that everybody sees. */
  readonly mayShare: boolean;
  readonly anchor: () => DOMRect;
  readonly values: AskValues;
  readonly count: AskCount;
  readonly onSort: (descending: boolean) => void;
  /** Gives why it was refused, null when it is done. */
  readonly onApply: (criterion: Criterion | null, own: boolean) => Promise<string | null>;
  readonly onClose: () => void;
}

type Way = 'values' | 'condition' | 'colour';

const WAYS: Readonly<Record<Way, string>> = { values: 'Values', condition: 'Condition', colour: 'Colour' };

function wayOf(criterion: Criterion | null): Way {
  const kind = criterion?.[0] ?? 'in';
  if (kind === 'in' || kind === 'out') return 'values';
  return kind === 'fill' || kind === 'color' ? 'colour' : 'condition';
}

/** What the button in a heading opens: sorting, and by what the column is filtered. */
export function FilterMenu(props: FilterMenuProps) {
  const { heading, anchor, onClose } = props;
  const first = useRef<HTMLInputElement>(null);
  return (
    <Popover.Root open modal="trap-focus" onOpenChange={(open) => !open && onClose()}>
      <Popover.Portal>
        <Popover.Positioner
          className="pop-layer"
          anchor={{ getBoundingClientRect: anchor }}
          side="bottom"
          align="end"
          sideOffset={4}
          collisionPadding={8}
        >
          <Popover.Popup
            className="pop filter-menu"
            initialFocus={() => first.current ?? true}
            finalFocus={false}
            aria-label={`Filter by ${heading}`}
            data-testid="filter-menu"
          >
            <Content {...props} first={first} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ContentProps extends FilterMenuProps {
  readonly first: RefObject<HTMLInputElement | null>;
}

function Content({ first, own: ownNow, values, count, ...props }: ContentProps) {
  const { heading, kind, dayOf, criterion, mayShare, onApply, onSort, onClose } = props;
  const [way, setWay] = useState<Way>(() => wayOf(criterion));
  const [search, setSearch] = useState('');
  const [choices, setChoices] = useState<Choices>(() => choicesOf(criterion));
  const [found, setFound] = useState<Choices>(ALL);
  const [condition, setCondition] = useState<Condition>(
    () => conditionOf(criterion, kind) ?? { id: conditionsFor(kind)[0] ?? '=', inputs: [] },
  );
  const [colour, setColour] = useState<Criterion | null>(() =>
    wayOf(criterion) === 'colour' ? criterion : null,
  );
  const [own, setOwn] = useState(ownNow || !mayShare);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const id = useId();
  const state = useValues(values, search);

  const made = ((): Criterion | null | 'nothing' | { readonly missing: string } => {
    if (way === 'colour') return colour ?? { missing: 'Choose a colour.' };
    if (way === 'condition') {
      const read = criterionOf(condition, criterion);
      return typeof read === 'string' ? { missing: read } : read;
    }
    // Until the values are here everything is as it was.
    if (state.found === null) return criterion;
    return chosenCriterion(state.search === '' ? choices : found, { ...state.found, search: state.search });
  })();
  const missing =
    made === 'nothing'
      ? 'Choose at least one value.'
      : made !== null && 'missing' in made
        ? made.missing
        : null;
  const ready = missing === null && !(way === 'values' && (state.busy || state.search !== search));
  const shows = useCount(count, missing === null ? (made as Criterion | null) : 'nothing');

  const apply = async (wanted: Criterion | null): Promise<void> => {
    setBusy(true);
    const refused = await onApply(wanted, own);
    setBusy(false);
    if (refused === null) onClose();
    else setRefusal(refused);
  };
  const colours = state.found !== null && (state.found.fills.length > 1 || state.found.colors.length > 1);
  const ways = (['values', 'condition', 'colour'] as const).filter(
    (each) => each !== 'colour' || colours || way === 'colour',
  );
  const [up, down] = [sortWords(kind, false), sortWords(kind, true)];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) void apply(made as Criterion | null);
      }}
    >
      <h2 className="cut">{heading}</h2>
      <div className="acts">
        <button
          type="button"
          className="menu-item"
          disabled={!mayShare}
          onClick={() => onSort(false)}
          data-testid="filter-sort-up"
        >
          <ArrowDownAZ aria-hidden="true" />
          {up}
        </button>
        <button
          type="button"
          className="menu-item"
          disabled={!mayShare}
          onClick={() => onSort(true)}
          data-testid="filter-sort-down"
        >
          <ArrowDownZA aria-hidden="true" />
          {down}
        </button>
        <button
          type="button"
          className="menu-item"
          disabled={criterion === null || busy}
          onClick={() => void apply(null)}
          data-testid="filter-clear"
        >
          <FunnelX aria-hidden="true" />
          <span className="cut">Show all of {heading}</span>
        </button>
      </div>
      <div className="by">
        <Segmented
          label="Filter by"
          options={ways.map((value) => ({ value, text: WAYS[value] }))}
          value={way}
          onChange={(next) => {
            setWay(next);
            setRefusal(null);
          }}
        />
      </div>
      {way === 'values' && (
        <>
          <label className="field">
            <Search className="s" aria-hidden="true" />
            <input
              type="search"
              ref={first}
              value={search}
              placeholder="Search the values"
              aria-label="Search the values"
              data-testid="filter-search"
              onChange={(event) => {
                setSearch(event.target.value);
                setFound(ALL);
              }}
            />
          </label>
          <ValueChoice
            state={state}
            choices={state.search === '' ? choices : found}
            dayOf={dayOf}
            onChange={state.search === '' ? setChoices : setFound}
          />
        </>
      )}
      {way === 'condition' && (
        <ConditionFields
          kind={kind}
          first={first}
          condition={condition}
          kept={conditionOf(criterion, kind)?.id === 'kept'}
          onChange={setCondition}
        />
      )}
      {way === 'colour' && (
        <ColourChoice
          fills={state.found?.fills ?? []}
          colors={state.found?.colors ?? []}
          value={colour}
          onChange={setColour}
        />
      )}
      <label className="mine" htmlFor={`${id}-own`}>
        <input
          id={`${id}-own`}
          type="checkbox"
          checked={own}
          disabled={!mayShare}
          onChange={(event) => setOwn(event.target.checked)}
          data-testid="filter-own"
        />
        Only for me
      </label>
      {refusal !== null && (
        <p className="field-problem" role="alert" data-testid="filter-problem">
          <CircleAlert className="s" aria-hidden="true" />
          {refusal}
        </p>
      )}
      <footer>
        <span className="grow sm q" role="status" data-testid="filter-count">
          {missing ??
            (shows === null ? '' : `${shows.shown.toLocaleString('en-US')} of ${counted(shows.of, 'row')}`)}
        </span>
        <Button size="small" look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button
          size="small"
          look="sun"
          type="submit"
          busy={busy}
          disabled={!ready}
          data-testid="filter-apply"
        >
          OK
        </Button>
      </footer>
    </form>
  );
}
