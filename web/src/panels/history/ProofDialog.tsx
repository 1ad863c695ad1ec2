import '../../styles/history.css';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { getKey, getProof } from '../../net/history';
import type { Proven } from '../../net/history';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { Dialog } from '../../ui/Dialog';
import { reasonOf } from './folded';

interface ProofDialogProps {
  readonly workbook: string;
  readonly proven: Proven;
  readonly title: string;
  readonly onClose: () => void;
}

interface Proof {
  readonly name: string;
  readonly url: string;
}

/** A file that shows to others who changed something and when, and how they check it. */
export function ProofDialog({ workbook, proven, title, onClose }: ProofDialogProps) {
  const [key, setKey] = useState<string | null>(null);
  const [proof, setProof] = useState<Proof | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = JSON.stringify(proven);

  useEffect(() => {
    let url: string | null = null;
    let gone = false;
    Promise.all([getProof(workbook, JSON.parse(asked) as Proven), getKey()]).then(
      ([{ file, name }, key]) => {
        if (gone) return;
        url = URL.createObjectURL(file);
        setProof({ name, url });
        setKey(key);
      },
      (cause: unknown) => {
        if (!gone) setProblem(`There is no proof of it. ${reasonOf(cause)}`);
      },
    );
    return () => {
      gone = true;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [workbook, asked]);

  const save = (): void => {
    if (proof === null) return;
    const link = document.createElement('a');
    link.href = proof.url;
    link.download = proof.name;
    link.click();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      testId="proof-dialog"
      title={title}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Close</Button>
          <Button look="sun" disabled={proof === null} onClick={save} data-testid="download-proof">
            <Download className="s" aria-hidden="true" />
            Download the proof
          </Button>
        </>
      }
    >
      <div className="content pad" aria-busy={proof === null && problem === null}>
        {problem !== null ? (
          <p role="alert">{problem}</p>
        ) : (
          <p>
            The file says what was changed, by whom and when, and is signed by this server. Whoever has it can
            check that nothing of it was altered since, without this server.
          </p>
        )}
        {proof !== null && key !== null && (
          <>
            <p className="m" style={{ margin: '12px 0 6px' }}>
              To check it, run this where Daylight is installed. The key should come from somebody you trust,
              not with the file.
            </p>
            <CopyLine text={`daylight verify-proof ${proof.name} --key ${key}`} testId="proof-command" />
          </>
        )}
      </div>
    </Dialog>
  );
}
