import type { Filters } from './filters';
import { WAYS, WHENS } from './filters';
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
  const id = (picked: string): string | null => (picked === 'any' ? null : picked);
  return (
    <div className="filt">
      <PickMenu
        label="Person"
        value={author ?? 'any'}
        rest="any"
        line
        options={[
          { value: 'any', text: 'Everybody' },
          ...[...people].map(([value, text]) => ({ value, text: value === me ? `${text} (you)` : text })),
        ]}
        onChange={(picked) => set({ author: id(picked) })}
        testId="filter-person"
      />
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
        onChange={(picked) => set({ sheet: id(picked) })}
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
        onChange={(picked) => set({ when: picked })}
        testId="filter-when"
      />
      <PickMenu
        label="Way in"
        value={via ?? 'any'}
        rest="any"
        line
        options={[{ value: 'any', text: 'Any way' }, ...WAYS]}
        onChange={(picked) => set({ via: id(picked) })}
        testId="filter-way"
      />
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
          onChange={(picked) => set({ link: id(picked) })}
          testId="filter-link"
        />
      )}
      {when === 'between' && <SpanFields from={from} to={to} onChange={set} />}
    </div>
  );
}
