import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { type CheckDraft, type CheckOp, MAX_WORDS, opsOf } from '../../model/check';
import { Button } from '../../ui/Button';
import { PickMenu } from '../../ui/PickMenu';
import { Segmented } from '../../ui/Segmented';
import { TextField } from '../../ui/TextField';
import {
  type Criterion,
  type Drafting,
  draftOf,
  fieldsOf,
  leastOp,
  type Wrong,
  withCriterion,
} from './drafting';

interface CheckFormProps {
  /** `B2:B20` */
  readonly range: string;
  readonly drafting: Drafting;
  readonly date1904: boolean;
  /** There is a check to be removed. */
  readonly saved: boolean;
  readonly selected: () => string;
  /** A sentence when it cannot be saved. */
  readonly onSave: (range: string, draft: CheckDraft) => string | null;
  readonly onRemove: () => void;
  readonly onCancel: () => void;
}

const CRITERIA: readonly { readonly value: Criterion; readonly text: string }[] = [
  { value: 'items', text: 'List of items' },
  { value: 'range', text: 'List from cells' },
  { value: 'checkbox', text: 'Checkbox' },
  { value: 'number', text: 'Number' },
  { value: 'whole', text: 'Whole number' },
  { value: 'date', text: 'Date' },
  { value: 'time', text: 'Time' },
  { value: 'length', text: 'Length of text' },
  { value: 'text', text: 'Text' },
  { value: 'custom', text: 'Custom formula' },
];

const OPS: Readonly<Record<CheckOp, string>> = {
  between: 'is between',
  outside: 'is not between',
  '=': 'is equal to',
  '<>': 'is not equal to',
  '>': 'is greater than',
  '>=': 'is at least',
  '<': 'is less than',
  '<=': 'is at most',
  contains: 'contains',
  lacks: 'does not contain',
  begins: 'begins with',
  ends: 'ends with',
  email: 'is a mail address',
  url: 'is the address of a page',
};

const DAYS: Readonly<Partial<Record<CheckOp, string>>> = {
  '=': 'is',
  '<>': 'is not',
  '>': 'is after',
  '>=': 'is on or after',
  '<': 'is before',
  '<=': 'is on or before',
};

function opText(op: CheckOp, criterion: Criterion): string {
  return (criterion === 'date' ? DAYS[op] : undefined) ?? OPS[op];
}

/** What may be entered in a range, and what is said and done about the rest. */
export function CheckForm(props: CheckFormProps) {
  const { date1904, saved, selected, onSave, onRemove, onCancel } = props;
  const [range, setRange] = useState(props.range);
  const [drafting, setDrafting] = useState(props.drafting);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [wrong, setWrong] = useState<Wrong | { readonly field: 'range'; readonly words: string } | null>(
    null,
  );
  const change = (part: Partial<Drafting>): void => {
    setDrafting((before) => ({ ...before, ...part }));
    setWrong(null);
  };
  const problem = (field: Wrong['field'] | 'range'): string | null =>
    wrong?.field === field ? wrong.words : null;
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    const draft = draftOf(drafting, date1904);
    if ('field' in draft) {
      setWrong(draft);
      return;
    }
    const refused = onSave(range, draft);
    if (refused !== null) setWrong({ field: 'range', words: refused });
  };
  return (
    <form className="check-form" onSubmit={save} data-testid="check-form" noValidate>
      <TextField
        ref={first}
        label="Cells"
        value={range}
        spellCheck={false}
        problem={problem('range')}
        data-testid="check-range"
        onChange={(event) => {
          setRange(event.target.value);
          setWrong(null);
        }}
      />
      <Button size="small" extra="start" onClick={() => setRange(selected())} data-testid="check-selection">
        Take the selected cells
      </Button>
      <Labelled text="May hold">
        <PickMenu
          label="May hold"
          line
          value={drafting.criterion}
          options={CRITERIA}
          onChange={(criterion) => {
            setDrafting((before) => withCriterion(before, criterion));
            setWrong(null);
          }}
          testId="check-criterion"
        />
      </Labelled>
      <Fields drafting={drafting} problem={problem} onChange={change} />
      <Tick on={drafting.filled} text="Must not be empty" onChange={(filled) => change({ filled })} />
      {(drafting.criterion === 'items' || drafting.criterion === 'range') && (
        <Tick on={drafting.arrow} text="Show an arrow in the cells" onChange={(arrow) => change({ arrow })} />
      )}
      <Labelled text="What does not fit">
        <Segmented
          label="What does not fit"
          value={drafting.refuse ? 'refuse' : 'mark'}
          options={[
            { value: 'refuse', text: 'Is not taken' },
            { value: 'mark', text: 'Is marked' },
          ]}
          onChange={(way) => change({ refuse: way === 'refuse' })}
        />
      </Labelled>
      <Words
        label="Message when it does not fit"
        value={drafting.say}
        testId="check-say"
        onChange={(say) => change({ say })}
      />
      <Words
        label="Hint when the cell is selected"
        value={drafting.hint}
        testId="check-hint"
        onChange={(hint) => change({ hint })}
      />
      <div className="check-does">
        {saved && (
          <Button look="quiet-danger" onClick={onRemove} data-testid="check-remove">
            Remove
          </Button>
        )}
        <span className="grow" />
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="sun" type="submit" data-testid="check-save">
          Save
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly drafting: Drafting;
  readonly problem: (field: Wrong['field']) => string | null;
  readonly onChange: (part: Partial<Drafting>) => void;
}

/** What a criterion wants to know. */
function Fields({ drafting, problem, onChange }: FieldsProps) {
  const { criterion, op } = drafting;
  if (criterion === 'items') {
    return (
      <Words
        label="Items, one a line"
        rows={6}
        value={drafting.items}
        problem={problem('items')}
        testId="check-items"
        onChange={(items) => onChange({ items })}
      />
    );
  }
  const ops = criterion === 'range' ? [] : opsOf(criterion);
  const count = fieldsOf(drafting);
  const [first, second] = labelsOf(drafting);
  return (
    <>
      {ops.length > 0 && (
        <Labelled text="That">
          <PickMenu
            label="That"
            line
            value={op}
            options={[
              ...(leastOp(criterion) === null ? ([{ value: 'any', text: 'is any' }] as const) : []),
              ...ops.map((each) => ({ value: each, text: opText(each, criterion) })),
            ]}
            onChange={(next) => onChange({ op: next })}
            testId="check-op"
          />
        </Labelled>
      )}
      {count > 0 && (
        <TextField
          label={first}
          value={drafting.a}
          spellCheck={false}
          problem={problem('a')}
          hint={criterion === 'custom' ? 'Written for the first of the cells.' : undefined}
          data-testid="check-a"
          onChange={(event) => onChange({ a: event.target.value })}
        />
      )}
      {count > 1 && (
        <TextField
          label={second}
          value={drafting.b}
          spellCheck={false}
          problem={problem('b')}
          data-testid="check-b"
          onChange={(event) => onChange({ b: event.target.value })}
        />
      )}
    </>
  );
}

function labelsOf({ criterion, op }: Drafting): readonly [string, string] {
  if (criterion === 'range') return ['Cells or name', ''];
  if (criterion === 'custom') return ['Formula', ''];
  if (criterion === 'checkbox')
    return ['Value when checked, TRUE if empty', 'Value when not, FALSE if empty'];
  return op === 'between' || op === 'outside' ? ['From', 'To'] : ['Value or formula', ''];
}

function Labelled({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <div>
      <span className="label">{text}</span>
      {children}
    </div>
  );
}

interface TickProps {
  readonly on: boolean;
  readonly text: string;
  readonly onChange: (on: boolean) => void;
}

function Tick({ on, text, onChange }: TickProps) {
  return (
    <label className="check-tick">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {text}
    </label>
  );
}

interface WordsProps {
  readonly label: string;
  readonly value: string;
  readonly rows?: number;
  readonly problem?: string | null;
  readonly testId: string;
  readonly onChange: (text: string) => void;
}

function Words({ label, value, rows = 2, problem = null, testId, onChange }: WordsProps) {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <div className={`field check-words${problem === null ? '' : ' bad'}`}>
        <textarea
          id={id}
          rows={rows}
          value={value}
          maxLength={rows > 2 ? undefined : MAX_WORDS}
          aria-invalid={problem === null ? undefined : true}
          aria-describedby={problem === null ? undefined : `${id}-below`}
          data-testid={testId}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      {problem !== null && (
        <p className="field-problem" id={`${id}-below`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
