import { useEffect, useRef, useState } from 'react';
import type { FocusEvent } from 'react';
import type { RuleBody } from '../../model/rule';
import { BARS, barOf, iconsOf, SCALES, scaleOf, styled } from '../../model/rule-presets';
import type { RuleDraft } from '../../model/view';
import { Button } from '../../ui/Button';
import { Segmented } from '../../ui/Segmented';
import { TextField } from '../../ui/TextField';
import { BarFields, IconFields, ScaleFields } from './NumberFields';
import type { ColourField, Picked, RangeWords, RuleDrafting } from './panel';
import { StyleFields } from './StyleFields';

type Tab = 'style' | 'scale' | 'bar' | 'icons';
export type Said = Pick<RuleDraft, 'body' | 'operands'>;

const TABS: readonly { readonly value: Tab; readonly text: string }[] = [
  { value: 'style', text: 'Single colour' },
  { value: 'scale', text: 'Colour scale' },
  { value: 'bar', text: 'Data bar' },
  { value: 'icons', text: 'Icons' },
];

function tabOf(body: RuleBody): Tab {
  return body.kind === 'scale' || body.kind === 'bar' || body.kind === 'icons' ? body.kind : 'style';
}

/** What each kind begins with. */
function beginnings({ body, operands }: Said): Readonly<Record<Tab, Said>> {
  return {
    style: styled({ kind: 'is', op: 'filled' }),
    scale: scaleOf(SCALES[0]?.colors ?? []),
    bar: barOf(BARS[0]?.color ?? '#638ec6'),
    icons: iconsOf('3arrows'),
    [tabOf(body)]: { body, operands },
  };
}

interface RuleEditorProps {
  readonly draft: RuleDrafting;
  readonly picked: Picked;
  readonly words: RangeWords;
  readonly colour: ColourField;
  /** A sentence when it is refused. */
  readonly onSave: (draft: RuleDraft) => string | null;
  readonly onCancel: () => void;
  /** Grows with every change of the workbook. */
  readonly edits: number;
  /** Shows the rule in the grid as far as it is written; null when it cannot be shown. */
  readonly onPreview: (draft: RuleDraft | null) => void;
}

/** One rule being written. It holds once it is done. */
export function RuleEditor(props: RuleEditorProps) {
  const { draft, picked, words, colour, onSave, onCancel, edits, onPreview } = props;
  const [range, setRange] = useState(() => words.show(draft.areas));
  const [wrongRange, setWrongRange] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [tab, setTab] = useState<Tab>(() => tabOf(draft.body));
  const [kinds, setKinds] = useState(() => beginnings(draft));
  const [picking, setPicking] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const said = kinds[tab];

  // While the range is asked for, what is selected in the grid is the answer.
  const { sheet } = draft;
  useEffect(() => {
    if (!picking) return;
    return picked.subscribe(() => {
      const now = picked.get();
      if (now?.sheet !== sheet) return;
      setRange(words.show(now.areas));
      setWrongRange(null);
    });
  }, [picking, picked, words, sheet]);

  const latest = useRef(onPreview);
  useEffect(() => {
    latest.current = onPreview;
  });
  useEffect(() => {
    const areas = words.read(range);
    latest.current(typeof areas === 'string' ? null : { areas, ...said });
  }, [words, range, said, edits]);
  const saved = useRef(false);
  useEffect(
    () => () => {
      if (!saved.current) latest.current(null);
    },
    [],
  );

  const change = (next: Said): void => {
    setKinds({ ...kinds, [tab]: next });
    setProblem(null);
  };
  const save = (): void => {
    const areas = words.read(range);
    if (typeof areas === 'string') {
      setWrongRange(areas);
      field.current?.focus();
      return;
    }
    const refused = onSave({ areas, ...said });
    saved.current = refused === null;
    setProblem(refused);
  };
  const fields = { said, colour, onChange: change };
  return (
    <form
      className="rule-editor"
      data-testid="rule-editor"
      onFocus={(event: FocusEvent) => setPicking(event.target === field.current)}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="rule-fields">
        <TextField
          ref={field}
          label="Cells"
          value={range}
          spellCheck={false}
          placeholder="B2:B99, D:D"
          problem={wrongRange}
          // Two texts of one height: nothing may move away under the pointer that leaves the field.
          hint={picking ? 'Select cells in the grid. Ctrl adds more.' : 'From here, pick cells in the grid.'}
          data-testid="rule-range"
          onChange={(event) => {
            setRange(event.target.value);
            setWrongRange(null);
          }}
        />
        <Segmented label="Kind of rule" value={tab} options={TABS} onChange={setTab} />
        {tab === 'style' && <StyleFields {...fields} />}
        {tab === 'scale' && <ScaleFields {...fields} />}
        {tab === 'bar' && <BarFields {...fields} />}
        {tab === 'icons' && <IconFields {...fields} />}
        {problem !== null && (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <footer>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="sun" data-testid="save-rule">
          Done
        </Button>
      </footer>
    </form>
  );
}
