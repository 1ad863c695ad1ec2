import { Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { COMMAND_IDS, command } from '../../grid/commands';
import type { CommandGroup } from '../../grid/commands';
import { Dialog } from '../../ui/Dialog';
import { folded } from '../catalogue/cards';
import type { Act } from './acts';
import { shownKeys } from './keys';

interface Line {
  readonly text: string;
  readonly keys: readonly string[];
}

const GROUPS: readonly (readonly [CommandGroup, string])[] = [
  ['edit', 'Edit'],
  ['format', 'Look'],
  ['structure', 'Rows and columns'],
  ['select', 'Select'],
  ['move', 'Move'],
  ['sheet', 'Sheets'],
  ['view', 'View'],
];

/** Keys that hold while something is typed, or go round the page. */
const TYPING: readonly Line[] = [
  { text: 'Break the line', keys: ['Alt+Enter'] },
  { text: 'Fill the selection with what is typed', keys: ['Mod+Enter'] },
  { text: 'Turn the dollars of a reference', keys: ['F4'] },
  { text: 'Call the typing off', keys: ['Escape'] },
  { text: 'Take the offered function', keys: ['Tab'] },
  { text: 'More about the function', keys: ['F1'] },
];
const AROUND: readonly Line[] = [
  { text: 'Next part of the page', keys: ['F6'] },
  { text: 'Part of the page before', keys: ['Shift+F6'] },
  { text: 'Menu of the cell', keys: ['Shift+F10'] },
];

function sections(acts: readonly Act[]): readonly (readonly [string, readonly Line[]])[] {
  const page = acts.flatMap(({ text, keys = [] }): readonly Line[] =>
    keys.length === 0 ? [] : [{ text: text.replace(/…$/, ''), keys }],
  );
  return [
    ['Workbook', [...page, ...AROUND]],
    ['While typing', TYPING],
    ...GROUPS.map(([group, title]): readonly [string, readonly Line[]] => [
      title,
      COMMAND_IDS.map(command).flatMap(({ label, keys = [], group: own }): readonly Line[] =>
        own === group && keys.length > 0 ? [{ text: label, keys }] : [],
      ),
    ]),
  ];
}

/** All keys, to look through and to search. */
export function ShortcutSheet({ acts, onClose }: { acts: readonly Act[]; onClose: () => void }) {
  const [query, setQuery] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const all = useMemo(() => sections(acts), [acts]);
  const words = folded(query).split(/\s+/).filter(Boolean);
  const fits = ({ text, keys }: Line): boolean => {
    const searched = folded(`${text} ${keys.map(shownKeys).join(' ')}`);
    return words.every((word) => searched.includes(word));
  };
  const shown = all
    .map(([title, lines]) => [title, lines.filter(fits)] as const)
    .filter(([, lines]) => lines.length > 0);
  return (
    <Dialog open onClose={onClose} title="Keys" first={first} testId="shortcut-sheet" extra="shortcuts">
      <div style={{ padding: '0 20px 12px' }}>
        <label className="field">
          <Search aria-hidden="true" />
          <input
            ref={first}
            value={query}
            placeholder="Search"
            aria-label="Search the keys"
            data-testid="shortcut-search"
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
      </div>
      <div className="content pad" tabIndex={0} role="region" aria-label="Keys">
        {shown.map(([title, lines]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {lines.map(({ text, keys }) => (
                <div key={text} className="row">
                  <dt className="grow">{text}</dt>
                  {keys.map((each) => (
                    <dd key={each}>
                      <kbd>{shownKeys(each)}</kbd>
                    </dd>
                  ))}
                </div>
              ))}
            </dl>
          </section>
        ))}
        {shown.length === 0 && <p className="q">No key does that.</p>}
      </div>
    </Dialog>
  );
}
