import { Menu as MenuIcon, Plus, Search, Upload, X } from 'lucide-react';
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import '../../styles/catalogue.css';
import { createWorkbook } from '../../net/api';
import type { SessionUser } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { DropZone } from '../../ui/DropZone';
import { useFileDrag } from '../../ui/useFileDrag';
import { say } from '../../ui/toast';
import { count } from '../../ui/words';
import { navigate } from '../navigation';
import { FailedPage, SignedOutPage } from '../pages/QuietPages';
import { workbookPath } from '../routes';
import type { Route } from '../routes';
import { loadSession, useSession } from '../session';
import { importFiles, loadImports, useImports } from './imports';
import { doneText } from './importWords';
import { useLibrary } from './library';
import { LibraryView } from './LibraryView';
import { Rail } from './Rail';

const ImportsPage = lazy(() => import('./ImportsPage').then((page) => ({ default: page.ImportsPage })));
const SettingsPage = lazy(() =>
  import('../settings/SettingsPage').then((page) => ({ default: page.SettingsPage })),
);

const AdminPage = lazy(() => import('../admin/AdminPage').then((page) => ({ default: page.AdminPage })));
const ActivityPage = lazy(() =>
  import('../activity/ActivityPage').then((page) => ({ default: page.ActivityPage })),
);

const ACCEPT = '.xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv';

type CatalogueRoute = Extract<Route, { page: 'catalogue' | 'imports' | 'settings' | 'admin' | 'activity' }>;

/** The catalogue and what shares its rail: imports, settings. */
export function CataloguePage({ route }: { route: CatalogueRoute }) {
  const session = useSession((state) => state.session);
  if (session.state === 'asking')
    return <main className="quiet-page" aria-busy="true" aria-label="Daylight" />;
  if (session.state === 'out') return <SignedOutPage />;
  if (session.state === 'failed') {
    return <FailedPage problem={session.problem} onRetry={() => void loadSession(true)} />;
  }
  return <Shell route={route} me={session.user} />;
}

/** Opens the workbook by itself when one single file has come through and its page is still looked at. */
function useOpenWhenDone(): void {
  useEffect(
    () =>
      useImports.subscribe((now, before) => {
        for (const item of now.items) {
          const was = before.items.find((other) => other.key === item.key);
          if (item.phase !== 'done' || was === undefined || was.phase === 'done' || item.workbook === null)
            continue;
          const alone = now.items.filter((other) => other.batch === item.batch).length === 1;
          if (!alone || window.location.pathname !== '/imports') continue;
          navigate(workbookPath(item.workbook));
          say(doneText(item), {
            kind: 'done',
            action: { label: 'Show the report', run: () => navigate('/imports') },
          });
        }
      }),
    [],
  );
}

function Shell({ route, me }: { route: CatalogueRoute; me: SessionUser }) {
  const [query, setQuery] = useState('');
  const [railOpen, setRailOpen] = useState(false);
  const [making, setMaking] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const guest = me.kind === 'guest';
  // The first start has its own two buttons; nothing glows twice.
  const first =
    useLibrary((state) => state.live?.length === 0) && route.page === 'catalogue' && route.view !== 'deleted';

  useEffect(() => {
    if (guest) return;
    // Without the list the catalogue works as well; its own problems are told where they matter.
    loadImports().catch(() => undefined);
  }, [guest]);
  useOpenWhenDone();

  const take = useCallback((files: readonly File[]): void => {
    if (files.length === 0) return;
    importFiles(files);
    navigate('/imports');
  }, []);
  const dragged = useFileDrag(take, !guest);
  const choose = useCallback((): void => picker.current?.click(), []);

  useEffect(() => {
    const slash = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]'))
        return;
      event.preventDefault();
      search.current?.focus();
    };
    window.addEventListener('keydown', slash);
    return () => window.removeEventListener('keydown', slash);
  }, []);

  const make = async (): Promise<void> => {
    setMaking(true);
    try {
      const { id } = await createWorkbook('Untitled workbook');
      navigate(workbookPath(id));
    } catch (cause) {
      const problem = cause instanceof Problem ? cause : Problem.offline(cause);
      say(`No workbook was made. ${problem.detail}`, { kind: 'problem' });
    } finally {
      setMaking(false);
    }
  };

  const searchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setQuery('');
    if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('[data-row-link]')?.focus();
    if (event.key === 'Enter') document.querySelector<HTMLElement>('[data-row-link]')?.click();
  };

  return (
    <div className="cat" data-testid="catalogue">
      <Rail route={route} me={me} open={railOpen} />
      <main className="main" onPointerDown={() => railOpen && setRailOpen(false)}>
        <div className="top">
          <Button
            look="quiet"
            icon
            extra="burger"
            aria-label="Menu"
            aria-expanded={railOpen}
            aria-controls="rail"
            onClick={() => setRailOpen(!railOpen)}
          >
            <MenuIcon />
          </Button>
          <label className="field searchbox">
            <Search aria-hidden="true" />
            <input
              ref={search}
              type="search"
              value={query}
              placeholder="Search names and people"
              aria-label="Search names and people"
              data-testid="search"
              onChange={(event) => {
                setQuery(event.target.value);
                if (route.page !== 'catalogue') navigate('/');
              }}
              onKeyDown={searchKey}
            />
            {query === '' ? (
              <kbd>/</kbd>
            ) : (
              <Button
                look="quiet"
                size="small"
                icon
                aria-label="Clear the search"
                onClick={() => {
                  setQuery('');
                  search.current?.focus();
                }}
              >
                <X className="s" />
              </Button>
            )}
          </label>
          <span className="grow" />
          {!guest && !first && (
            <>
              <Button look="quiet" busy={making} onClick={() => void make()} data-testid="new-workbook">
                {!making && <Plus aria-hidden="true" />}
                <span className="word">New</span>
              </Button>
              <Button look="sun" onClick={choose} data-testid="import">
                <Upload aria-hidden="true" />
                <span className="word">Import Excel files</span>
              </Button>
            </>
          )}
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            accept={ACCEPT}
            data-testid="import-input"
            onChange={(event) => {
              take([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </div>
        <Suspense fallback={<div className="scrolls" aria-busy="true" />}>
          {route.page === 'catalogue' && (
            <LibraryView
              view={route.view}
              me={me}
              query={query}
              onChoose={choose}
              onNew={() => void make()}
              making={making}
            />
          )}
          {route.page === 'imports' && <ImportsPage onChoose={choose} />}
          {route.page === 'settings' && <SettingsPage me={me} />}
          {route.page === 'activity' && (
            <ActivityPage key={route.openedOf} me={me} openedOf={route.openedOf} />
          )}
          {route.page === 'admin' && <AdminPage me={me} />}
        </Suspense>
        {dragged > 0 && <DropZone files={dragged} />}
        <p className="vh" role="status">
          {dragged > 0 ? `${count(dragged, 'file')} over the page` : ''}
        </p>
      </main>
    </div>
  );
}
