import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './Button';

/** A secret shown once, with a button that copies it. */
export function CopyLine({ text, testId }: { text: string; testId: string }) {
  const [copied, setCopied] = useState(false);
  const [refused, setRefused] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setRefused(true),
    );
  };
  return (
    <div className="secret">
      <span className="code" data-testid={testId}>
        {text}
      </span>
      {refused && <span className="sm q">Select it and copy it yourself.</span>}
      <Button size="small" onClick={copy} data-testid={`${testId}-copy`}>
        {copied ? <Check className="s" aria-hidden="true" /> : <Copy className="s" aria-hidden="true" />}
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
