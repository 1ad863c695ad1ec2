import { useLayoutEffect, useRef } from 'react';
import { argumentName, signatureParts } from '../../grid/formula/signature';
import type { FunctionArgument, FunctionEntry } from '../../grid/formula/functions';
import { Link } from '../navigation';
import { functionPath } from '../routes';

interface FunctionRowProps {
  readonly entry: FunctionEntry;
  /** The address names it: its arguments are told one by one. */
  readonly open: boolean;
  /** Where all groups are shown together. */
  readonly withCategory: boolean;
}

/** A function: how it is written, what it does, and its arguments when the address names it. */
export function FunctionRow({ entry, open, withCategory }: FunctionRowProps) {
  const row = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (!open || row.current === null) return;
    const { top, bottom } = row.current.getBoundingClientRect();
    const inSight = bottom > 0 && top < window.innerHeight;
    row.current.scrollIntoView({ block: inSight ? 'nearest' : 'center' });
  }, [open]);

  return (
    <li className={`fn${open ? ' open' : ''}`} id={entry.name} ref={row} data-testid="function">
      <h2 className="fn-signature">
        {/* The open one closes, so that a second press takes back the first. */}
        <Link
          className="plain"
          to={open ? functionPath() : functionPath(entry.name)}
          aria-expanded={open}
          data-function-link=""
        >
          <Signature entry={entry} />
        </Link>
      </h2>
      <p className="fn-about">
        <About entry={entry} />
      </p>
      {withCategory && <span className="fn-category">{entry.category}</span>}
      {open && <Arguments entry={entry} />}
    </li>
  );
}

function Signature({ entry }: { entry: FunctionEntry }) {
  return signatureParts(entry).map(({ text, argument }, index) =>
    index === 0 ? (
      <span key={index}>
        <b>{entry.name}</b>(
      </span>
    ) : (
      <span key={index} className={argument === null ? undefined : 'fn-name'}>
        {text}
      </span>
    ),
  );
}

/** The line about it; an old name leads to its successors. */
function About({ entry }: { entry: FunctionEntry }) {
  if (entry.category !== 'Compatibility') return entry.about;
  return entry.about.split(/([A-Z][A-Z0-9.]+[A-Z0-9])/).map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <Link key={index} to={functionPath(piece)} className="code">
        {piece}
      </Link>
    ),
  );
}

function rights({ optional, repeats }: FunctionArgument): string {
  if (repeats === true) return 'as often as needed';
  return optional === true ? 'may be left out' : '';
}

function Arguments({ entry }: { entry: FunctionEntry }) {
  if (entry.args.length === 0) return <p className="fn-none">It takes no arguments.</p>;
  return (
    <dl className="fn-args">
      {entry.args.map((argument) => (
        <div key={argument.name}>
          <dt className="code">{argumentName(argument, 0)}</dt>
          <dd>
            {argument.about}
            {rights(argument) !== '' && <span className="tag line">{rights(argument)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
