import { PickMenu } from '../../ui/PickMenu';
import { WAYS } from './filters';

interface FilterMenuProps {
  /** Null for any. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** Null where the choice stands for no filter. */
export function picked(choice: string): string | null {
  return choice === 'any' ? null : choice;
}

/** Whose changes are listed. */
export function PersonMenu({
  people,
  me,
  value,
  onChange,
}: FilterMenuProps & {
  /** Whoever was seen, by id. */
  readonly people: ReadonlyMap<string, string>;
  readonly me: string | null;
}) {
  return (
    <PickMenu
      label="Person"
      value={value ?? 'any'}
      rest="any"
      line
      options={[
        { value: 'any', text: 'Everybody' },
        ...[...people].map(([id, text]) => ({ value: id, text: id === me ? `${text} (you)` : text })),
      ]}
      onChange={(choice) => onChange(picked(choice))}
      testId="filter-person"
    />
  );
}

/** How changes came in. */
export function WayMenu({ value, onChange }: FilterMenuProps) {
  return (
    <PickMenu
      label="Way in"
      value={value ?? 'any'}
      rest="any"
      line
      options={[{ value: 'any', text: 'Any way' }, ...WAYS]}
      onChange={(choice) => onChange(picked(choice))}
      testId="filter-way"
    />
  );
}
