import { useEffect, useState } from 'react';
import { takeKept } from '../../net/kept';
import type { KeptEdit } from '../../net/kept';
import { count } from '../../ui/words';
import { useMe } from '../session';
import { CopyEdits } from './HeldBanner';

/** What was taken off this device, while the page that shows it stands. */
const taken = new Map<string, Promise<readonly KeptEdit[]>>();

function take(user: string, workbook: string): Promise<readonly KeptEdit[]> {
  const key = `${user}/${workbook}`;
  const known = taken.get(key);
  if (known !== undefined) return known;
  // Where nothing can be read, nothing was kept.
  const edits = takeKept(user, workbook).catch(() => []);
  taken.set(key, edits);
  return edits;
}

/**
 * Edits that never left this device, of a workbook that its person may not open any more: they are taken off the
 * device, and offered for copying as long as the page is open.
 */
export function LeftEdits({ workbook }: { workbook: string }) {
  const user = useMe()?.id ?? null;
  const [edits, setEdits] = useState<readonly KeptEdit[]>([]);
  useEffect(() => {
    if (user === null) return;
    let gone = false;
    void take(user, workbook).then((found) => {
      if (!gone) setEdits(found);
    });
    return () => {
      gone = true;
    };
  }, [user, workbook]);
  if (edits.length === 0) return null;
  return (
    <div className="row left-edits" role="status" data-testid="left-edits">
      <p className="sm">
        {count(edits.length, 'edit')} that you made here without a connection{' '}
        {edits.length === 1 ? 'was' : 'were'} not saved. This page is the last place that has{' '}
        {edits.length === 1 ? 'it' : 'them'}.
      </p>
      <CopyEdits edits={edits} />
    </div>
  );
}
