import { ArrowRight } from 'lucide-react';

interface OldNewProps {
  readonly address: string;
  /** Null: empty. */
  readonly old: string | null;
  readonly now: string | null;
}

/** The figure for a change, the same everywhere: address, old value, arrow, new value. */
export function OldNew({ address, old, now }: OldNewProps) {
  return (
    <div className="on2">
      <span className="addr num">{address}</span>
      <Figure old={old} now={now} />
    </div>
  );
}

/** Old value, arrow, new value. */
export function Figure({ old, now }: Omit<OldNewProps, 'address'>) {
  return (
    <>
      {old === null ? (
        <span className="q">empty</span>
      ) : (
        <del className="old" title={old}>
          {old}
        </del>
      )}
      <ArrowRight className="s" aria-label="became" />
      {now === null ? (
        <span className="q">empty</span>
      ) : (
        <ins className="new" style={{ textDecoration: 'none' }} title={now}>
          {now}
        </ins>
      )}
    </>
  );
}
