import type { Point, RuleBody } from '../../model/rule';
import { BARS, ICON_NAMES, iconsOf, SCALES, scaleOf, SETS } from '../../model/rule-presets';
import { Segmented } from '../../ui/Segmented';
import { Check, PointField } from './fields';
import type { ColourField } from './panel';
import type { Said } from './RuleEditor';
import { barStyle, IconRow, OneIcon, scaleStyle } from './samples';

interface FieldsProps {
  readonly said: Said;
  readonly colour: ColourField;
  readonly onChange: (said: Said) => void;
}

function placed<T>(list: readonly T[], at: number, value: T): readonly T[] {
  return list.map((each, n) => (n === at ? value : each));
}

/** A number for a point that had none. */
function startOf(point: Point | 'none', text: string, at: number, count: number): string {
  if (point === 'none' || point === 'min' || point === 'max') return '';
  return text === '' ? String(Math.round((at * 100) / Math.max(1, count - 1))) : text;
}

const LOW: readonly Point[] = ['min', 'number', 'percent', 'percentile'];
const HIGH: readonly Point[] = ['max', 'number', 'percent', 'percentile'];
const MIDDLE: readonly (Point | 'none')[] = ['none', 'number', 'percent', 'percentile'];

/** A fill between two or three colours, by the number. */
export function ScaleFields({ said, colour: Colour, onChange }: FieldsProps) {
  const { body, operands } = said;
  if (body.kind !== 'scale') return null;
  const three = body.points.length === 3;
  const lines = three ? (['Smallest', 'Middle', 'Largest'] as const) : (['Smallest', 'Largest'] as const);
  const setMiddle = (point: Point | 'none'): void => {
    const [first, last] = [body.points[0] ?? 'min', body.points.at(-1) ?? 'max'];
    const [from, to] = [body.colors[0] ?? '#ffffff', body.colors.at(-1) ?? '#57bb8a'];
    const [a, b] = [operands[0] ?? '', operands[body.points.length - 1] ?? ''];
    if (point === 'none') {
      onChange({ body: { ...body, points: [first, last], colors: [from, to] }, operands: [a, b] });
    } else {
      const middle = three ? (body.colors[1] ?? '#ffffff') : '#ffffff';
      const text = startOf(point, three ? (operands[1] ?? '') : '', 1, 3);
      onChange({
        body: { ...body, points: [first, point, last], colors: [from, middle, to] },
        operands: [a, text, b],
      });
    }
  };
  const setPoint = (at: number, point: Point | 'none'): void => {
    if (point === 'none' || (three && at === 1)) setMiddle(point);
    else {
      const text = startOf(point, operands[at] ?? '', at, body.points.length);
      onChange({
        body: { ...body, points: placed(body.points, at, point) },
        operands: placed(operands, at, text),
      });
    }
  };
  return (
    <section>
      <div className="rule-presets" role="group" aria-label="Colour scales">
        {SCALES.map(({ id, name, colors }) => (
          <button
            key={id}
            type="button"
            aria-label={name}
            aria-pressed={colors.join() === body.colors.join()}
            data-tip={name}
            style={scaleStyle(colors)}
            onClick={() => onChange(scaleOf(colors))}
          />
        ))}
      </div>
      {lines.map((line, at) => (
        <div className="rule-point" key={line} role="group" aria-label={line}>
          <span className="rule-line">{line}</span>
          <PointField
            label={`${line} point`}
            point={body.points[at] ?? 'min'}
            offers={at === 0 ? LOW : line === 'Middle' ? MIDDLE : HIGH}
            text={operands[at] ?? ''}
            onPoint={(point) => setPoint(at, point)}
            onText={(text) => onChange({ body, operands: placed(operands, at, text) })}
            testId={`rule-point-${at}`}
          />
          <Colour
            label={`Colour: ${line.toLowerCase()}`}
            value={body.colors[at] ?? null}
            onPick={(color) =>
              color !== null &&
              onChange({ body: { ...body, colors: placed(body.colors, at, color) }, operands })
            }
            testId={`rule-scale-color-${at}`}
          />
        </div>
      ))}
      {!three && (
        <div className="rule-point">
          <span className="rule-line">Middle</span>
          <PointField
            label="Middle point"
            point="none"
            offers={MIDDLE}
            text=""
            onPoint={setMiddle}
            onText={() => undefined}
            testId="rule-point-middle"
          />
        </div>
      )}
      <span className="rule-scale" style={scaleStyle(body.colors)} aria-hidden="true" />
    </section>
  );
}

/** A bar as long as the number. */
export function BarFields({ said, colour: Colour, onChange }: FieldsProps) {
  const { body, operands } = said;
  if (body.kind !== 'bar') return null;
  const change = (part: Partial<Extract<RuleBody, { kind: 'bar' }>>): void =>
    onChange({ body: { ...body, ...part }, operands });
  return (
    <section>
      <div className="rule-presets" role="group" aria-label="Colours of bars">
        {BARS.map(({ id, name, color }) => (
          <button
            key={id}
            type="button"
            className="bar"
            aria-label={name}
            aria-pressed={color === body.bar}
            data-tip={name}
            style={barStyle(color, body.solid)}
            onClick={() => change({ bar: color })}
          />
        ))}
      </div>
      <div className="rule-point">
        <Segmented
          label="Fill of the bar"
          value={body.solid ? 'solid' : 'fading'}
          options={[
            { value: 'fading', text: 'Fading' },
            { value: 'solid', text: 'Solid' },
          ]}
          onChange={(fill) => change({ solid: fill === 'solid' })}
        />
        <span className="grow" />
        <Colour
          label="Colour of the bar"
          value={body.bar}
          onPick={(color) => color !== null && change({ bar: color })}
          testId="rule-bar-color"
        />
      </div>
      {(['From', 'To'] as const).map((line, at) => (
        <div className="rule-point" key={line} role="group" aria-label={line}>
          <span className="rule-line">{line}</span>
          <PointField
            label={at === 0 ? 'The shortest bar' : 'The longest bar'}
            // Bars begin at zero, unless there are negative numbers.
            extreme="Automatic"
            point={body.points[at] ?? 'min'}
            offers={at === 0 ? LOW : HIGH}
            text={operands[at] ?? ''}
            onPoint={(point) => {
              if (point === 'none') return;
              onChange({
                body: { ...body, points: placed(body.points, at, point) },
                operands: placed(operands, at, startOf(point, operands[at] ?? '', at, 2)),
              });
            }}
            onText={(text) => onChange({ body, operands: placed(operands, at, text) })}
            testId={`rule-point-${at}`}
          />
        </div>
      ))}
      <Check on={body.bare} text="Without the number" onChange={(bare) => change({ bare })} />
    </section>
  );
}

/** An icon by how large the number is. */
export function IconFields({ said, onChange }: FieldsProps) {
  const { body, operands } = said;
  if (body.kind !== 'icons') return null;
  const change = (part: Partial<Extract<RuleBody, { kind: 'icons' }>>): void =>
    onChange({ body: { ...body, ...part }, operands });
  const count = body.points.length + 1;
  const iconAt = (level: number): number => (body.reverse ? count - 1 - level : level);
  // The highest first, as people read a scale from its top.
  const levels = body.points.map((_, n) => n).reverse();
  return (
    <section>
      <div className="rule-sets" role="group" aria-label="Sets of icons">
        {SETS.map((set) => (
          <button
            key={set}
            type="button"
            aria-label={ICON_NAMES[set]}
            aria-pressed={set === body.set}
            data-tip={ICON_NAMES[set]}
            data-testid={`rule-set-${set}`}
            onClick={() => {
              const fresh = iconsOf(set);
              const same = fresh.body.kind === 'icons' && fresh.body.points.length === body.points.length;
              if (same) change({ set });
              else if (fresh.body.kind === 'icons')
                onChange({ ...fresh, body: { ...fresh.body, reverse: body.reverse, bare: body.bare } });
            }}
          >
            <IconRow set={set} reverse={body.reverse} />
          </button>
        ))}
      </div>
      {levels.map((n) => (
        <div className="rule-point" key={n} role="group" aria-label={`Icon ${String(count - n - 1)}`}>
          <OneIcon set={body.set} index={iconAt(n + 1)} />
          <span className="sm q">from</span>
          <PointField
            label={`Point of icon ${String(n + 2)}`}
            point={body.points[n] ?? 'percent'}
            offers={['percent', 'number', 'percentile']}
            text={operands[n] ?? ''}
            onPoint={(point) => point !== 'none' && change({ points: placed(body.points, n, point) })}
            onText={(text) => onChange({ body, operands: placed(operands, n, text) })}
            testId={`rule-icon-${n}`}
          />
        </div>
      ))}
      <div className="rule-point">
        <OneIcon set={body.set} index={iconAt(0)} />
        <span className="sm q">below that</span>
      </div>
      <Check on={body.reverse} text="The other way round" onChange={(reverse) => change({ reverse })} />
      <Check on={body.bare} text="Without the number" onChange={(bare) => change({ bare })} />
    </section>
  );
}
