import '../../../styles/tables.css';
import { useRef, useState } from 'react';
import type { ReactNode, RefObject, SyntheticEvent } from 'react';
import { lookSample } from '../../../grid/draw/tableLook';
import type { Area, WorkbookView } from '../../../model/view';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextField } from '../../../ui/TextField';
import { areaName, placeOf } from '../address';
import { looksLikeHeadings } from './headings';
import { LOOKS, NO_LOOK } from './looks';
import type { TableAsk } from './useTables';

interface TableDialogProps {
  readonly view: WorkbookView;
  readonly ask: TableAsk;
  readonly onClose: () => void;
}

export function TableDialog({ view, ask, onClose }: TableDialogProps) {
  return ask.kind === 'make' ? (
    <MakeDialog view={view} sheet={ask.sheet} area={ask.area} onClose={onClose} />
  ) : (
    <ChangeDialog view={view} table={ask.table} onClose={onClose} />
  );
}

function areaIn(view: WorkbookView, sheetId: string, text: string): Area | null {
  const sheet = view.sheet(sheetId);
  const place = sheet === undefined ? null : placeOf(text, view, sheet);
  return place?.sheet.id === sheetId && place.areas.length === 1 ? place.areas[0] : null;
}

const NO_RANGE = 'Write a range of this sheet, such as A1:D20.';

interface ShellProps {
  readonly title: string;
  readonly first: RefObject<HTMLInputElement | null>;
  /** What the button says that does it, and under which name tests find it. */
  readonly act: readonly [text: string, testId: string];
  readonly ready: boolean;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form about a table, with its two buttons. */
function Shell({ title, first, act, ready, onAct, onClose, children }: ShellProps) {
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (ready) onAct();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      narrow
      first={first}
      testId="table-dialog"
      title={title}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button look="sun" type="submit" form="table-form" disabled={!ready} data-testid={act[1]}>
            {act[0]}
          </Button>
        </>
      }
    >
      <form id="table-form" className="content pad table-form" onSubmit={submit}>
        {children}
      </form>
    </Dialog>
  );
}

interface RangeFieldProps {
  readonly range: string;
  /** It names no cells of the sheet. */
  readonly none: boolean;
  readonly problem: string | null;
  readonly first?: RefObject<HTMLInputElement | null>;
  readonly onRange: (range: string) => void;
}

function RangeField({ range, none, problem, first, onRange }: RangeFieldProps) {
  return (
    <TextField
      ref={first}
      label="Range"
      value={range}
      spellCheck={false}
      problem={none ? NO_RANGE : problem}
      data-testid="table-range"
      onChange={(event) => onRange(event.target.value)}
    />
  );
}

interface MakeDialogProps {
  readonly view: WorkbookView;
  readonly sheet: string;
  readonly area: Area;
  readonly onClose: () => void;
}

/** Range, headings and name of a new table. */
function MakeDialog({ view, sheet: sheetId, area, onClose }: MakeDialogProps) {
  const sheet = view.sheet(sheetId);
  const { table } = view.commands;
  const [range, setRange] = useState(() => (sheet === undefined ? '' : areaName(area, sheet)));
  const [name, setName] = useState(() => table.freeName());
  const [header, setHeader] = useState(() => sheet !== undefined && looksLikeHeadings(sheet, area));
  const [problem, setProblem] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const chosen = areaIn(view, sheetId, range);
  const nameProblem = table.nameProblem(name, null);

  const make = (): void => {
    if (chosen === null) return;
    const refused = table.make(sheetId, chosen, { header, name });
    if (refused === null) onClose();
    else setProblem(refused);
  };
  return (
    <Shell
      title="Make a table"
      first={first}
      act={['Make the table', 'table-make']}
      ready={chosen !== null && nameProblem === null}
      onAct={make}
      onClose={onClose}
    >
      <RangeField
        range={range}
        none={chosen === null}
        problem={problem}
        first={first}
        onRange={(text) => {
          setRange(text);
          setProblem(null);
        }}
      />
      <label className="table-check">
        <input
          type="checkbox"
          checked={header}
          data-testid="table-headings"
          onChange={(event) => setHeader(event.target.checked)}
        />
        The first row has headings
      </label>
      <TextField
        label="Name in formulas"
        value={name}
        problem={nameProblem}
        hint={`Write =SUM(${name}[…]) to use a column.`}
        data-testid="table-name"
        onChange={(event) => setName(event.target.value.trim())}
      />
    </Shell>
  );
}

interface ChangeDialogProps {
  readonly view: WorkbookView;
  readonly table: string;
  readonly onClose: () => void;
}

/** Name, range, totals and look of a table that is there. */
function ChangeDialog({ view, table: id, onClose }: ChangeDialogProps) {
  const table = view.tables().find((each) => each.id === id);
  const sheet = table === undefined ? undefined : view.sheet(table.sheet);
  const before = table === undefined || sheet === undefined ? '' : areaName(table.area, sheet);
  const [name, setName] = useState(table?.name ?? '');
  const [range, setRange] = useState(before);
  const [totals, setTotals] = useState(table?.totals ?? false);
  const [style, setStyle] = useState(table?.style ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const { commands } = view;
  const nameProblem = commands.table.nameProblem(name, id);
  const chosen = table === undefined ? null : areaIn(view, table.sheet, range);

  const save = (): void => {
    if (table === undefined || chosen === null) return;
    commands.together(() => {
      const refused = range === before ? null : commands.table.resize(id, chosen);
      if (refused !== null) {
        setProblem(refused);
        return;
      }
      if (name !== table.name) commands.table.rename(id, name);
      if (style !== table.style) commands.table.style(id, style);
      if (totals !== table.totals) commands.table.showTotals(id, totals);
      onClose();
    });
  };
  return (
    <Shell
      title={table === undefined ? 'This table is gone' : `Table ${table.name}`}
      first={first}
      act={['Save', 'table-save']}
      ready={chosen !== null && nameProblem === null}
      onAct={save}
      onClose={onClose}
    >
      <TextField
        ref={first}
        label="Name in formulas"
        value={name}
        problem={nameProblem}
        data-testid="table-name"
        onChange={(event) => setName(event.target.value.trim())}
      />
      <RangeField
        range={range}
        none={chosen === null}
        problem={problem}
        onRange={(text) => {
          setRange(text);
          setProblem(null);
        }}
      />
      <label className="table-check">
        <input
          type="checkbox"
          checked={totals}
          data-testid="table-totals"
          onChange={(event) => setTotals(event.target.checked)}
        />
        A row of totals at the end
      </label>
      <fieldset className="table-looks">
        <legend className="label">Look</legend>
        <div className="table-look-grid">
          {[...LOOKS.flat(), NO_LOOK].map((look) => (
            <label key={look.style} className="table-look" data-tip={look.name}>
              <input
                type="radio"
                name="table-look"
                aria-label={look.name}
                checked={style === look.style}
                onChange={() => setStyle(look.style)}
              />
              {lookSample(look.style).map((fill, i) => (
                <span key={i} style={fill === null ? undefined : { background: fill }} />
              ))}
            </label>
          ))}
        </div>
      </fieldset>
    </Shell>
  );
}
