import '../../styles/chart.css';
import {
  ChartArea,
  ChartBar,
  ChartColumn,
  ChartLine,
  ChartPie,
  ChartScatter,
  ChartColumnIncreasing,
  CircleDashed,
  X,
} from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ChartKind, ChartLook } from '../../model/chart';
import { MAX_TITLE } from '../../model/chart';
import type { ChartPatch, ChartView } from '../../model/view';
import { Button } from '../../ui/Button';
import type { IconType } from '../../ui/menuEntries';
import { PickMenu } from '../../ui/PickMenu';
import { Segmented } from '../../ui/Segmented';
import { TextField } from '../../ui/TextField';

type LookPatch = NonNullable<ChartPatch['look']>;

interface ChartPanelProps {
  readonly chart: ChartView;
  /** Its range as an address. */
  readonly range: string;
  /** Names of the series, as far as they matter here. */
  readonly series: readonly string[];
  readonly mayEdit: boolean;
  readonly onChange: (patch: ChartPatch) => void;
  /** Takes another range; a sentence when it is none. */
  readonly onRange: (text: string) => string | null;
  /** Takes the range that is selected in the grid. */
  readonly onSelection: () => void;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

const KINDS: readonly (readonly [ChartKind, string, IconType])[] = [
  ['column', 'Column', ChartColumn],
  ['bar', 'Bar', ChartBar],
  ['line', 'Line', ChartLine],
  ['area', 'Area', ChartArea],
  ['pie', 'Pie', ChartPie],
  ['doughnut', 'Doughnut', CircleDashed],
  ['scatter', 'Scatter', ChartScatter],
  ['combo', 'Combined', ChartColumnIncreasing],
];

/** What can be set about a chart. Everything acts at once and can be undone. */
export function ChartPanel(props: ChartPanelProps) {
  const { chart, mayEdit, onChange, onClose } = props;
  return (
    <aside className="side chart-side" aria-label="Chart" data-testid="chart-panel">
      <header>
        <h2 className="grow">Chart</h2>
        <Button
          look="quiet"
          size="small"
          icon
          aria-label="Close the chart’s settings"
          onClick={onClose}
          data-testid="close-chart-panel"
        >
          <X />
        </Button>
      </header>
      <fieldset className="chart-set" disabled={!mayEdit}>
        <Kinds kind={chart.look.kind} onKind={(kind) => onChange({ look: kindChange(kind, chart.look) })} />
        <Data {...props} />
        <Looks {...props} />
        <Button
          look="quiet"
          size="small"
          onClick={props.onDelete}
          data-testid="delete-chart"
          extra="danger-quiet"
        >
          Delete the chart
        </Button>
      </fieldset>
    </aside>
  );
}

/** What goes along when another kind is picked. */
function kindChange(kind: ChartKind, look: ChartLook): LookPatch {
  const isRound = (each: ChartKind): boolean => each === 'pie' || each === 'doughnut';
  const turns = isRound(kind) !== isRound(look.kind);
  return {
    kind,
    ...(turns && (isRound(kind) || look.legend === 'right')
      ? { legend: isRound(kind) ? 'right' : 'bottom' }
      : {}),
    ...(kind === 'combo' && (look.lines ?? '') === '' ? { lines: '1' } : {}),
    ...(kind === 'scatter' ? { stack: undefined } : {}),
  };
}

function Kinds({ kind, onKind }: { readonly kind: ChartKind; readonly onKind: (kind: ChartKind) => void }) {
  return (
    <div className="chart-kinds" role="radiogroup" aria-label="Kind of chart">
      {KINDS.map(([value, text, Icon]) => (
        <button
          key={value}
          type="button"
          role="radio"
          aria-checked={value === kind}
          onClick={() => onKind(value)}
          data-testid={`chart-kind-${value}`}
        >
          <Icon aria-hidden="true" />
          {text}
        </button>
      ))}
    </div>
  );
}

function Data({ chart, range, series, onChange, onRange, onSelection }: ChartPanelProps) {
  const { look } = chart;
  const change = (part: LookPatch): void => onChange({ look: part });
  const rows = look.by === 'rows';
  return (
    <section>
      <h3>Data</h3>
      <RangeField key={range} range={range} onRange={onRange} />
      <Button size="small" onClick={onSelection} data-testid="chart-take-selection">
        Take the selected cells
      </Button>
      <Segmented
        label="Each series is"
        value={look.by ?? 'cols'}
        options={[
          { value: 'cols', text: 'A column' },
          { value: 'rows', text: 'A row' },
        ]}
        onChange={(by) => change({ by })}
      />
      <Check
        on={look.heads === true}
        onChange={(heads) => change({ heads })}
        text={rows ? 'The first column names the series' : 'The first row names the series'}
      />
      <Check
        on={look.labels === true}
        onChange={(labels) => change({ labels })}
        text={
          look.kind === 'scatter'
            ? `The first ${rows ? 'row' : 'column'} holds the x values`
            : `The first ${rows ? 'row' : 'column'} holds the labels`
        }
      />
      {look.kind === 'combo' && <Lines look={look} series={series} onChange={change} />}
    </section>
  );
}

/** Which series of a combined chart are lines. */
function Lines({
  look,
  series,
  onChange,
}: {
  readonly look: ChartLook;
  readonly series: readonly string[];
  readonly onChange: (part: LookPatch) => void;
}) {
  const chosen = new Set((look.lines ?? '').split(',').filter(Boolean));
  return (
    <div role="group" aria-label="Drawn as lines">
      <p className="label">Drawn as lines</p>
      {series.map((name, n) => (
        <Check
          key={`${String(n)} ${name}`}
          text={name}
          on={chosen.has(String(n))}
          onChange={(on) => {
            const next = series
              .map((_, at) => String(at))
              .filter((at) => (at === String(n) ? on : chosen.has(at)));
            onChange({ lines: next.join(',') });
          }}
        />
      ))}
    </div>
  );
}

function Looks({ chart, onChange }: ChartPanelProps) {
  const { look } = chart;
  const change = (part: LookPatch): void => onChange({ look: part });
  const round = look.kind === 'pie' || look.kind === 'doughnut';
  const lines = look.kind === 'line' || look.kind === 'area' || look.kind === 'combo';
  return (
    <section>
      <h3>Look</h3>
      <Words label="Title" value={look.title} onSay={(title) => change({ title })} testId="chart-title" />
      {!round && (
        <>
          <Words label="Title of the x axis" value={look.xTitle} onSay={(xTitle) => change({ xTitle })} />
          <Words label="Title of the y axis" value={look.yTitle} onSay={(yTitle) => change({ yTitle })} />
        </>
      )}
      <Row label="Legend">
        <PickMenu
          label="Legend"
          line
          value={look.legend ?? 'bottom'}
          options={[
            { value: 'none', text: 'None' },
            { value: 'top', text: 'Above' },
            { value: 'right', text: 'At the right' },
            { value: 'bottom', text: 'Below' },
            { value: 'left', text: 'At the left' },
          ]}
          onChange={(legend) => change({ legend })}
          testId="chart-legend"
        />
      </Row>
      {!round && look.kind !== 'scatter' && (
        <Row label="Stacking">
          <PickMenu
            label="Stacking"
            line
            value={look.stack ?? 'none'}
            options={[
              { value: 'none', text: 'Side by side' },
              { value: 'stacked', text: 'Stacked' },
              { value: 'percent', text: 'Stacked to 100%' },
            ]}
            onChange={(stack) => change({ stack })}
            testId="chart-stack"
          />
        </Row>
      )}
      {lines && (
        <Check on={look.smooth === true} onChange={(smooth) => change({ smooth })} text="Smooth lines" />
      )}
    </section>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="chart-row">
      <span>{label}</span>
      {children}
    </div>
  );
}

interface CheckProps {
  readonly text: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function Check({ text, on, onChange }: CheckProps) {
  return (
    <label className="chart-check">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      <span>{text}</span>
    </label>
  );
}

interface WordsProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onSay: (text: string) => void;
  readonly testId?: string;
}

/** A text that counts when the field is left or Enter is pressed, so that it is one step of undo. */
function Words({ label, value = '', onSay, testId }: WordsProps) {
  const [text, setText] = useState<string | null>(null);
  const say = (): void => {
    if (text !== null && text.trim() !== value) onSay(text.trim());
    setText(null);
  };
  return (
    <TextField
      label={label}
      value={text ?? value}
      maxLength={MAX_TITLE}
      data-testid={testId}
      onChange={(event) => setText(event.target.value)}
      onBlur={say}
      onKeyDown={(event) => {
        if (event.key === 'Enter') say();
        if (event.key === 'Escape' && text !== null) {
          event.stopPropagation();
          setText(null);
        }
      }}
    />
  );
}

function RangeField({
  range,
  onRange,
}: {
  readonly range: string;
  readonly onRange: ChartPanelProps['onRange'];
}) {
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = (): void => {
    if (text === null) return;
    const wrong = text.trim() === range ? null : onRange(text.trim());
    setProblem(wrong);
    if (wrong === null) setText(null);
  };
  return (
    <TextField
      label="Range"
      value={text ?? range}
      problem={problem}
      spellCheck={false}
      data-testid="chart-range"
      onChange={(event) => {
        setText(event.target.value);
        setProblem(null);
      }}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
