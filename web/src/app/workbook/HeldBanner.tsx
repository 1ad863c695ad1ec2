import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { OpenWorkbook } from '../../model/open';
import type { HeldEdit } from '../../model/view';
import { Button } from '../../ui/Button';
import { count } from '../../ui/words';
import { useMyself, useNews } from './useView';

/** Edits made here that could not be applied: says why, and what may become of them. */
export function HeldBanner({ opened }: { opened: OpenWorkbook }) {
  const { view } = opened;
  useNews(view, 'save');
  useMyself(view);
  const { held } = view;
  if (held.length === 0 || view.save.kind === 'refused') return null;
  const were = held.length === 1 ? 'was' : 'were';
  return (
    <div className="banner wait" role="status" data-testid="banner-held">
      <TriangleAlert aria-hidden="true" />
      <div className="grow">
        <b>
          {count(held.length, 'edit')} of yours {were} not applied.
        </b>{' '}
        {why(held[0]?.held ?? null)}
      </div>
      <CopyEdits edits={held} />
      {!view.readOnly && (
        <Button size="small" onClick={() => opened.tryAgain()} data-testid="held-again">
          Make {held.length === 1 ? 'it' : 'them'} again
        </Button>
      )}
      <Button size="small" look="danger" onClick={() => opened.forget()} data-testid="held-forget">
        Delete {held.length === 1 ? 'it' : 'them'}
      </Button>
    </div>
  );
}

const REASONS: Readonly<Record<string, string>> = {
  'read-only': 'You may only view this workbook now.',
  'too-large': 'The server takes no change as large as that.',
};

function why(code: string | null): string {
  return `${REASONS[code ?? ''] ?? 'The server did not accept all of it.'} What you typed is still on this device.`;
}

/** Copies what was typed, with its addresses. */
export function CopyEdits({ edits }: { edits: readonly HeldEdit[] }) {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  const text = edits
    .map((edit) => edit.text)
    .filter((lines) => lines !== '')
    .join('\n');
  if (text === '') return null;
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  if (state === 'refused')
    return <textarea className="field kept" readOnly aria-label="What you typed" value={text} rows={3} />;
  return (
    <Button size="small" onClick={copy} data-testid="held-copy">
      {state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      {state === 'copied' ? 'Copied' : `Copy ${count(edits.length, 'unsaved edit')}`}
    </Button>
  );
}
