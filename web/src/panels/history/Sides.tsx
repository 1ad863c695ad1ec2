import type { ReactNode } from 'react';

interface SidesProps {
  /** Null: empty. */
  readonly left: string | null;
  readonly right: string | null;
  /** Old and new: the left one is struck. Else both stand as they are. */
  readonly plain?: boolean;
}

/** Two values side by side; those of all lines stand below each other. */
export function Sides({ left, right, plain = false }: SidesProps) {
  return (
    <span className="sides">
      <Side value={left}>
        {plain ? (
          <span className="side-value">{left}</span>
        ) : (
          <del className="old" title={left ?? undefined}>
            {left}
          </del>
        )}
      </Side>
      <span className="vh">{plain ? ', ' : ' became '}</span>
      <Side value={right}>
        {plain ? (
          <span className="side-value">{right}</span>
        ) : (
          <ins className="new" style={{ textDecoration: 'none' }} title={right ?? undefined}>
            {right}
          </ins>
        )}
      </Side>
    </span>
  );
}

function Side({ value, children }: { readonly value: string | null; readonly children: ReactNode }) {
  return <span className="one">{value === null ? <span className="q">empty</span> : children}</span>;
}

/** What the two columns are. */
export function SidesHead({ left, right }: { readonly left: ReactNode; readonly right: ReactNode }) {
  return (
    <div className="sides-head xs q" data-testid="sides-head">
      <span className="cut">{left}</span>
      <span className="cut">{right}</span>
    </div>
  );
}
