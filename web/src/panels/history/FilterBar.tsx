import type { Filters } from './filters';
import { WHENS } from './filters';
import { PersonMenu, picked, WayMenu } from './FilterMenus';
import { SpanFields } from './SpanFields';
import { PickMenu } from '../../ui/PickMenu';

interface FilterBarProps {
  readonly filters: Filters;
  readonly me: string | null;
  /** Whoever and whatever was seen in the list, by id. */
  readonly people: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<string, string>;
  readonly sheets: readonly string[];
  /** Asked when the cells are to be those that are selected. */
  readonly selected: () => { readonly sheet: string; readonly range: string } | null;
  readonly onChange: (filters: Filters) => void;
}

/** Whose changes are listed, where they are, when and how they came in. */
export function FilterBar({ filters, me, people, links, sheets, selected, onChange }: FilterBarProps) {
  const { author, sheet, cells, via, link, when, from, to } = filters;
  const set = (some: Partial<Filters>): void => onChange({ ...filters, ...some });
  return (
    <div className="filt">
      <PersonMenu people={people} me={me} value={author} onChange={(next) => set({ author: next })} />
      <PickMenu
        label="Sheet"
        value={cells?.sheet ?? sheet ?? 'any'}
        rest="any"
        line
        disabled={cells !== null}
        options={[
          { value: 'any', text: 'All sheets' },
          ...sheets.map((name) => ({ value: name, text: `Sheet ${name}` })),
        ]}
        onChange={(choice) => set({ sheet: picked(choice) })}
        testId="filter-sheet"
      />
      <PickMenu
        label="Cells"
        value={cells === null ? 'all' : 'these'}
        rest="all"
        line
        options={[
          { value: 'all', text: 'All cells' },
          ...(cells === null ? [] : [{ value: 'these', text: `Cells ${cells.range}` }]),
          { value: 'selection', text: 'Selected cells' },
        ]}
        onChange={(choice) => {
          if (choice !== 'these') set({ cells: choice === 'all' ? null : selected() });
        }}
        testId="filter-cells"
      />
      <PickMenu
        label="Time"
        value={when}
        rest="any"
        line
        options={WHENS}
        onChange={(choice) => set({ when: choice })}
        testId="filter-when"
      />
      <WayMenu value={via} onChange={(next) => set({ via: next })} />
      {links.size > 0 && (
        <PickMenu
          label="Link"
          value={link ?? 'any'}
          rest="any"
          line
          options={[
            { value: 'any', text: 'Any link' },
            ...[...links].map(([value, text]) => ({ value, text: `Link “${text}”` })),
          ]}
          onChange={(choice) => set({ link: picked(choice) })}
          testId="filter-link"
        />
      )}
      {when === 'between' && <SpanFields from={from} to={to} onChange={set} />}
    </div>
  );
}
