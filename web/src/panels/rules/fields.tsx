/** Small fields that several kinds of rules share. */
import { useEffect, useRef } from 'react';
import { hasNumber } from '../../model/rule';
import type { Point } from '../../model/rule';
import { PickMenu } from '../../ui/PickMenu';
import { TextField } from '../../ui/TextField';

interface CheckProps {
  readonly text: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Check({ text, on, onChange }: CheckProps) {
  return (
    <label className="rule-check">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      <span>{text}</span>
    </label>
  );
}

interface ValueFieldProps {
  readonly label: string;
  readonly text: string;
  readonly placeholder: string;
  /** Takes the keyboard when it appears. */
  readonly focus?: boolean;
  readonly onText: (text: string) => void;
  readonly testId: string;
}

/** A constant, or a formula behind `=`. */
export function ValueField({ label, text, placeholder, focus, onText, testId }: ValueFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const first = useRef(focus === true);
  useEffect(() => {
    if (first.current) input.current?.focus();
  }, []);
  return (
    <TextField
      ref={input}
      label={label}
      value={text}
      placeholder={placeholder}
      spellCheck={false}
      style={text.startsWith('=') ? { fontFamily: 'var(--font-code)' } : {}}
      data-testid={testId}
      onChange={(event) => onText(event.target.value)}
    />
  );
}

const POINT_WORDS: Readonly<Record<Point, string>> = {
  min: 'Smallest number',
  max: 'Largest number',
  number: 'Number',
  percent: 'Percent',
  percentile: 'Percentile',
};

interface PointFieldProps {
  readonly label: string;
  readonly point: Point | 'none';
  readonly offers: readonly (Point | 'none')[];
  /** Words for the smallest or largest number, where it means more than that. */
  readonly extreme?: string;
  readonly text: string;
  readonly onPoint: (point: Point | 'none') => void;
  readonly onText: (text: string) => void;
  readonly testId: string;
}

/** Where a colour, a bar's end or an icon begins. */
export function PointField(props: PointFieldProps) {
  const { label, point, offers, extreme, text, onPoint, onText, testId } = props;
  const wordsOf = (each: Point | 'none'): string => {
    if (each === 'none') return 'None';
    return extreme !== undefined && !hasNumber(each) ? extreme : POINT_WORDS[each];
  };
  return (
    <>
      <PickMenu
        label={label}
        line
        value={point}
        options={offers.map((value) => ({ value, text: wordsOf(value) }))}
        onChange={onPoint}
        testId={testId}
      />
      {point !== 'none' && hasNumber(point) && (
        <span className="field small">
          <input
            value={text}
            aria-label={`${label}: ${POINT_WORDS[point].toLowerCase()}`}
            placeholder="0 or =A1"
            spellCheck={false}
            autoComplete="off"
            data-testid={`${testId}-value`}
            onChange={(event) => onText(event.target.value)}
          />
        </span>
      )}
    </>
  );
}
