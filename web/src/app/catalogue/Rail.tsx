import {
  Activity,
  Clock,
  Download,
  Settings,
  Sheet,
  ShieldCheck,
  SquareFunction,
  Trash2,
  User,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../../ui/Avatar';
import { Mark } from '../../ui/Mark';
import type { SessionUser } from '../../net/api';
import { Link } from '../navigation';
import { functionPath } from '../routes';
import type { Route } from '../routes';
import { isRunning, useImports } from './imports';
import { useLibrary } from './library';

interface NavProps {
  readonly to: string;
  readonly on: boolean;
  readonly count?: number | undefined;
  readonly testId: string;
  readonly children: ReactNode;
}

function Nav({ to, on, count, testId, children }: NavProps) {
  return (
    <Link className="nav" to={to} aria-current={on ? 'page' : undefined} data-testid={testId}>
      {children}
      {count !== undefined && count > 0 && <span className="n">{count}</span>}
    </Link>
  );
}

interface RailProps {
  readonly route: Route;
  readonly me: SessionUser;
  readonly open: boolean;
}

export function Rail({ route, me, open }: RailProps) {
  const live = useLibrary((state) => state.live);
  const running = useImports((state) => state.items.filter(isRunning).length);
  const view = route.page === 'catalogue' ? route.view : null;
  // Guests own nothing and import nothing.
  const guest = me.kind === 'guest';
  return (
    <nav className={`rail${open ? ' open' : ''}`} aria-label="Catalogue" id="rail">
      <Link className="brand" to="/">
        <Mark size={24} />
        Daylight
      </Link>
      <Nav to="/" on={view === 'all'} count={live?.length} testId="nav-all">
        <Sheet aria-hidden="true" />
        All workbooks
      </Nav>
      <Nav to="/recent" on={view === 'recent'} testId="nav-recent">
        <Clock aria-hidden="true" />
        Recent
      </Nav>
      {!guest && (
        <Nav
          to="/mine"
          on={view === 'mine'}
          count={live?.filter((card) => card.owner.id === me.id).length}
          testId="nav-mine"
        >
          <User aria-hidden="true" />
          Mine
        </Nav>
      )}
      <Nav
        to="/shared"
        on={view === 'shared'}
        count={live?.filter((card) => card.owner.id !== me.id).length}
        testId="nav-shared"
      >
        <Users aria-hidden="true" />
        Shared with me
      </Nav>
      {!guest && (
        <Nav to="/imports" on={route.page === 'imports'} count={running} testId="nav-imports">
          <Download aria-hidden="true" />
          Imports
        </Nav>
      )}
      <Nav to="/activity" on={route.page === 'activity'} testId="nav-activity">
        <Activity aria-hidden="true" />
        Activity
      </Nav>
      <div style={{ marginTop: 'auto' }} />
      {!guest && (
        <Nav to="/deleted" on={view === 'deleted'} testId="nav-deleted">
          <Trash2 aria-hidden="true" />
          Deleted
        </Nav>
      )}
      <Nav to={functionPath()} on={false} testId="nav-functions">
        <SquareFunction aria-hidden="true" />
        Functions
      </Nav>
      {me.is_admin && (
        <Nav to="/admin" on={route.page === 'admin'} testId="nav-admin">
          <ShieldCheck aria-hidden="true" />
          Administration
        </Nav>
      )}
      <Nav to="/settings" on={route.page === 'settings'} testId="nav-settings">
        <Settings aria-hidden="true" />
        Settings
      </Nav>
      <Link className="nav person" to="/settings" data-testid="me">
        <Avatar person={me} me />
        <span className="cut">{me.name}</span>
      </Link>
    </nav>
  );
}
