import { Plus, Upload } from 'lucide-react';
import { Button } from '../../ui/Button';
import { Panes } from '../../ui/Panes';

interface FirstStartProps {
  readonly onChoose: () => void;
  readonly onNew: () => void;
  readonly busy: boolean;
}

/** The catalogue without any workbook: says what to do first. */
export function FirstStart({ onChoose, onNew, busy }: FirstStartProps) {
  return (
    <div className="scrolls" style={{ position: 'relative' }} data-testid="catalogue-empty">
      <Panes x={742} y={-54} scale={1} />
      <div className="first">
        <h1 className="big">Nothing here yet.</h1>
        <p className="lead">
          Which Excel file goes round by mail most often in your department? Bring that one first. Everybody
          then works on the same copy.
        </p>
        <div className="target">
          <div className="grow">
            <h3>Drop Excel files here</h3>
            <p className="sm q">.xlsx .xlsm .xlsb .xls .ods .csv .tsv</p>
          </div>
          <Button onClick={onNew} busy={busy}>
            <Plus aria-hidden="true" />
            Empty workbook
          </Button>
          <Button look="sun" onClick={onChoose}>
            <Upload aria-hidden="true" />
            Choose files
          </Button>
        </div>
      </div>
    </div>
  );
}
