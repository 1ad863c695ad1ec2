/** What rules look like, in small: for the list, the editor and the gallery. */
import type { CSSProperties } from 'react';
import { iconsOf } from '../../lib/iconSets';
import type { IconTone } from '../../lib/iconSets';
import type { RuleBody, RuleFormat } from '../../model/rule';

const TONES: Readonly<Record<IconTone, string>> = {
  good: 'var(--saved)',
  middle: 'var(--sun-line)',
  bad: 'var(--danger)',
  plain: 'var(--ref-1)',
  faint: 'var(--line-2)',
};

/** The icons of a set in a row, the highest first when turned round. */
export function IconRow({ set, reverse = false }: { readonly set: string; readonly reverse?: boolean }) {
  const icons = iconsOf(set);
  return (
    <span className="rule-icons" aria-hidden="true">
      {(reverse ? [...icons].reverse() : icons).map((parts, n) => (
        <svg key={n} viewBox="0 0 16 16" width="14" height="14">
          {parts.map(({ tone, path }) => (
            <path key={path} d={path} fill={TONES[tone]} fillRule="evenodd" />
          ))}
        </svg>
      ))}
    </span>
  );
}

/** One icon of a set. */
export function OneIcon({ set, index }: { readonly set: string; readonly index: number }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {(iconsOf(set)[index] ?? []).map(({ tone, path }) => (
        <path key={path} d={path} fill={TONES[tone]} fillRule="evenodd" />
      ))}
    </svg>
  );
}

export function formatStyle(format: RuleFormat): CSSProperties {
  const lines = [format.underline === true ? 'underline' : '', format.strike === true ? 'line-through' : ''];
  return {
    ...(format.fill === undefined ? {} : { background: format.fill, color: '#182033' }),
    ...(format.color === undefined ? {} : { color: format.color }),
    ...(format.bold === true ? { fontWeight: 600 } : {}),
    ...(format.italic === true ? { fontStyle: 'italic' } : {}),
    textDecoration: lines.join(' ').trim(),
  };
}

export function scaleStyle(colors: readonly string[]): CSSProperties {
  return { background: `linear-gradient(to right, ${colors.join(', ')})` };
}

export function barStyle(color: string, solid: boolean): CSSProperties {
  return {
    background: `linear-gradient(to right, ${color}, ${solid ? color : `${color}4d`}) no-repeat`,
    backgroundSize: '68% 100%',
  };
}

/** A small picture of what a rule does. */
export function Sample({ body }: { readonly body: RuleBody }) {
  if (body.kind === 'icons') {
    return (
      <span className="rule-sample">
        <OneIcon set={body.set} index={iconsOf(body.set).length - 1} />
        <OneIcon set={body.set} index={0} />
      </span>
    );
  }
  if (body.kind === 'scale') return <span className="rule-sample" style={scaleStyle(body.colors)} />;
  if (body.kind === 'bar') return <span className="rule-sample bar" style={barStyle(body.bar, body.solid)} />;
  return (
    <span className="rule-sample" style={formatStyle(body.format)} aria-hidden="true">
      123
    </span>
  );
}
