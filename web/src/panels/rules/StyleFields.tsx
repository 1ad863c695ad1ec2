import { Baseline, Bold, Italic, PaintBucket, Strikethrough, Underline } from 'lucide-react';
import type { RuleFormat, StyledRule } from '../../model/rule';
import { MOST_RANKED, operandCount } from '../../model/rule';
import { FORMAT_PRESETS } from '../../model/rule-presets';
import { PickMenu } from '../../ui/PickMenu';
import { TextField } from '../../ui/TextField';
import type { IconType } from '../../ui/menuEntries';
import { choiceOf, CONDITIONS } from './conditions';
import { Check, ValueField } from './fields';
import type { ColourField } from './panel';
import type { Said } from './RuleEditor';
import { formatStyle } from './samples';

interface FieldsProps {
  readonly said: Said;
  readonly colour: ColourField;
  readonly onChange: (said: Said) => void;
}

const SWITCHES: readonly (readonly ['bold' | 'italic' | 'underline' | 'strike', string, IconType])[] = [
  ['bold', 'Bold', Bold],
  ['italic', 'Italic', Italic],
  ['underline', 'Underline', Underline],
  ['strike', 'Strike through', Strikethrough],
];

/** A condition, and the look of cells for which it holds. */
export function StyleFields({ said, colour, onChange }: FieldsProps) {
  const { body, operands } = said;
  if (body.kind === 'scale' || body.kind === 'bar' || body.kind === 'icons') return null;
  const pick = (id: string): void => {
    const choice = CONDITIONS.find((each) => each.id === id);
    if (choice === undefined) return;
    const next: StyledRule = { ...choice.condition, format: body.format, stop: body.stop };
    onChange({
      body: next,
      operands: Array.from({ length: operandCount(next) }, (_, n) => operands[n] ?? ''),
    });
  };
  return (
    <>
      <section>
        <h3>When</h3>
        <PickMenu
          label="Condition"
          line
          value={choiceOf(body)?.id ?? ''}
          options={CONDITIONS.map(({ id, text }) => ({ value: id, text }))}
          onChange={pick}
          testId="rule-condition"
        />
        {operands.slice(0, operandCount(body)).map((text, n) => (
          <ValueField
            // The first one that is empty takes the keyboard.
            key={`${body.kind} ${n}`}
            label={labelOf(body, n)}
            placeholder={body.kind === 'formula' ? '=B2>$D$1' : 'Value or =formula'}
            text={text}
            focus={n === 0 && text === ''}
            onText={(next) =>
              onChange({ body, operands: operands.map((each, at) => (at === n ? next : each)) })
            }
            testId={`rule-value-${n}`}
          />
        ))}
        {body.kind === 'formula' && (
          <p className="sm q">
            Written for the first cell; other cells read it as if it were copied there. A $ keeps a row or
            column.
          </p>
        )}
        {body.kind === 'rank' && <Rank body={body} onChange={(next) => onChange({ body: next, operands })} />}
      </section>
      <section>
        <h3>Look</h3>
        <FormatFields
          format={body.format}
          colour={colour}
          onChange={(format) => onChange({ body: { ...body, format }, operands })}
        />
        <Check
          on={body.stop}
          text="Stop here: no later rule holds for these cells"
          onChange={(stop) => onChange({ body: { ...body, stop }, operands })}
        />
      </section>
    </>
  );
}

function labelOf(body: StyledRule, n: number): string {
  if (body.kind === 'formula') return 'Formula';
  if (body.kind === 'text') return 'Text';
  const two = body.kind === 'cell' && (body.op === 'between' || body.op === 'outside');
  return !two ? 'Value' : n === 0 ? 'From' : 'To';
}

type RankBody = Extract<StyledRule, { readonly kind: 'rank' }>;

function Rank({ body, onChange }: { readonly body: RankBody; readonly onChange: (body: RankBody) => void }) {
  const most = body.percent ? 100 : MOST_RANKED;
  return (
    <div className="rule-point">
      <TextField
        label="How many"
        type="number"
        min={1}
        max={most}
        value={String(body.count)}
        data-testid="rule-count"
        onChange={(event) => {
          const count = Math.round(Number(event.target.value));
          onChange({
            ...body,
            count: Math.max(1, Math.min(most, Number.isFinite(count) ? count : 1)),
          });
        }}
      />
      <PickMenu
        label="Counted in"
        line
        value={body.percent ? 'percent' : 'cells'}
        options={[
          { value: 'cells', text: 'cells' },
          { value: 'percent', text: 'percent' },
        ]}
        onChange={(unit) => {
          const percent = unit === 'percent';
          onChange({ ...body, percent, count: percent ? Math.min(100, body.count) : body.count });
        }}
      />
    </div>
  );
}

interface FormatFieldsProps {
  readonly format: RuleFormat;
  readonly colour: ColourField;
  readonly onChange: (format: RuleFormat) => void;
}

function without(format: RuleFormat, property: keyof RuleFormat): RuleFormat {
  return Object.fromEntries(Object.entries(format).filter(([name]) => name !== property));
}

function FormatFields({ format, colour: Colour, onChange }: FormatFieldsProps) {
  const set = <K extends keyof RuleFormat>(property: K, value: RuleFormat[K] | null): void =>
    onChange(value === null ? without(format, property) : { ...format, [property]: value });
  return (
    <>
      <div className="rule-presets" role="group" aria-label="Looks">
        {FORMAT_PRESETS.map((preset) => (
          <button
            key={preset.name}
            type="button"
            aria-pressed={preset.format.fill === format.fill && preset.format.color === format.color}
            style={formatStyle(preset.format)}
            onClick={() => {
              const numbers = format.format === undefined ? {} : { format: format.format };
              onChange({ ...preset.format, ...numbers });
            }}
          >
            {preset.name}
          </button>
        ))}
      </div>
      <div className="rule-format" role="group" aria-label="Letters and colours">
        {SWITCHES.map(([property, label, Icon]) => (
          <button
            key={property}
            type="button"
            className="t"
            aria-label={label}
            aria-pressed={format[property] === true}
            data-tip={label}
            onClick={() => set(property, format[property] === true ? null : true)}
          >
            <Icon aria-hidden="true" />
          </button>
        ))}
        <Colour
          label="Text colour"
          icon={<Baseline aria-hidden="true" />}
          value={format.color ?? null}
          none="As the cell has it"
          onPick={(color) => set('color', color)}
          testId="rule-color"
        />
        <Colour
          label="Fill colour"
          icon={<PaintBucket aria-hidden="true" />}
          value={format.fill ?? null}
          none="As the cell has it"
          onPick={(fill) => set('fill', fill)}
          testId="rule-fill"
        />
        <span className="grow" />
        <span className="rule-sample" style={formatStyle(format)} aria-hidden="true">
          123
        </span>
      </div>
    </>
  );
}
