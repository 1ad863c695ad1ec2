import { ChevronDown } from 'lucide-react';
import { Menu } from './Menu';

interface PickMenuProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
  /** With an edge, for filters. */
  readonly line?: boolean;
  /** The value that means "no filter". */
  readonly rest?: T;
  readonly width?: number;
  readonly disabled?: boolean;
  readonly testId?: string;
}

/** One of several, in a small menu under its present value. */
export function PickMenu<T extends string>({
  label,
  value,
  options,
  onChange,
  line,
  rest,
  width,
  disabled,
  testId,
}: PickMenuProps<T>) {
  const shown = options.find((option) => option.value === value)?.text ?? value;
  const set = rest !== undefined && value !== rest;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className={`pick${line === true ? ' line' : ''}${set ? ' set' : ''}`}
          style={width === undefined ? {} : { width, justifyContent: 'space-between' }}
          aria-label={`${label}: ${shown}`}
          disabled={disabled}
          data-testid={testId}
        >
          <span>{shown}</span>
          <ChevronDown aria-hidden="true" />
        </button>
      }
      entries={options.map((option) => ({
        id: option.value,
        text: option.text,
        checked: option.value === value,
        run: () => onChange(option.value),
      }))}
    />
  );
}
