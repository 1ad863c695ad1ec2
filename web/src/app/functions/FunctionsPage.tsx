import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import '../../styles/functions.css';
import { CATEGORIES, loadedFunctions, loadFunctions } from '../../grid/formula/functions';
import type { FunctionCatalogue } from '../../grid/formula/functions';
import { Problem } from '../../net/problem';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Mark } from '../../ui/Mark';
import { count } from '../../ui/words';
import { Link, navigate } from '../navigation';
import { FailedPage } from '../pages/QuietPages';
import { functionPath } from '../routes';
import { useMe } from '../session';
import { FunctionRow } from './FunctionRow';
import { countGroups, foundFunctions, inGroup } from './search';
import type { Group } from './search';

const GROUPS: readonly Group[] = ['all', ...CATEGORIES];

/** Every function that a formula may call. `name` is the one that the address names, or empty. */
export function FunctionsPage({ name }: { name: string }) {
  const [catalogue, setCatalogue] = useState<FunctionCatalogue | null>(loadedFunctions);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    let gone = false;
    loadFunctions().then(
      (loaded) => !gone && setCatalogue(loaded),
      (cause: unknown) => !gone && setProblem(Problem.offline(cause)),
    );
    return () => {
      gone = true;
    };
  }, [tries]);

  useEffect(() => {
    document.title = name === '' ? 'Functions · Daylight' : `${name.toUpperCase()} · Functions · Daylight`;
  }, [name]);

  if (problem !== null && catalogue === null) {
    return (
      <FailedPage
        problem={problem}
        onRetry={() => {
          setProblem(null);
          setTries(tries + 1);
        }}
      />
    );
  }
  if (catalogue === null) return <main className="quiet-page" aria-busy="true" aria-label="Functions" />;
  return <Catalogue catalogue={catalogue} name={name} />;
}

function Catalogue({ catalogue, name }: { catalogue: FunctionCatalogue; name: string }) {
  const me = useMe();
  const { entries } = catalogue;
  const named = catalogue.named(name);
  // An address of a function that is not there is searched for, which says so.
  const [query, setQuery] = useState(named === null ? name : '');
  const [group, setGroup] = useState<Group>('all');
  const [shownName, setShownName] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);

  const found = foundFunctions(entries, useDeferredValue(query));
  const counts = useMemo(() => countGroups(found), [found]);
  const shown = useMemo(() => inGroup(found, group), [found, group]);

  // A link to a function shows it, whatever was searched for before.
  if (shownName !== name) {
    setShownName(name);
    if (named !== null && !shown.includes(named)) {
      setQuery('');
      setGroup('all');
    }
  }

  useEffect(() => {
    const slash = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input')) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', slash);
    return () => window.removeEventListener('keydown', slash);
  }, []);

  const links = (): HTMLElement[] => [
    ...(list.current?.querySelectorAll<HTMLElement>('[data-function-link]') ?? []),
  ];
  const fieldKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setQuery('');
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      links()[0]?.focus();
    }
    const first = shown[0];
    if (event.key === 'Enter' && first !== undefined && query.trim() !== '')
      navigate(functionPath(first.name));
  };
  /** Arrows go from function to function, and from the first back into the search. */
  const listKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !(event.target instanceof HTMLElement)) return;
    const all = links();
    const at = all.indexOf(event.target);
    if (at < 0) return;
    event.preventDefault();
    (at + step < 0 ? field.current : all[at + step])?.focus();
  };

  return (
    <div className="fns" data-testid="functions">
      <nav className="fns-side" aria-label="Groups of functions">
        <Link className="fns-brand" to="/" aria-label="Daylight, all workbooks">
          <Mark size={24} />
          Daylight
        </Link>
        <div className="fns-groups">
          {GROUPS.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === group}
              disabled={!counts.has(each)}
              onClick={() => {
                setGroup(each);
                list.current?.parentElement?.scrollTo(0, 0);
              }}
            >
              {each === 'all' ? 'All functions' : each}
              <span className="n">{counts.get(each) ?? 0}</span>
            </button>
          ))}
        </div>
      </nav>
      <main className="fns-main">
        <div className="fns-top">
          <label className="field">
            <Search aria-hidden="true" />
            <input
              ref={field}
              type="search"
              value={query}
              placeholder="Search names and what they do"
              aria-label="Search names and what they do"
              spellCheck={false}
              data-testid="function-search"
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={fieldKey}
            />
            <kbd>/</kbd>
          </label>
          <span className="grow" />
          {me !== null && <Avatar person={me} me tip={`${me.name} (you)`} />}
        </div>
        <div className="fns-scroll">
          <div className="fns-head">
            <h1>{group === 'all' ? 'Functions' : group}</h1>
            <p className="q sm" role="status">
              {query.trim() === ''
                ? count(shown.length, 'function')
                : `${count(shown.length, 'function')} found`}
            </p>
          </div>
          <ul className="fns-list" ref={list} onKeyDown={listKey}>
            {shown.map((entry) => (
              <FunctionRow
                key={entry.name}
                entry={entry}
                open={entry === named}
                withCategory={group === 'all'}
              />
            ))}
          </ul>
          {shown.length === 0 && (
            <Nothing
              query={query.trim()}
              group={group}
              elsewhere={found.length}
              onAll={() => {
                setGroup('all');
                if (found.length === 0) setQuery('');
                field.current?.focus();
              }}
            />
          )}
        </div>
      </main>
    </div>
  );
}

interface NothingProps {
  readonly query: string;
  readonly group: Group;
  /** How many other groups have. */
  readonly elsewhere: number;
  readonly onAll: () => void;
}

function Nothing({ query, group, elsewhere, onAll }: NothingProps) {
  return (
    <div className="fns-nothing" data-testid="no-functions">
      <h2>{elsewhere > 0 ? `Nothing in ${group} fits “${query}”.` : `No function fits “${query}”.`}</h2>
      <p className="m">
        {elsewhere > 0
          ? `${count(elsewhere, 'function')} in other groups ${elsewhere === 1 ? 'does' : 'do'}.`
          : 'Try a part of a name, such as LOOKUP, or a plain word for what you need, such as interest or weekday.'}
      </p>
      <Button onClick={onAll}>{elsewhere > 0 ? 'Show them' : 'Show all functions'}</Button>
    </div>
  );
}
